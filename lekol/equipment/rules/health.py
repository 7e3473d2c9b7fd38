"""How a device is, from what was just said of it. What was not said stays as it was known."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lekol.equipment.rules import software as read
from lekol.equipment.rules.inventory import Inventory, Nature, Row
from lekol.equipment.rules.systems import Release, recognise

LOW_SPACE = 10
"""Percent of free space on the system volume under which a post slows down and updates fail."""

WORN_BATTERY = 60
"""Percent of its capacity under which a battery is to be replaced."""

SEEN_WITHIN = 60
"""Days without a contact after which a post is looked for: two months, so that summer holidays alone do not tell."""

UPDATED_WITHIN = 60
"""Days after which a post that receives no update is late: makers correct every month."""

_BAD_DISK = ("fail", "bad", "pred", "caution", "défaut")
_SYSTEM_MOUNTS = frozenset({"/", "c:", "c:\\", "stockage", "/data", "/system"})


@dataclass(frozen=True, slots=True)
class Health:
    """What was said: a field is None when it was not looked at."""

    release: Release | None = None
    free_percent: int | None = None
    battery_percent: int | None = None
    failing_disk: bool | None = None
    updated_on: dt.date | None = None
    protection: read.Protection | None = None
    antivirus: str = ""
    office: str | None = None

    def columns(self) -> Mapping[str, Any]:
        """The machine’s own columns to bring up to date."""
        names = ("free_percent", "battery_percent", "failing_disk", "updated_on")
        return {name: value for name in names if (value := getattr(self, name)) is not None}

    def condition(self) -> dict[str, str]:
        """The dated part: protection and office."""
        found: dict[str, str] = {}
        if self.protection is not None:
            found |= {"protection": str(self.protection), "antivirus": self.antivirus[:120]}
        if self.office is not None:
            found["office"] = self.office
        return found


def health_of(inventory: Inventory, antivirus: Sequence[Row] | None, today: dt.date) -> Health:
    """The health an inventory tells; `antivirus` is what is already known when it brings software alone."""
    parts, posts = inventory.parts(), inventory.nature is Nature.COMPUTER
    rows = parts.get("antivirus", antivirus)
    shield = read.protection(rows, inventory.software) if posts else read.Protection.UNKNOWN
    known = shield is not read.Protection.UNKNOWN
    return Health(
        release=recognise(inventory.system) if inventory.system else None,
        free_percent=_free(parts["volumes"]) if "volumes" in parts else None,
        battery_percent=_battery(parts.get("batteries", ())),
        failing_disk=any(_bad(row) for row in parts["disks"]) if "disks" in parts else None,
        updated_on=read.updated_on(inventory.software, today),
        protection=shield if known else None,
        antivirus=read.antivirus_name(rows, inventory.software) if known else "",
        office=read.office(inventory.software) if posts else None,
    )


def _free(volumes: Sequence[Row]) -> int | None:
    """Free space of the system volume; of the fullest one when none is said to be it."""
    sized = [row for row in volumes if row.get("total_mb") and row.get("free_mb") is not None]
    system = [row for row in sized if _holds_system(row)]
    shares = [row["free_mb"] * 100 // row["total_mb"] for row in system or sized]
    return min(shares, default=None)


def _holds_system(row: Row) -> bool:
    names = (str(row.get("mount", "")).lower(), str(row.get("name", "")).lower())
    return row.get("system") is True or bool(_SYSTEM_MOUNTS.intersection(names))


def _battery(batteries: Sequence[Row]) -> int | None:
    """Capacity left against the first day’s; None when the battery does not say both."""
    shares = [
        min(100, row["real_capacity"] * 100 // row["capacity"])
        for row in batteries
        if row.get("capacity") and row.get("real_capacity") is not None
    ]
    return min(shares, default=None)


def _bad(row: Row) -> bool:
    return any(word in str(row.get("health", "")).lower() for word in _BAD_DISK)
