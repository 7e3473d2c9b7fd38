"""The estate as communes keep it in spreadsheets, and as GLPI, Snipe-IT and OCS export it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet
from django.db.models.deletion import ProtectedError
from django.utils import timezone

from lekol.directory.models import Room
from lekol.equipment.access import IMPORT
from lekol.equipment.actions.intake import Intake, take_in
from lekol.equipment.actions.taking_back import Kept, take_back
from lekol.equipment.choices import IN_SCHOOL, OUT, Origin, Status
from lekol.equipment.imports.catalogue import Catalogue
from lekol.equipment.imports.columns import COLUMNS
from lekol.equipment.imports.footing import footing
from lekol.equipment.imports.known import GIVEN, Known
from lekol.equipment.imports.places import Place, Rooms, Schools
from lekol.equipment.imports.running import read_systems, release_of
from lekol.equipment.imports.standing import Standing
from lekol.equipment.imports.telling import column, device_told, purchase_told, shown, tell_move
from lekol.equipment.imports.wanted import other_serial, spare_locked, wanted
from lekol.equipment.models import Asset, DeviceModel, FieldSource
from lekol.equipment.rules import keys
from lekol.equipment.rules.intake import origin_of, room_key, status_of
from lekol.kit.imports import Column, Fault, Importer, Line, Outcome, importer
from lekol.kit.imports.columns import missing
from lekol.kit.imports.importer import ANYWHERE, Territory

PURCHASE = ("market", "order_number", "invoice", "supplier", "programme")


@importer
class DeviceImporter(Importer):
    """Devices, by inventory number, else by serial and make. An empty cell never erases what is known."""

    key = "equipment.devices"
    label = "Matériels du parc"
    help = "Le tableau de la commune, ou un export de GLPI, Snipe-IT ou OCS : CSV, XLSX, ODS ou XLS."
    right = IMPORT
    columns: Sequence[Column] = COLUMNS
    guesses = True
    sections = "school"
    by_school = True
    loose = frozenset({"new_room", "new_model"})

    def __init__(self, territory: Territory = ANYWHERE) -> None:
        self.territory = territory
        self._schools: Schools | None = None
        self._catalogue: Catalogue | None = None
        self.rooms = Rooms()
        self._seen: tuple[list[Place | None], Known] = [], Known({}, {})

    @cached_property
    def today(self) -> dt.date:
        """The day of the run."""
        return timezone.localdate()

    @cached_property
    def names(self) -> dict[str, str]:
        """The labels, once a run."""
        return self.labels

    @property
    def labels(self) -> dict[str, str]:
        more = {
            "purchase": "Achat",
            "new_room": "Salle à créer",
            "new_model": "Modèle à créer",
            "store": "Lieu de réserve",
        }
        return {**super().labels, **more}

    def opened(self, territory: Territory) -> Self:
        """For one run; schools and models are read at once, for the lines of a file are read apart from the base."""
        found = type(self)(territory)
        found._schools, found._catalogue = Schools.of(territory), Catalogue.read()
        return found

    def footing(self, territory: Territory) -> str:
        """Schools, their codes, their communes, and models, as the base has them; the territory, the day, the rules."""
        return footing(territory)

    @property
    def schools(self) -> Schools:
        if self._schools is None:
            self._schools = Schools.of(self.territory)
        return self._schools

    @property
    def catalogue(self) -> Catalogue:
        if self._catalogue is None:
            self._catalogue = Catalogue.read()
        return self._catalogue

    def lacks(self, headers: Sequence[str], mapping: Mapping[str, str]) -> list[str]:
        """A number or a serial recognises a device; what it is must be told by a type, a make or a model."""
        said = missing(headers, self.columns, mapping)
        if not {"number", "serial"} & set(mapping):
            said.append("Aucune colonne ne donne le numéro d’inventaire ni le numéro de série.")
        return said

    def section(self, text: str) -> str:
        return text if text and self.schools.is_heading(text) else ""

    def key_of(self, values: Mapping[str, Any]) -> str:
        """The inventory number, else the serial and its make; nothing when the line gives neither."""
        if number := values.get("number"):
            return str(number)
        serial = values.get("serial")
        return f"{values.get('make') or ''} {serial}".strip() if serial else ""

    def other_keys(self, values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
        if serial := keys.compact(values.get("serial") or ""):
            yield "Le numéro de série", f"{serial}{keys.compact(values.get('make') or '')}"

    def doubt(self, lines: list[Line]) -> None:
        for line in lines:
            self._place(line)

    def look(self, lines: list[Line], territory: Territory) -> None:
        """Three queries a chunk: devices by number and by serial, rooms; schools and models are read once a run."""
        places = [self._place(line) for line in lines]
        known = Known.of(self._held(), [line.values for line in lines], self.catalogue)
        if any(line.values.get("system") for line in lines):
            read_systems(known.assets)
        self.rooms.read(place.school.pk for place in places if place and place.school and place.room)
        self._seen = places, known

    def plan(self, lines: list[Line], territory: Territory) -> None:
        """Decided on what `look` has just found; the base is asked nothing more."""
        places, known = self._seen
        for line, place in zip(lines, places, strict=True):
            if place is not None:
                self._plan(line, place, known)

    def _place(self, line: Line) -> Place | None:
        """Where the line puts its device; a school nobody knows refuses it."""
        try:
            place = self.schools.place(line.values)
        except Fault as fault:
            line.refuse(f"École : {fault}")
            return None
        if place.remark:
            line.remarks.append(place.remark)
        return place

    def _held(self) -> QuerySet[Asset]:
        """The devices of the communes of the territory."""
        rows = Asset.objects.annotate(
            school_uai=F("school__uai"), school_name=F("school__name"), room_name=F("room__name"),
            locked=ArraySubquery(
                FieldSource.objects.filter(asset=OuterRef("pk"), locked=True).order_by("field").values("field")
            ),
        )  # fmt: skip
        if self.territory.only:
            return rows.filter(commune__in={school.commune_id for school in self.schools.by_code.values()})
        if self.territory.communes is None:
            return rows
        held = Q(commune__insee__in=self.territory.communes)
        return rows.filter(held | Q(commune__academy__code__in=self.territory.academies or ()))

    def _plan(self, line: Line, place: Place, known: Known) -> None:
        values = line.values
        if not (values.get("number") or values.get("serial")):
            line.refuse("Ni numéro d’inventaire, ni numéro de série : rien ne le reconnaîtrait la prochaine fois.")
            return
        try:
            asset = known.find(values, place)
            line.title = _title(values)
            if asset is None:
                self._create(line, place)
            else:
                self._change(line, asset, place)
        except Fault as fault:
            line.refuse(str(fault))

    # A new device

    def _create(self, line: Line, place: Place) -> None:
        values = line.values
        status = _status(values, place)
        if place.school is None and status in IN_SCHOOL:
            raise Fault("L’école manque : donnez son nom ou son code UAI.")
        commune = place.school.commune if place.school else self._commune()
        number = values.get("number") or _given(values, line)
        model = self._model(line)
        fields = {
            "inventory_number": number, "serial": values.get("serial") or "", "model": model, "status": status,
            "origin": origin_of(values.get("origin") or values.get("programme") or "") or Origin.CITY,
            "store": place.store, **wanted(values),
        }  # fmt: skip
        if status in OUT:
            fields["retired_on"] = _retired(values)
        line.outcome = Outcome.CREATED
        standing = place if status in IN_SCHOOL else Place()
        if not line.checked:
            self._tell(line, fields, standing)
        values["_number"], values["_commune"] = number, commune.pk
        room = self._room(line, standing)
        line.thing = partial(self._entering, fields, commune.pk, standing, room, values)

    def _tell(self, line: Line, fields: Mapping[str, Any], place: Place) -> None:
        line.after |= device_told(fields, place)
        if release := release_of(line.values.get("system") or ""):
            line.after["system"] = release.name

    def _entering(
        self, fields: dict[str, Any], commune: int, place: Place, room: Room | None, values: Mapping[str, Any]
    ) -> Intake:
        """The new device, once it is to be written."""
        since = min(values.get("in_service_on") or values.get("acquired_on") or self.today, self.today)
        words, release = _purchase(values), release_of(values.get("system") or "")
        return Intake(
            None, fields, fields["model"], commune, place.school, room, place.room, since, words, {}, system=release
        )

    def _room(self, line: Line, place: Place) -> Room | None:
        """The room of a line when it is known; one that is not will be made, and it is said."""
        if place.school is None or not place.room:
            return None
        room = self.rooms.find(place.school, place.room)
        if room is None:
            line.after["new_room"] = True
        return room

    def _commune(self) -> Any:
        """Where a device without a school is entered: the only commune of the territory."""
        communes = {school.commune_id: school.commune for school in self.schools.by_code.values()}
        if len(communes) != 1:
            raise Fault("L’école manque, et le territoire a plusieurs communes : donnez l’école ou la commune.")
        return next(iter(communes.values()))

    def _model(self, line: Line) -> DeviceModel:
        values = line.values
        texts = [values.get(name) or "" for name in ("make", "model", "kind", "reference")]
        if not any(texts[:3]):
            raise Fault("Ni type, ni marque, ni modèle : on ne sait pas ce qu’est ce matériel.")
        model, remark = self.catalogue.find(*texts)
        if remark:
            line.remarks.append(f"Modèle : {remark}.")
        if model.pk is None:
            line.after["new_model"] = True
        return model

    # A known device

    def _change(self, line: Line, asset: Asset, place: Place) -> None:
        values = line.values
        if place.school and place.school.commune_id != asset.commune_id:
            raise Fault(f"{asset.inventory_number} est à {asset.commune} dans le parc, et cette école n’y est pas.")
        self._remark_status(line, asset)
        told = wanted(values)
        if number := self._renumbered(values, asset):
            told["inventory_number"] = number
        if serial := other_serial(values, asset):
            told["serial"] = serial
        if origin := origin_of(values.get("origin") or ""):
            told["origin"] = origin
        release = release_of(values.get("system") or "")
        if release and (release.until or not asset.system):  # type: ignore[attr-defined]
            told["system"] = release.name  # « Windows » alone never replaces a release that is known
        changed = {name: value for name, value in told.items() if getattr(asset, name) != value}
        self._change_model(line, asset, changed)
        spare_locked(line, asset, changed)
        moved = _moved(asset, place)
        line.before = {column(name): shown(getattr(asset, name)) for name in changed}
        line.after |= {column(name): shown(value) for name, value in changed.items()}
        if moved:
            tell_move(line, asset, place)
        purchase = _purchase(values) if asset.purchase_id is None else {}
        if purchase:
            line.before["purchase"], line.after["purchase"] = None, purchase_told(values)
        line.outcome = Outcome.CHANGED if line.before else Outcome.SAME
        for name, value in changed.items():
            setattr(asset, name, value)
        values["_number"], values["_commune"] = asset.inventory_number, asset.commune_id
        if line.before:
            line.thing = partial(self._changing, line, asset, place if moved else Place(), purchase, tuple(changed))
            self._room(line, place if moved else Place())

    def _changing(
        self, line: Line, asset: Asset, place: Place, purchase: dict[str, str], fields: tuple[str, ...]
    ) -> Intake:
        """The known device with what it becomes, once it is to be written."""
        changes = {self.names[name]: [line.before.get(name), value] for name, value in line.after.items()}
        room = self.rooms.find(place.school, place.room) if place.school and place.room else None
        return Intake(
            asset, {}, asset.model, asset.commune_id, place.school, room, place.room, self.today, purchase, changes,
            fields, release_of(line.values.get("system") or "") if "system" in fields else None,
        )  # fmt: skip

    def _renumbered(self, values: Mapping[str, Any], asset: Asset) -> str:
        """A number given for want of one yields to the City’s own, once it is known."""
        number = values.get("number") or ""
        return number if number and asset.inventory_number.startswith(GIVEN) else ""

    def _change_model(self, line: Line, asset: Asset, changed: dict[str, Any]) -> None:
        if not line.values.get("model"):
            return
        make = line.values.get("make") or asset.model.make
        model, _ = self.catalogue.find(make, line.values["model"], line.values.get("kind") or "")
        if model.pk != asset.model_id or model.pk is None:
            changed["model"] = model
            if model.pk is None:
                line.after["new_model"] = True

    def _remark_status(self, line: Line, asset: Asset) -> None:
        status = status_of(line.values.get("status") or "")
        if status and status != asset.status:
            line.remarks.append(
                f"Le fichier le dit « {line.values['status']} », le parc « {asset.get_status_display()} » : un état "
                "se change sur la fiche, où ses justificatifs sont demandés."
            )

    # Writing, and taking back

    def apply(self, line: Line, by: Any) -> None:
        self.apply_all([line], by)

    def apply_all(self, lines: Sequence[Line], by: Any) -> None:
        """Rooms made for a chunk are known to the next ones."""
        for room in take_in([line.thing() for line in lines], by=by):
            self.rooms.keep(room)

    def changed_since(self, lines: list[Line]) -> list[str]:
        """Devices that no longer say what the import gave; the others are kept on their lines, and locked."""
        found = Standing.of(lines, self.catalogue, self.schools)
        for line in lines:
            line.thing = found.device(line)
        return [f"« {line.title} » a été modifié depuis." for line in lines if line.thing is None]

    def undo(self, line: Line, by: Any) -> None:
        self.undo_all([line], by)

    def undo_all(self, lines: Sequence[Line], by: Any) -> None:
        try:
            take_back([line.thing for line in lines], by=by)
        except Kept as kept:
            shown = ", ".join(kept.args[:5]) + (" …" if len(kept.args) > 5 else "")
            raise Fault(
                "L’annulation effacerait ce qui a été inscrit depuis (prêts, documents, photos, contrats, "
                "responsables, compteurs, pannes ou changements d’état) : "
                f"{shown}. Réformez plutôt ces matériels sur leur fiche."
            ) from None
        except ProtectedError as fault:
            named = next(iter(fault.protected_objects), "")
            raise Fault(
                f"Un matériel de cet import sert déjà ailleurs ({named}) : il ne peut plus être retiré."
            ) from None
        except LookupError as fault:
            raise Fault(f"Le modèle {fault} n’existe plus : il ne peut plus être rendu.") from None


def _title(values: Mapping[str, Any]) -> str:
    words = (
        values.get("number") or values.get("serial"),
        values.get("make"),
        values.get("model") or values.get("kind"),
    )
    return " ".join(filter(None, words))[:200]


def _given(values: Mapping[str, Any], line: Line) -> str:
    number = f"{GIVEN}{values['serial']}"[:40]
    line.remarks.append(f"Sans numéro d’inventaire : {number} lui est donné, jusqu’à celui de la Ville.")
    return number


def _status(values: Mapping[str, Any], place: Place) -> str:
    told = status_of(values.get("status") or "")
    if values.get("retired_on") and told not in OUT:
        return Status.RETIRED
    return told or (Status.STORED if place.store else Status.IN_SERVICE)


def _retired(values: Mapping[str, Any]) -> dt.date:
    day: dt.date = values.get("retired_on") or timezone.localdate()
    return max(day, values.get("acquired_on") or day)


def _purchase(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: values.get(name) or "" for name in PURCHASE} if any(map(values.get, PURCHASE)) else {}


def _moved(asset: Asset, place: Place) -> bool:
    if place.school is None or asset.status not in IN_SCHOOL:
        return False
    here = room_key(asset.room_name or "")  # type: ignore[attr-defined]
    return place.school.pk != asset.school_id or bool(place.room and room_key(place.room) != here)
