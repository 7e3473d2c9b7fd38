"""What is written of an inventory: its parts, its software as rows of a dictionary, its condition. Set by set."""

import datetime as dt
import json
from collections.abc import Collection, Sequence
from typing import Any, cast

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet

from lekol.equipment.models import Condition, Machine, OperatingSystem
from lekol.equipment.rules.health import Health, health_of
from lekol.equipment.rules.inventory import Inventory, Software
from lekol.equipment.rules.software import mark
from lekol.equipment.rules.systems import Release
from lekol.kit.compiled import compiled
from lekol.kit.database.base import DatabaseWrapper

_KNOWN = """
    SELECT title.mark, title.id FROM equipment_softwaretitle title WHERE title.mark = ANY (%s::bigint[])
"""
_LEARN = """
    INSERT INTO equipment_softwaretitle (name, version, publisher)
    SELECT * FROM unnest(%(names)s::text[], %(versions)s::text[], %(publishers)s::text[])
    ON CONFLICT DO NOTHING
"""
_FORGET = "DELETE FROM equipment_installedsoftware WHERE machine_id = %s AND title_id <> ALL (%s::bigint[])"
_INSTALL = """
    INSERT INTO equipment_installedsoftware (machine_id, title_id, installed_on)
    SELECT %s, said.title, said.day FROM unnest(%s::bigint[], %s::date[]) AS said (title, day)
    ON CONFLICT (machine_id, title_id) DO NOTHING
"""


_PARTS = """
    INSERT INTO equipment_section (machine_id, name, rows, changed_at)
    SELECT %(machine)s, said.name, said.rows, %(now)s
    FROM unnest(%(names)s::text[], %(rows)s::jsonb[]) AS said (name, rows)
    ON CONFLICT (machine_id, name) DO UPDATE SET rows = EXCLUDED.rows, changed_at = EXCLUDED.changed_at
"""


def write_sections(
    machine: Machine, inventory: Inventory, moved: Collection[str], now: dt.datetime, *, new: bool
) -> None:
    """Write the parts that moved; those a message leaves out stay as they are."""
    parts = {name: json.dumps(list(content)) for name, content in inventory.parts().items() if name in moved}
    if parts:
        words = {"machine": machine.pk, "now": now, "names": list(parts), "rows": list(parts.values())}
        with cast(DatabaseWrapper, connection).prepared_cursor() as cursor:
            cursor.execute(_PARTS, words)
    if "software" in moved and inventory.software is not None:
        _write_software(machine, inventory.software, new=new)


def _write_software(machine: Machine, software: Collection[Software], *, new: bool) -> None:
    """A few statements whatever the number: find the titles, learn those unknown, forget what left, install the rest.

    Only the words of titles never met travel to the base.
    """
    said = list(software)
    with cast(DatabaseWrapper, connection).prepared_cursor() as cursor:
        known = _titles(cursor, said)
        if unknown := [row for row, title in zip(said, known, strict=True) if title is None]:
            cursor.execute(_LEARN, _words(unknown))
            known = _titles(cursor, said)
        if not new:
            cursor.execute(_FORGET, [machine.pk, known])
        cursor.execute(_INSTALL, [machine.pk, known, [row.installed_on or None for row in said]])


def _titles(cursor: Any, said: Sequence[Software]) -> list[int | None]:
    """The key of each title, None for those never met."""
    marks = [mark(row.name, row.version, row.publisher) for row in said]
    cursor.execute(_KNOWN, [marks])
    found = dict(cursor.fetchall())
    return [found.get(each) for each in marks]


def _words(said: Sequence[Software]) -> dict[str, list[str]]:
    return {
        "names": [row.name for row in said],
        "versions": [row.version for row in said],
        "publishers": [row.publisher for row in said],
    }


def write_health(machine: Machine, inventory: Inventory, moved: Collection[str], today: dt.date) -> Health:
    """Bring the columns pages read up to date, and open a new condition when it changed."""
    stored = None
    if machine.pk and "software" in moved and "antivirus" not in inventory.sections and not inventory.whole:
        stored = machine.sections.filter(name="antivirus").values_list("rows", flat=True).first()
    health = health_of(inventory, stored, today)
    for name, value in health.columns().items():
        setattr(machine, name, value)
    if health.release is not None:
        machine.release = _release(health.release)
    return health


def _release(release: Release) -> OperatingSystem:
    name = release.name[:60]
    known = _system.first(name)
    if known is not None:
        return known
    found, _ = OperatingSystem.objects.get_or_create(name=name, defaults={"supported_until": release.until})
    return found


@compiled(str)
def _system(name: str) -> QuerySet[OperatingSystem]:
    return OperatingSystem.objects.filter(name=name)


def first_condition(health: Health, today: dt.date) -> Condition | None:
    """The condition of a machine that was just met, to be written with it."""
    said = health.condition()
    return Condition(valid=DateRange(today, None), **{"protection": "inconnu", **said}) if said else None


def write_condition(machine: Machine, health: Health, today: dt.date) -> str:
    """A new row when protection or office changed; a sentence that says so, or nothing."""
    said = health.condition()
    if not said:
        return ""
    now = _condition.first(machine.pk, today)
    if now is None:
        Condition.objects.create(machine=machine, valid=DateRange(today, None), **{"protection": "inconnu", **said})
        return ""
    before = {name: getattr(now, name) for name in ("protection", "antivirus", "office")}
    after = {**before, **said}
    if after == before:
        return ""
    _turn(machine, now, after, today)
    if after["protection"] == before["protection"]:
        return ""
    return f"Antivirus : {now.get_protection_display()} → {Condition(**after).get_protection_display()}."


@compiled(int, dt.date)
def _condition(machine: int, day: dt.date) -> QuerySet[Condition]:
    return Condition.objects.filter(machine=machine, valid__contains=day)[:1]


def _turn(machine: Machine, now: Condition, after: dict[str, Any], today: dt.date) -> None:
    """End a condition and open the next; two in one day leave one row."""
    if now.valid.lower == today:
        Condition.objects.filter(pk=now.pk).update(**after)
        return
    Condition.objects.filter(pk=now.pk).update(valid=DateRange(now.valid.lower, today))
    Condition.objects.create(machine=machine, valid=DateRange(today, None), **after)
