"""Giving back what an import took in: set-based verbs, each with one journal entry a device."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from lekol.directory.models import Person, Room, School
from lekol.equipment.actions.intake import REPEATED, SIGNED
from lekol.equipment.actions.reopening import reopen
from lekol.equipment.actions.systems import give_back_systems
from lekol.equipment.choices import Source
from lekol.equipment.models import (
    Asset,
    Audit,
    AuditLine,
    DeviceModel,
    FieldSource,
    Installation,
    Machine,
    Placement,
    Purchase,
    SlotFilling,
    StockMovement,
)
from lekol.journal.actions import Act, write_many
from lekol.kit.copying import copy_in, remove, update


@dataclass(frozen=True, slots=True)
class Return:
    """One device an import wrote: `created` by it, or changed; columns, what they said `before` and what the import
    gave (`after`). `model`, `room`, `purchase` are the keys it bears today.
    """

    pk: int
    title: str
    created: bool
    model: int
    room: int | None
    purchase: int | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]


FIELDS = {"number": "inventory_number", "ledger": "ledger_number"}
"""Columns whose field bears another name."""

APART = frozenset({"school", "room", "system"})
"""What a device says without bearing it: these have tables of their own."""


@transaction.atomic
def take_back(returns: Sequence[Return], *, by: Person | None = None) -> None:
    """Take back what a chunk of lines gave: new devices leave, known ones get their fields and places again.

    Raises Kept when a new device was lent, documented, reported or changed of state since, ProtectedError when it
    serves elsewhere in a way that forbids its end, LookupError when a model to give back no longer exists.
    """
    _remove([one.pk for one in returns if one.created])
    titles = _restore([one for one in returns if not one.created])
    _tidy(returns)
    write_many(model=Asset, acts=[_told(one, titles) for one in returns], by=by)


def _told(one: Return, titles: Mapping[int, str]) -> Act:
    summary = "Retiré : son import est annulé." if one.created else "Rendu comme avant l’import, qui est annulé."
    return Act("asset.import_undone", str(one.pk), titles.get(one.pk, one.title), summary)


# New devices

WRITTEN = (Placement, FieldSource, Installation)
"""What an import writes of a new device beside the device, each by its `asset`."""

PASSING = (Machine, Audit, AuditLine, Placement, SlotFilling, StockMovement)
"""What lets a device go: a machine waits for a decision again, a check keeps its words, a required place is vacant."""


class Kept(Exception):
    """People used new devices since their import: a loan, a paper, a contract, a fault would be lost; their numbers."""


def _remove(devices: list[int]) -> None:
    """New devices leave with what the import wrote of them; those used since leave by the rules of each use."""
    if not devices:
        return
    found = _uses_of(devices)
    if kept := {pk for pk, table in found if table not in {model._meta.db_table for model in PASSING}}:
        numbers = (
            Asset.objects.filter(pk__in=kept).order_by("sort_key", "pk").values_list("inventory_number", flat=True)
        )
        raise Kept(*numbers)
    if used := {pk for pk, _ in found}:
        Asset.objects.filter(pk__in=used).delete()
        devices = [pk for pk in devices if pk not in used]
    for model in WRITTEN:
        remove(model, "asset", devices)
    remove(Asset, "pk", devices)


def _uses_of(devices: list[int]) -> list[tuple[int, str]]:
    """(device, table) of the rows, others than the import’s, that speak of these devices; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_uses(), {"devices": devices})
        return list(cursor.fetchall())


@cache
def _uses() -> str:
    """The question of `_uses_of`, over every table that has a key to a device."""
    candidates: list[Any] = Asset._meta.get_fields(include_hidden=True)
    relations = [
        each.field for each in candidates
        if each.auto_created and not each.concrete and (each.one_to_one or each.one_to_many)
    ]  # fmt: skip
    named = {
        (field.model._meta.db_table, field.column)
        for field in relations if not (field.model in WRITTEN and field.name == "asset")
    }  # fmt: skip
    asked = """SELECT "{1}", '{0}' FROM "{0}" WHERE "{1}" = ANY (%(devices)s::bigint[])"""
    return " UNION ".join(asked.format(*names) for names in sorted(named))


# Known devices


def _restore(changed: Sequence[Return]) -> dict[int, str]:
    """Known devices say again what they said before; how each is called then, by its key."""
    if not changed:
        return {}
    assets = Asset.objects.select_related("model").in_bulk([one.pk for one in changed])
    models = _models() if any("model" in one.before for one in changed) else {}
    for one in changed:
        _give_fields(assets[one.pk], one.before, models)
    names = {field for one in changed for field in map(_field, one.before) if field not in APART}
    update(list(assets.values()), [*names, *REPEATED])
    give_back_systems({one.pk: one.before["system"] for one in changed if "system" in one.before})
    _unsign([(one.pk, name) for one in changed for name in (*SIGNED, "system") if name in one.before])
    _put_back({one.pk: one.before for one in changed if "room" in one.before}, assets)
    return {pk: str(asset) for pk, asset in assets.items()}


def _field(column: str) -> str:
    return FIELDS.get(column, column)


def _models() -> dict[str, DeviceModel]:
    return {str(row): row for row in DeviceModel.objects.order_by("-make", "-name")}


def _give_fields(asset: Asset, before: Mapping[str, Any], models: Mapping[str, DeviceModel]) -> None:
    for name, value in before.items():
        if name == "model":
            asset.model = models[value]
        elif name == "purchase":
            asset.purchase = None
        elif name not in APART:
            field: Any = Asset._meta.get_field(_field(name))
            setattr(asset, field.name, field.to_python(value))
    asset.repeat()


def _unsign(fields: Sequence[tuple[int, str]]) -> None:
    """The file no longer is the source of these fields of these devices, unless someone locked them."""
    if not fields:
        return
    ids, names = zip(*fields, strict=True)
    words: dict[str, Any] = {"ids": list(ids), "names": list(names), "source": Source.IMPORT.value}
    with connection.cursor() as cursor:
        cursor.execute(_UNSIGN, words)


_UNSIGN = """
    DELETE FROM equipment_fieldsource signed
    USING unnest(%(ids)s::bigint[], %(names)s::text[]) AS told (id, field)
    WHERE signed.asset_id = told.id AND signed.field = told.field AND signed.source = %(source)s AND NOT signed.locked
"""
_FILL_AGAIN = """
    UPDATE equipment_slotfilling ended SET valid = daterange(lower(ended.valid), NULL)
    FROM unnest(%(ids)s::bigint[], %(days)s::date[]) AS left_on (id, day)
    WHERE ended.asset_id = left_on.id AND upper(ended.valid) = left_on.day AND NOT EXISTS (
        SELECT FROM equipment_slotfilling other
        WHERE (other.slot_id = ended.slot_id OR other.asset_id = ended.asset_id)
            AND other.valid && daterange(left_on.day, NULL)
    )
"""


def _put_back(moved: Mapping[int, Mapping[str, Any]], assets: Mapping[int, Asset]) -> None:
    """The places of before, open again, and the required places they filled."""
    if not moved:
        return
    today = timezone.localdate()
    since, open_again = reopen(Placement, moved, today)
    with connection.cursor() as cursor:
        cursor.execute(_FILL_AGAIN, {"ids": list(since), "days": list(since.values())})
    _stand_again({pk: before for pk, before in moved.items() if pk not in open_again}, assets, since)
    Placement.settle(Asset.objects.filter(pk__in=moved), today)


def _stand_again(
    moved: Mapping[int, Mapping[str, Any]], assets: Mapping[int, Asset], since: Mapping[int, dt.date]
) -> None:
    """The places that the words of before tell, when no row of them is left; none for a device that had none."""
    codes = {told.split()[0] for before in moved.values() if (told := before.get("school"))}
    by_code = dict(School.objects.filter(uai__in=codes).values_list("uai", "pk"))
    schools = {
        pk: by_code.get((before["school"] or " ").split(" ")[0]) if "school" in before else assets[pk].school_id
        for pk, before in moved.items()
    }
    rooms = {
        (room.school_id, room.name): room.pk
        for room in Room.objects.filter(
            school__in={pk for pk in schools.values() if pk},
            name__in={before["room"] or "" for before in moved.values()},
        ).order_by("-pk")
    }
    copy_in(
        Placement,
        ("asset", "school", "room", "valid"),
        (
            (pk, school, rooms.get((school, moved[pk]["room"] or "")), f"[{since[pk]},)")
            for pk, school in schools.items() if school
        ),
    )  # fmt: skip


# What nothing uses any more


def _tidy(returns: Iterable[Return]) -> None:
    """Rooms, models and purchases that the import made and that nothing uses any more."""
    rooms = {one.room for one in returns if one.room and one.after.get("new_room")}
    models = {one.model for one in returns if one.after.get("new_model")}
    purchases = {one.purchase for one in returns if one.purchase}
    if rooms:
        Room.objects.filter(pk__in=rooms, assets=None, placements=None, class_groups=None).delete()
    if models:
        DeviceModel.objects.filter(pk__in=models, assets=None).delete()
    if purchases:
        Purchase.objects.filter(pk__in=purchases, assets=None).delete()
