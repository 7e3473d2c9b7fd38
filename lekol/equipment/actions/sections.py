"""What is written of an inventory: its parts, its software as rows of a dictionary, its condition. Set by set."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from lekol.equipment.models import Condition, Machine, OperatingSystem, Section
from lekol.equipment.rules.health import Health, health_of
from lekol.equipment.rules.inventory import Inventory, Software
from lekol.equipment.rules.systems import Release

_SAID = """
    FROM unnest(%(names)s::text[], %(versions)s::text[], %(publishers)s::text[], %(days)s::date[])
         AS said (name, version, publisher, day)
"""
_LEARN = f"""
    INSERT INTO equipment_softwaretitle (name, version, publisher)
    SELECT said.name, said.version, said.publisher {_SAID}
    LEFT JOIN equipment_softwaretitle known USING (name, version, publisher)
    WHERE known.id IS NULL
    ON CONFLICT DO NOTHING
"""
_FORGET = f"""
    DELETE FROM equipment_installedsoftware gone USING equipment_softwaretitle title
    WHERE gone.machine_id = %(machine)s AND title.id = gone.title_id AND NOT EXISTS (
        SELECT 1 {_SAID}
        WHERE said.name = title.name AND said.version = title.version AND said.publisher = title.publisher
    )
"""  # noqa: S608
_INSTALL = f"""
    INSERT INTO equipment_installedsoftware (machine_id, title_id, installed_on)
    SELECT %(machine)s, title.id, said.day {_SAID}
    JOIN equipment_softwaretitle title USING (name, version, publisher)
    ON CONFLICT (machine_id, title_id) DO NOTHING
"""


_REPLACED: dict[str, Any] = {
    "update_conflicts": True, "unique_fields": ["machine", "name"], "update_fields": ["rows", "changed_at"]
}  # fmt: skip


def write_sections(
    machine: Machine, inventory: Inventory, moved: Collection[str], now: dt.datetime, *, new: bool
) -> None:
    """Write the parts that moved; those a message leaves out stay as they are."""
    rows = [
        Section(machine=machine, name=name, rows=list(content), changed_at=now)
        for name, content in inventory.parts().items()
        if name in moved
    ]
    if rows:
        again = {} if new else _REPLACED
        Section.objects.bulk_create(rows, **again)
    if "software" in moved and inventory.software is not None:
        _write_software(machine, inventory.software, new=new)


def _write_software(machine: Machine, software: Collection[Software], *, new: bool) -> None:
    """Three statements whatever the number: learn unknown titles, forget what left, install what came."""
    words: dict[str, Any] = {
        "machine": machine.pk,
        "names": [row.name for row in software],
        "versions": [row.version for row in software],
        "publishers": [row.publisher for row in software],
        "days": [row.installed_on or None for row in software],
    }
    with connection.cursor() as cursor:
        cursor.execute(_LEARN, words)
        if not new:
            cursor.execute(_FORGET, words)
        cursor.execute(_INSTALL, words)


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
    found, _ = OperatingSystem.objects.get_or_create(
        name=release.name[:60], defaults={"supported_until": release.until}
    )
    return found


def write_condition(machine: Machine, health: Health, today: dt.date, *, new: bool) -> str:
    """A new row when protection or office changed; a sentence that says so, or nothing."""
    said = health.condition()
    if not said:
        return ""
    now = None if new else machine.conditions.filter(valid__contains=today).first()
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


def _turn(machine: Machine, now: Condition, after: dict[str, Any], today: dt.date) -> None:
    """End a condition and open the next; two in one day leave one row."""
    if now.valid.lower == today:
        Condition.objects.filter(pk=now.pk).update(**after)
        return
    Condition.objects.filter(pk=now.pk).update(valid=DateRange(now.valid.lower, today))
    Condition.objects.create(machine=machine, valid=DateRange(today, None), **after)
