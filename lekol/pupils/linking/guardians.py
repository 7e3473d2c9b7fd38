"""The State keeps guardians apart from pupils: ONDE and BE1D in a second CSV, the AAF in a second XML.

ONDE’s guardians bear no identifier: a child is found by name, first name and class, and only when one pupil has them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from lekol.pupils.linking.columns import Column
from lekol.pupils.linking.files import Base, rows_of
from lekol.pupils.linking.opening import is_xml, until_broken
from lekol.pupils.rules import names
from lekol.pupils.rules.headers import normal

_OWN = {
    "name": ("nomresponsable", "nomusageresponsable", "nomdefamilleresponsable"),
    "first": ("prenomresponsable",),
    "phone": ("telephoneportable", "telephonedomicile", "telephonetravail"),
    "address": ("adresseresponsable", "adresse"),
}
_CHILD = (
    ("nomdefamilleenfant", "nomdefamilleeleve"),
    ("nomdusageenfant", "nomdusageeleve"),
    ("prenomenfant", "prenomeleve"),
    ("classesenfants", "classeseleves"),
)
_AAF = {
    "name": ("ENTPersonNomPatro", "ENTPersonNom", "sn"),
    "first": ("ENTPersonPrenom", "givenName"),
    "phone": ("ENTPersRelEleveTelMobile", "ENTPersonTelPerso", "homePhone", "telephoneNumber"),
    "address": ("ENTPersonAdresse",),
}
_PLACES = ("g1", "g2")
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guardian:
    """One adult, and the children they answer for: by keys of pupils, the surest first."""

    name: str
    first: str
    phone: str
    address: str
    children: tuple[tuple[Key, ...], ...]


def is_of_guardians(headers: Iterable[str]) -> bool:
    """Is this the file of guardians, rather than that of pupils?"""
    forms = {normal(header) for header in headers}
    return bool(forms & set(_OWN["first"])) and bool(forms & set(_CHILD[2]))


def read(path: Path, faults: list[str]) -> list[Guardian]:
    """The guardians of a file; those before the place where an XML breaks, which is then added to `faults`.

    Raises Unreadable, which says what is wrong, when nothing can be read.
    """
    return list(_from_xml(path, faults) if is_xml(path) else _from_table(*rows_of(path)))


def _from_table(headers: list[str], rows: list[list[str]]) -> Iterator[Guardian]:
    forms = [normal(header) for header in headers]
    own = {part: [forms.index(form) for form in known if form in forms] for part, known in _OWN.items()}
    groups = list(zip(*([rank for rank, form in enumerate(forms) if form in known] for known in _CHILD), strict=False))
    for row in rows:
        cells = {part: next((row[rank] for rank in ranks if _at(row, rank)), "") for part, ranks in own.items()}
        children = [_keys(*(_at(row, rank) for rank in group)) for group in groups]
        if kept := tuple(keys for keys in children if keys):
            yield Guardian(**cells, children=kept)


def _at(row: list[str], rank: int) -> str:
    return row[rank].strip() if rank < len(row) else ""


def _keys(name: str, usage: str, first: str, classes: str) -> tuple[Key, ...]:
    """How a pupil may be found: with the class, then without."""
    if not first or not (name or usage):
        return ()
    plain = [(names.upper(one), names.upper(first)) for one in (name, usage) if one]
    return (*((*pair, names.upper(classes)) for pair in plain), *plain)


def _from_xml(path: Path, faults: list[str]) -> Iterator[Guardian]:
    """Guardians of the AAF: of the first degree, they name their pupils; of the second, pupils name them."""
    for block in _blocks(path, "PersRelEleve", faults):
        own = {part: next((block[name][0] for name in known if block.get(name)), "") for part, known in _AAF.items()}
        number = block.get("ENTPersonJointure", [""])[0]
        children = tuple((("eleve", value.split("$")[0]),) for value in block.get("ENTPersRelEleveEleve", []))
        yield Guardian(**own, children=(*children, (("responsable", number),)))


def _blocks(path: Path, kind: str, faults: list[str]) -> Iterator[dict[str, list[str]]]:
    """Persons or schools of an AAF, whose reader is loaded only then."""
    found = import_module("lekol.pupils.linking.aaf").blocks(path, kind)
    return until_broken(cast(Iterator[dict[str, list[str]]], found), faults)


def named_by_pupils(path: Path) -> dict[str, list[str]]:
    """Key of a pupil of the AAF → keys of the guardians their own file names; where it breaks is said with its
    pupils."""
    named = ("ENTEleveAutoriteParentale", "ENTElevePersRelEleve")
    return {
        block["ENTPersonJointure"][0]: [value.split("$")[0] for name in named for value in block.get(name, [])]
        for block in _blocks(path, "Eleve", [])
        if block.get("ENTPersonJointure")
    }


def schools(path: Path, faults: list[str]) -> dict[str, str]:
    """Key of a school in the AAF → its UAI, from the file of schools; `faults` as for `read`."""
    return {
        block["ENTStructureJointure"][0]: block["ENTStructureUAI"][0]
        for block in _blocks(path, "", faults)
        if block.get("ENTStructureJointure") and block.get("ENTStructureUAI")
    }


def completed(base: Base, guardians: list[Guardian], links: Mapping[str, list[str]] | None = None) -> int:
    """Give pupils their guardians, two at most; answers how many guardians found no pupil.

    `links` is, for the AAF, the guardians each pupil names (key of the pupil → keys of guardians).
    """
    index = _index(base, links or {})
    found: dict[int, list[Guardian]] = defaultdict(list)
    lost = 0
    for guardian in guardians:
        rows = {row for keys in guardian.children if (row := _row(index, keys)) is not None}
        lost += not rows
        for row in rows:
            found[row].append(guardian)
    _fill(base, found)
    return lost


def _row(index: Mapping[Key, list[int]], keys: tuple[Key, ...]) -> int | None:
    """The pupil that the surest key finds alone."""
    return next((index[key][0] for key in keys if len(index.get(key, ())) == 1), None)


def _index(base: Base, links: Mapping[str, list[str]]) -> dict[Key, list[int]]:
    index: dict[Key, list[int]] = defaultdict(list)
    texts = {name: base.texts(name) for name in ("name", "usage", "first", "grade", "class")}
    for row, reference in enumerate(base.ids):
        named = {names.upper(texts[name][row]) for name in ("name", "usage")} - {""}
        first = names.upper(texts["first"][row])
        rooms = {names.upper(texts[name][row]) for name in ("grade", "class")} - {""}
        for name in named:
            index[name, first].append(row)
            for room in rooms:
                index[name, first, room].append(row)
        index["eleve", reference].append(row)
        for key in links.get(reference, ()):
            index["responsable", key].append(row)
    return index


def _fill(base: Base, found: Mapping[int, list[Guardian]]) -> None:
    """Columns the file of pupils lacks; what it already says stays."""
    for place, prefix in enumerate(_PLACES):
        for part in ("name", "first", "phone"):
            _column(
                base,
                f"{prefix}_{part}",
                {row: getattr(some[place], part) for row, some in found.items() if len(some) > place},
            )
    _column(base, "address", {row: some[0].address for row, some in found.items()})


def _column(base: Base, name: str, cells: Mapping[int, str]) -> None:
    if name not in base.columns and any(cells.values()):
        base.columns[name] = Column.of((cells.get(row, "") for row in range(base.count)), base.count)
