"""Which release of which system an agent speaks of, and until when its maker corrects it. Dates are data."""

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from lekol.equipment.rules.inventory import System

_LONG = re.compile(r"\b(?:ltsc|ltsb|iot)\b", re.IGNORECASE)
_SCHOOL = re.compile(r"entreprise|enterprise|[eé]ducation", re.IGNORECASE)
_BUILD = re.compile(r"10\.0\.(\d{5})")


@dataclass(frozen=True, slots=True)
class Release:
    """A release as pages name it, and the last day of its security updates; None when nobody says."""

    name: str
    until: dt.date | None = None
    estimated: bool = False


@cache
def calendar() -> dict[str, Any]:
    """The dated file, read once."""
    return tomllib.loads((resources.files(__package__) / "systems.toml").read_text(encoding="utf-8"))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Release], ...]:
    rows = calendar()["release"]
    return tuple(
        (re.compile(row["match"], re.IGNORECASE), Release(row["name"], row["until"], row.get("estimated", False)))
        for row in rows
    )


@cache
def _builds() -> dict[int, dict[str, Any]]:
    return {row["build"]: row for row in calendar()["windows"]}


@cache
def dates() -> dict[str, dt.date | None]:
    """The last day of each release the calendar names, by its name as pages say it."""
    found = {release.name: release.until for _, release in _patterns()}
    for row in _builds().values():
        name = f"{row['name']} {row['version']}"
        found[name] = row["school"]
        if row["home"] != row["school"]:
            found[f"{name} Famille et Pro"] = row["home"]
        if "long" in row:
            found[f"{name} LTSC"] = row["long"]
    return found


@lru_cache(maxsize=2048)
def recognise(system: System) -> Release | None:
    """The release of a system; its own words, without a date, when the calendar does not know it."""
    said = " ".join(filter(None, (system.full_name, system.name, system.version)))
    if not said:
        return None
    if "windows" in said.lower() and "server" not in said.lower() and (found := _windows(system, said)):
        return found
    first = (release for pattern, release in _patterns() if pattern.search(said))
    return next(first, None) or Release(_short(system))


def _windows(system: System, said: str) -> Release | None:
    """Windows 10 and 11 by their build; the edition decides of the date, and is named when it does."""
    found = _BUILD.search(f"{system.kernel} {system.version} {system.full_name}")
    row = _builds().get(int(found[1])) if found else _by_version(said)
    if row is None:
        return None
    name = f"{row['name']} {row['version']}"
    if _LONG.search(said) and "long" in row:
        return Release(f"{name} LTSC", row["long"])
    if row["home"] == row["school"] or _SCHOOL.search(said):
        return Release(name, row["school"])
    return Release(f"{name} Famille et Pro", row["home"])


def _by_version(said: str) -> dict[str, Any] | None:
    rows = (row for row in _builds().values() if row["name"].lower() in said.lower() and row["version"] in said)
    return next(rows, None)


def _short(system: System) -> str:
    name = system.full_name or f"{system.name} {system.version}".strip()
    return name[:60]


def is_windows(system: System | None) -> bool:
    """Does it run Windows?"""
    return system is not None and "windows" in f"{system.full_name} {system.name}".lower()
