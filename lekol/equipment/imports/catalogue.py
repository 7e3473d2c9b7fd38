"""Which model a line speaks of: known, nearly known — then it is said — or to create."""

import difflib
import re
from collections import defaultdict
from dataclasses import dataclass, field

from lekol.equipment.choices import Kind
from lekol.equipment.models import DeviceModel
from lekol.equipment.rules.intake import kind_of
from lekol.equipment.rules.keys import compact
from lekol.pact.names import plain

ALIKE = 0.92
MAKES = {
    "hewlett packard": "HP", "hewlett packard company": "HP", "hp inc": "HP", "hpe": "HPE", "dell inc": "Dell",
    "dell computer corporation": "Dell", "apple inc": "Apple", "samsung electronics": "Samsung",
    "asustek computer inc": "Asus", "asustek": "Asus", "lenovo group": "Lenovo", "seiko epson": "Epson",
    "microsoft corporation": "Microsoft", "hewlettpackard": "HP", "fujitsu siemens": "Fujitsu",
    "smart technologies": "SMART",
}  # fmt: skip
KNOWN = frozenset(
    {
        "hp", "dell", "lenovo", "acer", "asus", "apple", "samsung", "epson", "canon", "brother", "xerox", "ricoh",
         "konica",
        "toshiba", "kyocera", "smart", "promethean", "aruba", "cisco", "netgear", "tplink", "zyxel", "yealink",
         "huawei",
        "microsoft", "fujitsu", "benq", "optoma", "vivitek", "speechi", "iiyama", "aoc", "naotic", "ubiquiti",
         "lexmark",
    }
)  # fmt: skip
"""Makes that people write before the model when there is no column for them."""

VAGUE = "fixe"
"""What « PC », « poste » or « ordinateur » tell: a model that says « portable » or « tablette » says more."""


@dataclass(slots=True)
class Catalogue:
    """Every model, read once a run; those to create are kept so that two lines share one."""

    by_key: dict[tuple[str, str], DeviceModel] = field(default_factory=dict)
    by_pk: dict[int, DeviceModel] = field(default_factory=dict)
    by_name: dict[str, list[DeviceModel]] = field(default_factory=lambda: defaultdict(list))
    _found: dict[tuple[str, str, str], tuple[DeviceModel, str]] = field(default_factory=dict)
    _called: dict[int, str] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "Catalogue":
        """One query."""
        found = cls()
        for model in DeviceModel.objects.all():
            found._keep(model)
        return found

    def _keep(self, model: DeviceModel) -> None:
        if model.pk:
            self.by_pk[model.pk] = model
        self.by_key[compact(model.make), compact(model.name)] = model
        self.by_name[compact(model.name)].append(model)

    def called(self, pk: int) -> str:
        """The words of a model the base holds."""
        if pk not in self._called:
            self._called[pk] = str(self.by_pk[pk])
        return self._called[pk]

    def find(self, make: str, name: str, kind: str, reference: str = "") -> tuple[DeviceModel, str]:
        """The model, known or new, and the remark that tells how it was found."""
        asked = (make, name, kind)
        if asked not in self._found:
            self._found[asked] = self._search(*_split(make, name), kind, reference)
        return self._found[asked]

    def _search(self, make: str, name: str, kind: str, reference: str) -> tuple[DeviceModel, str]:
        key = (compact(make), compact(name))
        if key in self.by_key and name:
            return self.by_key[key], ""
        if not make and name and len(self.by_name[compact(name)]) == 1:
            return self.by_name[compact(name)][0], ""
        if alike := self._alike(make, name):
            return alike, f"le modèle « {name} » est lu comme {alike}"
        return self._new(make, name, kind, reference)

    def _alike(self, make: str, name: str) -> DeviceModel | None:
        """A model of the make whose name nearly is that one, with the same figures: a G7 is not a G8."""
        mine = {other: model for (maker, other), model in self.by_key.items() if maker == compact(make) and make}
        near = difflib.get_close_matches(compact(name), mine, n=1, cutoff=ALIKE) if name else []
        return mine[near[0]] if near and re.findall(r"\d+", near[0]) == re.findall(r"\d+", compact(name)) else None

    def _new(self, make: str, name: str, kind: str, reference: str) -> tuple[DeviceModel, str]:
        told = _kind(kind, name)
        remark = "" if told else f"le type « {kind or name} » n’est pas reconnu : rangé en « autre matériel »"
        shown = Kind(told or Kind.OTHER)
        model = DeviceModel(
            make=make, name=(name or f"{shown.label} (modèle non précisé)")[:80], kind=shown, reference=reference
        )
        known = self.by_key.get((compact(make), compact(model.name)))
        if known is None:
            self._keep(model)
        return known or model, remark


def _kind(kind: str, name: str) -> str:
    told, by_model = kind_of(kind), kind_of(name)
    return by_model if told == VAGUE and by_model in {Kind.LAPTOP, Kind.TABLET} else told or by_model


def _split(make: str, name: str) -> tuple[str, str]:
    """The make by its usual name, and the model without it: « HP ProBook » of Hewlett-Packard is « ProBook » of HP."""
    maker = MAKES.get(plain(make), make.strip())
    words = name.split()
    if words and not maker and plain(words[0]) in KNOWN and len(words) > 1:
        maker, words = words[0], words[1:]
    if len(words) > 1 and maker and compact(words[0]) in {compact(maker), compact(make)}:
        words = words[1:]
    return maker[:60], " ".join(words)[:80]
