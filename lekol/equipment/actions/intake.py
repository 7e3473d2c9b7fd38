"""Taking many devices in at once: set-based verbs, each with one journal entry a device; `taking_back` undoes them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from lekol.directory.models import Building, Floor, Person, Room, School
from lekol.equipment.actions.systems import run_systems, until
from lekol.equipment.choices import Source
from lekol.equipment.models import Asset, DeviceModel, FieldSource, Placement, Purchase, SlotFilling, Supplier
from lekol.equipment.rules import keys
from lekol.equipment.rules.intake import room_key
from lekol.equipment.rules.systems import Release
from lekol.journal.actions import Act, write_many
from lekol.kit.copying import copy_in, numbers, update
from lekol.pact.names import sort_key

BUILDING = "Bâtiment principal"
"""Where a room goes when a file names it and the school has no building yet."""

SIGNED = ("serial", "model")
"""Fields of a device that several sources write and that a file may tell."""

REPEATED = ("kind", "sort_key", "serial_key", "search")


@dataclass(slots=True)
class Intake:
    """One device to take in: `asset` when it is known, else the `fields` of a new one; its model, its commune, where
    it goes (nowhere when `school` is None), on which purchase. `known` names the fields a known one changes.
    """

    asset: Asset | None
    fields: dict[str, Any]
    model: DeviceModel
    commune: int
    school: School | None
    room: Room | None
    room_name: str
    since: dt.date
    purchase: dict[str, str]
    changes: dict[str, list[Any]]
    known: tuple[str, ...] = ()
    system: Release | None = None
    order: Purchase | None = None
    """The purchase found or made from its words."""

    pk: int = 0
    """The key of the device, once it has one."""


@transaction.atomic
def take_in(intakes: Sequence[Intake], *, by: Person | None = None) -> Sequence[Room]:
    """Write a chunk of devices with their places, purchases, new rooms and models; a constant number of statements.

    Answers the rooms that were made.
    """
    _models(intakes)
    rooms = _rooms(intakes)
    _purchases(intakes)
    new = [one for one in intakes if one.asset is None]
    known = [(one.asset, one) for one in intakes if one.asset is not None]
    entered = _enter(new)
    _change(known)
    told = {one.pk: one.system for one in intakes if one.system}
    run_systems(told, timezone.localdate())
    _sign(known, [one.pk for one in new if one.system])
    write_many(model=Asset, acts=[*entered, *(_changed(asset, one) for asset, one in known)], by=by)
    return rooms


def _models(intakes: Iterable[Intake]) -> None:
    """Models the files were first to name."""
    wanted = {id(one.model): one.model for one in intakes if one.model.pk is None}
    DeviceModel.objects.bulk_create(wanted.values())


def _rooms(intakes: Iterable[Intake]) -> Sequence[Room]:
    """Rooms the files were first to name, on the ground floor of the school’s first building."""
    lacking = [one for one in intakes if one.school and one.room_name and one.room is None]
    if not lacking:
        return ()
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
    return list(made.values())


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
    communes = {one.commune for one in told}
    suppliers = _suppliers(told, communes)
    known = {_order(row): row for row in Purchase.objects.filter(commune__in=communes)}
    for one in told:
        references = {name: one.purchase[name] for name in ("market", "order_number", "invoice")}
        order = (one.commune, references["market"], "", references["order_number"], references["invoice"])
        if order not in known:
            supplier = suppliers.get((one.commune, one.purchase["supplier"]))
            programme = one.purchase["programme"]
            known[order] = Purchase.objects.create(
                commune_id=order[0], supplier=supplier, programme=programme, **references
            )
        one.order = known[order]


def _order(row: Purchase) -> tuple[Any, ...]:
    references = (row.market, row.lot, row.order_number, row.invoice)
    return (row.commune_id, *references)


def _suppliers(told: Sequence[Intake], communes: set[int]) -> dict[tuple[int, str], Supplier]:
    found = {(row.commune_id, row.name): row for row in Supplier.objects.filter(commune__in=communes)}
    wanted = {(one.commune, one.purchase["supplier"]) for one in told if one.purchase["supplier"]} - set(found)
    made = Supplier.objects.bulk_create(Supplier(commune_id=commune, name=name) for commune, name in sorted(wanted))
    return found | {(row.commune_id, row.name): row for row in made}


COLUMNS = (
    "id", "inventory_number", "ledger_number", "serial", "name", "model", "commune", "kind", "status", "origin",
    "store", "purchase", "cost", "reused", "acquired_on", "warranty_until", "retired_on", "note", "school", "room",
    "sort_key", "serial_key", "search", "extra",
)  # fmt: skip
"""What is written of a new device; the other fields are empty until someone fills them."""

_STAND = """
    INSERT INTO equipment_placement (asset_id, school_id, room_id, valid)
    SELECT asset.id, asset.school_id, asset.room_id, daterange(said.since, NULL)
    FROM unnest(%(ids)s::bigint[], %(days)s::date[]) AS said (id, since)
    JOIN equipment_asset asset ON asset.id = said.id
    WHERE asset.school_id IS NOT NULL
"""
_TELL = """
    INSERT INTO equipment_fieldsource (asset_id, field, source, at, locked, offered)
    SELECT asset.id, told.field, %(source)s, %(at)s, false, ''
    FROM equipment_asset asset CROSS JOIN unnest(%(fields)s::text[]) AS told (field)
    WHERE asset.id = ANY (%(ids)s::bigint[]) AND (told.field <> 'serial' OR asset.serial <> '')
"""


def _enter(new: Sequence[Intake]) -> list[Act]:
    """New devices by COPY; their places and what the file told of them follow, set by set. Answers their entries."""
    if not new:
        return []
    ids = list(numbers(Asset, len(new)))
    for pk, one in zip(ids, new, strict=True):
        one.pk = pk
    copy_in(Asset, COLUMNS, map(_row, ids, new))
    with connection.cursor() as cursor:
        cursor.execute(_STAND, {"ids": ids, "days": [one.since for one in new]})
        cursor.execute(_TELL, {"ids": ids, "fields": list(SIGNED), "source": Source.IMPORT.value, "at": timezone.now()})
    return list(map(_entered, ids, new))


def _row(pk: int, one: Intake) -> tuple[Any, ...]:
    """A new device as COPY takes it, in the order of COLUMNS."""
    fields, school = one.fields, one.school
    number, serial = fields["inventory_number"], fields["serial"]
    name, ledger = fields.get("name", ""), fields.get("ledger_number", "")
    return (
        pk, number, ledger, serial, name, one.model.pk, one.commune, one.model.kind, fields["status"],
        fields["origin"], fields["store"], one.order and one.order.pk, fields.get("cost"), fields.get("reused", False),
        fields.get("acquired_on"), fields.get("warranty_until"), fields.get("retired_on"), fields.get("note", ""),
        school and school.pk, one.room and one.room.pk, keys.natural(number), keys.compact(serial),
        keys.search_text(number, serial, name, ledger), "{}",
    )  # fmt: skip


def _change(known: Sequence[tuple[Asset, Intake]]) -> None:
    """Known devices: their fields, then their places."""
    if not known:
        return
    for asset, one in known:
        one.pk = asset.pk
        asset.model = one.model
        if one.order:
            asset.purchase = one.order
        asset.repeat()
    moved = [(asset, one) for asset, one in known if one.school]
    if moved:
        today = moved[0][1].since
        _leave([asset.pk for asset, _ in moved], today)
        _free([asset.pk for asset, one in moved if one.school.pk != asset.school_id], today)  # type: ignore[union-attr]
        _stand(moved)
    for asset, one in moved:
        asset.school, asset.room = one.school, one.room
    fields = {field for _, one in known for field in one.known if field != "system"} | (
        {"purchase"} if any(one.order for _, one in known) else set()
    )
    update([asset for asset, _ in known], [*fields, "school", "room", *REPEATED])


def _stand(moved: Iterable[tuple[Asset, Intake]]) -> None:
    """Each device in its school from its day on."""
    copy_in(
        Placement,
        ("asset", "school", "room", "valid"),
        ((asset.pk, one.school.pk, one.room and one.room.pk, f"[{one.since},)") for asset, one in moved if one.school),
    )


def _sign(known: Sequence[tuple[Asset, Intake]], running: Sequence[int]) -> None:
    """Remember that a file told these fields: agents and people see from whom they come.

    `running` are the keys of new devices whose system was told.
    """
    now = timezone.now()
    rows = [
        FieldSource(asset=asset, field=name, source=Source.IMPORT, at=now)
        for asset, one in known for name in (*SIGNED, "system") if name in one.known
    ]  # fmt: skip
    rows += [FieldSource(asset_id=pk, field="system", source=Source.IMPORT, at=now) for pk in running]
    FieldSource.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["asset", "field"],
        update_fields=["source", "at", "offered", "offered_at"],
    )  # fmt: skip


def _leave(assets: Sequence[int], on: dt.date) -> None:
    """End the places of devices on a day; one that began that very day never was."""
    standing = Placement.objects.filter(asset__in=assets, valid__contains=on)
    standing.filter(valid__startswith=on).delete()
    standing.update(valid=until(on))


def _free(assets: Sequence[int], on: dt.date) -> None:
    """A device that changes school leaves the slot it filled."""
    filling = SlotFilling.objects.filter(asset__in=assets, valid__contains=on)
    filling.filter(valid__startswith=on).delete()
    filling.update(valid=until(on))


def _entered(pk: int, one: Intake) -> Act:
    where = f", à {one.school}" if one.school else ""
    title = f"{one.model}, {one.fields['inventory_number']}"
    return Act("asset.registered", str(pk), title, f"Inscrit au parc par import{where}.", "4.1")


def _changed(asset: Asset, one: Intake) -> Act:
    return Act("asset.imported", str(asset.pk), str(asset), "Modifié par import.", "", one.changes)
