"""Taking many devices in at once, and giving them back: set-based verbs, each with one journal entry a device."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Func, Value
from django.utils import timezone

from lekol.directory.models import Building, Floor, Person, Room, School
from lekol.equipment.choices import Source
from lekol.equipment.models import Asset, DeviceModel, FieldSource, Placement, Purchase, SlotFilling, Supplier
from lekol.equipment.rules.intake import room_key
from lekol.journal.actions import Act, write_many
from lekol.kit.copying import copy_in, insert, numbers, update
from lekol.pact.names import sort_key

BUILDING = "Bâtiment principal"
"""Where a room goes when a file names it and the school has no building yet."""

SIGNED = ("serial", "model")
"""Fields of a device that several sources write and that a file may tell."""

REPEATED = ("kind", "sort_key", "serial_key", "search")


@dataclass(slots=True)
class Intake:
    """One device to take in: new or known, where it goes (nowhere when `school` is None), on which purchase."""

    asset: Asset
    new: bool
    school: School | None
    room: Room | None
    room_name: str
    since: dt.date
    purchase: dict[str, str]
    changes: dict[str, list[Any]]
    fields: tuple[str, ...] = ()


@transaction.atomic
def take_in(intakes: Sequence[Intake], *, by: Person | None = None) -> None:
    """Write a chunk of devices with their places, purchases, new rooms and models; a constant number of statements."""
    _models(intakes)
    _rooms(intakes)
    _purchases(intakes)
    new = [one for one in intakes if one.new]
    known = [one for one in intakes if not one.new]
    _enter(new)
    _change(known)
    _sign(new, known)
    write_many(model=Asset, acts=[*map(_entered, new), *map(_changed, known)], by=by)


def _models(intakes: Iterable[Intake]) -> None:
    """Models the files were first to name; the device’s key follows its model’s."""
    wanted = {id(one.asset.model): one.asset.model for one in intakes if one.asset.model.pk is None}
    DeviceModel.objects.bulk_create(wanted.values())
    for one in intakes:
        if one.asset.model_id is None:
            one.asset.model = one.asset.model


def _rooms(intakes: Iterable[Intake]) -> None:
    """Rooms the files were first to name, on the ground floor of the school’s first building."""
    lacking = [one for one in intakes if one.school and one.room_name and one.room is None]
    if not lacking:
        return
    floors = _floors({one.school.pk for one in lacking if one.school})
    made: dict[tuple[int, str], Room] = {}
    for one in lacking:
        school = one.school
        key = (school.pk, room_key(one.room_name))  # type: ignore[union-attr]
        if key not in made:
            name = one.room_name[:60]
            made[key] = Room(school=school, floor_id=floors[key[0]], name=name, sort_key=sort_key(name))
    Room.objects.bulk_create(made.values())
    acts = [
        Act("room.added", str(room.school_id), str(room.school), f"Salle ajoutée par import : {room}.")
        for room in made.values()
    ]
    write_many(model=School, acts=acts)
    for one in lacking:
        one.room = made[one.school.pk, room_key(one.room_name)]  # type: ignore[union-attr]


def _floors(schools: set[int]) -> dict[int, int]:
    """The floor where a new room goes, for each school; made where there is none."""
    rows = Floor.objects.filter(building__school__in=schools).order_by("building__school", "building", "level")
    found = {school: floor for floor, school in reversed(rows.values_list("pk", "building__school"))}
    for school in schools - set(found):
        building = Building.objects.filter(school=school).order_by("pk").first()
        building = building or Building.objects.create(school_id=school, name=BUILDING)
        found[school] = Floor.objects.create(building=building, level=0).pk
    return found


def _purchases(intakes: Iterable[Intake]) -> None:
    """The order each device came with: known by its references, else made."""
    told = [one for one in intakes if one.purchase]
    if not told:
        return
    communes = {one.asset.commune_id for one in told}
    suppliers = _suppliers(told, communes)
    known = {_order(row): row for row in Purchase.objects.filter(commune__in=communes)}
    for one in told:
        references = {name: one.purchase[name] for name in ("market", "order_number", "invoice")}
        order = (one.asset.commune_id, references["market"], "", references["order_number"], references["invoice"])
        if order not in known:
            supplier = suppliers.get((one.asset.commune_id, one.purchase["supplier"]))
            programme = one.purchase["programme"]
            known[order] = Purchase.objects.create(
                commune_id=order[0], supplier=supplier, programme=programme, **references
            )
        one.asset.purchase = known[order]


def _order(row: Purchase) -> tuple[Any, ...]:
    references = (row.market, row.lot, row.order_number, row.invoice)
    return (row.commune_id, *references)


def _suppliers(told: Sequence[Intake], communes: set[int]) -> dict[tuple[int, str], Supplier]:
    found = {(row.commune_id, row.name): row for row in Supplier.objects.filter(commune__in=communes)}
    wanted = {(one.asset.commune_id, one.purchase["supplier"]) for one in told if one.purchase["supplier"]} - set(found)
    made = Supplier.objects.bulk_create(Supplier(commune_id=commune, name=name) for commune, name in sorted(wanted))
    return found | {(row.commune_id, row.name): row for row in made}


def _enter(new: Sequence[Intake]) -> None:
    """New devices and their places, by COPY."""
    for one, pk in zip(new, numbers(Asset, len(new)), strict=True):
        one.asset.pk = pk
        one.asset.school, one.asset.room = one.school, one.room
        one.asset.repeat()
    insert(one.asset for one in new)
    _stand(one for one in new if one.school)


def _stand(intakes: Iterable[Intake]) -> None:
    """Each device in its school from its day on."""
    copy_in(
        Placement,
        ("asset", "school", "room", "valid"),
        ((one.asset.pk, one.school.pk, one.room and one.room.pk, f"[{one.since},)") for one in intakes if one.school),
    )


def _change(known: Sequence[Intake]) -> None:
    """Known devices: their fields, then their places."""
    for one in known:
        one.asset.repeat()
    moved = [one for one in known if one.school]
    if moved:
        _leave([one.asset.pk for one in moved], moved[0].since)
        _free([one.asset.pk for one in moved if one.school.pk != one.asset.school_id], moved[0].since)  # type: ignore[union-attr]
        _stand(moved)
    for one in moved:
        one.asset.school, one.asset.room = one.school, one.room
    fields = {field for one in known for field in one.fields} | (
        {"purchase"} if any(one.purchase for one in known) else set()
    )
    update([one.asset for one in known], [*fields, "school", "room", *REPEATED])


def _sign(new: Sequence[Intake], known: Sequence[Intake]) -> None:
    """Remember that a file told these fields: agents and people see from whom they come."""
    now = timezone.now()
    told = [(one.asset.pk, name) for one in new for name in SIGNED if name == "model" or one.asset.serial]
    names = ("asset", "field", "source", "at", "locked", "offered")
    copy_in(FieldSource, names, ((pk, name, Source.IMPORT.value, now, False, "") for pk, name in told))
    rows = [
        FieldSource(asset=one.asset, field=name, source=Source.IMPORT, at=now)
        for one in known for name in SIGNED if name in one.fields
    ]  # fmt: skip
    FieldSource.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["asset", "field"],
        update_fields=["source", "at", "offered", "offered_at"],
    )  # fmt: skip


def _until(on: dt.date) -> Func:
    lower = Func(F("valid"), function="lower")
    return Func(lower, Value(on), function="daterange", output_field=DateRangeField())


def _leave(assets: Sequence[int], on: dt.date) -> None:
    """End the places of devices on a day; one that began that very day never was."""
    standing = Placement.objects.filter(asset__in=assets, valid__contains=on)
    standing.filter(valid__startswith=on).delete()
    standing.update(valid=_until(on))


def _free(assets: Sequence[int], on: dt.date) -> None:
    """A device that changes school leaves the slot it filled."""
    filling = SlotFilling.objects.filter(asset__in=assets, valid__contains=on)
    filling.filter(valid__startswith=on).delete()
    filling.update(valid=_until(on))


def _entered(one: Intake) -> Act:
    where = f", à {one.school}" if one.school else ""
    return Act("asset.registered", str(one.asset.pk), str(one.asset), f"Inscrit au parc par import{where}.", "4.1")


def _changed(one: Intake) -> Act:
    return Act("asset.imported", str(one.asset.pk), str(one.asset), "Modifié par import.", "", one.changes)


@transaction.atomic
def give_back(pairs: Sequence[tuple[Any, Asset]], *, by: Person | None = None) -> None:
    """Take back what lines gave: new devices leave, known ones get their fields and places again."""
    acts = []
    created = [asset for line, asset in pairs if line.outcome == "creee"]
    rooms = {asset.room_id for line, asset in pairs if line.after.get("new_room") and asset.room_id}
    models = {asset.model_id for line, asset in pairs if line.after.get("new_model")}
    purchases = {asset.purchase_id for _, asset in pairs if asset.purchase_id}
    for line, asset in pairs:
        summary = "Retiré : son import est annulé."
        if asset not in created:
            _restore(asset, line.before, line.after)
            summary = "Rendu comme avant l’import, qui est annulé."
        acts.append(Act("asset.import_undone", str(asset.pk), str(asset), summary))
    Asset.objects.filter(pk__in=[asset.pk for asset in created]).delete()
    kept = [asset.pk for _, asset in pairs if asset not in created]
    FieldSource.objects.filter(asset__in=kept, source=Source.IMPORT, locked=False).delete()
    _tidy(rooms, models, purchases)
    write_many(model=Asset, acts=acts, by=by)


def _restore(asset: Asset, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    fields = {"number": "inventory_number", "ledger": "ledger_number"}
    for name, value in before.items():
        if name == "model":
            asset.model = next(row for row in DeviceModel.objects.all() if str(row) == value)
        elif name == "purchase":
            asset.purchase = None
        elif name not in {"school", "room"}:
            field: Any = Asset._meta.get_field(fields.get(name, name))
            setattr(asset, field.name, field.to_python(value))
    asset.save()
    if "room" in before:
        _replace(asset, before)


def _replace(asset: Asset, before: Mapping[str, Any]) -> None:
    """The place of before, open again."""
    here = asset.placements.filter(valid__endswith=None).first()
    since = here.valid.lower if here else timezone.localdate()
    if here:
        here.delete()
    ended = asset.placements.filter(valid__endswith=since).first()
    if ended:
        ended.valid = DateRange(ended.valid.lower, None)
        ended.save(update_fields=["valid"])
        return
    told = before.get("school")
    school = School.objects.filter(uai=told.split()[0]).first() if told else asset.school
    if school:
        room = Room.objects.filter(school=school, name=before["room"] or "").first()
        Placement(asset=asset, school=school, room=room, valid=DateRange(since, None)).save()


def _tidy(rooms: set[int], models: set[int], purchases: set[int]) -> None:
    """Rooms, models and purchases that the import made and that nothing uses any more."""
    Room.objects.filter(pk__in=rooms, assets=None, placements=None, class_groups=None).delete()
    DeviceModel.objects.filter(pk__in=models, assets=None).delete()
    Purchase.objects.filter(pk__in=purchases, assets=None).delete()
