"""What a list of software says of protection, of office work and of updates. Tables, read from the top."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any

from lekol.equipment.rules.inventory import Software


class Protection(StrEnum):
    """What is known of a device’s antivirus."""

    ON = "protege"
    STALE = "perime"
    OFF = "arrete"
    UNSURE = "incertain"
    ABSENT = "absent"
    UNKNOWN = "inconnu"


PROTECTION_WORDS: Mapping[str, str] = {
    Protection.ON: "actif et à jour",
    Protection.STALE: "actif, base périmée",
    Protection.OFF: "installé mais arrêté",
    Protection.UNSURE: "installé, fonctionnement inconnu",
    Protection.ABSENT: "aucun antivirus",
    Protection.UNKNOWN: "jamais inventorié",
}
_ORDER = (Protection.ON, Protection.STALE, Protection.UNSURE, Protection.OFF)

ANTIVIRUS = re.compile(
    r"\b(clamav|clamwin|clamtk|avast|avg (?:antivirus|free|internet)|avira|bitdefender|kaspersky|eset|nod32|sophos|"
    r"mcafee|trellix|norton|symantec endpoint|trend micro|f-?secure|withsecure|g ?data|panda (?:dome|endpoint)|"
    r"malwarebytes|sentinelone|crowdstrike|tehtris|harfanglab|microsoft defender|windows defender)\b",
    re.IGNORECASE,
)

OFFICES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^libreoffice(?!.*(?:help|language|sdk))", re.IGNORECASE), "LibreOffice"),
    (re.compile(r"^(?:apache )?openoffice", re.IGNORECASE), "OpenOffice"),
    (re.compile(r"^onlyoffice", re.IGNORECASE), "OnlyOffice"),
    (re.compile(r"^(?:microsoft 365|office 365|microsoft office 365)", re.IGNORECASE), "Microsoft 365"),
    (re.compile(r"^microsoft office(?! (?:.*(?:viewer|proofing|language|click-to-run|shared|mui)))", re.IGNORECASE),
     "Microsoft Office"),
    (re.compile(r"^wps office", re.IGNORECASE), "WPS Office"),
    (re.compile(r"^(?:softmaker|freeoffice)", re.IGNORECASE), "SoftMaker"),
    (re.compile(r"^collabora office", re.IGNORECASE), "Collabora Office"),
    (re.compile(r"^(?:pages|keynote|numbers)$", re.IGNORECASE), "iWork"),
)  # fmt: skip
_YEAR = re.compile(r"\b20(?:0[37]|1[0369]|2[14])\b")
"""The edition of Microsoft Office: from 2016 on, every one says version 16."""

_UPDATE = re.compile(r"\bKB\d{6,7}\b|security update|mise à jour de sécurité|cumulative update", re.IGNORECASE)


@lru_cache(maxsize=16_384)
def _protects(name: str) -> bool:
    """Is it an antivirus? The names of a fleet are few: the patterns are tried once for each."""
    return bool(ANTIVIRUS.search(name))


@lru_cache(maxsize=16_384)
def _suite(name: str) -> str:
    """The office suite a software is, or nothing."""
    suite = next((suite for pattern, suite in OFFICES if pattern.match(name)), "")
    year = _YEAR.search(name) if suite == "Microsoft Office" else None
    return f"{suite} {year[0]}" if year else suite


@lru_cache(maxsize=16_384)
def _updates(name: str) -> bool:
    return bool(_UPDATE.search(name))


def protection(rows: Sequence[Mapping[str, Any]] | None, software: Iterable[Software] | None) -> Protection:
    """The best state among the antivirus reported; « absent » only where somebody looked."""
    if rows:
        states = {_state(row) for row in rows}
        return next(state for state in _ORDER if state in states)
    if any(_protects(row.name) for row in software or ()):
        return Protection.UNSURE
    looked = rows is not None or software is not None
    return Protection.ABSENT if looked else Protection.UNKNOWN


def _state(row: Mapping[str, Any]) -> Protection:
    if row.get("enabled") is False:
        return Protection.OFF
    if row.get("enabled") is None:
        return Protection.UNSURE
    fresh = row.get("up_to_date")
    return Protection.UNSURE if fresh is None else Protection.ON if fresh else Protection.STALE


def antivirus_name(rows: Sequence[Mapping[str, Any]] | None, software: Iterable[Software] | None) -> str:
    """The name of the antivirus that protects best, or of the first one found among software."""
    if rows:
        best = min(rows, key=lambda row: _ORDER.index(_state(row)))
        return str(best.get("name", ""))
    return next((row.name for row in software or () if _protects(row.name)), "")


@lru_cache(maxsize=16_384)
def mark(name: str, version: str, publisher: str) -> int:
    """The words of a title in one number, as the base counts it: what 120 words weigh, 8 bytes say."""
    said = f"{name}\x1f{version}\x1f{publisher}".encode()
    return int.from_bytes(hashlib.md5(said, usedforsecurity=False).digest()[:8], signed=True)


def office(software: Iterable[Software] | None) -> str | None:
    """The office suite and its version, « » when there is none, None when software was not looked at."""
    if software is None:
        return None
    found = next((row for row in software if _suite(row.name)), None)
    return f"{_suite(found.name)} {found.version}".strip()[:80] if found else ""


def updated_on(software: Iterable[Software] | None, today: dt.date) -> dt.date | None:
    """The day of the last update of the system seen among software; of the last package, where packages are all."""
    rows = [row for row in software or () if row.installed_on]
    updates = [row.installed_on for row in rows if _updates(row.name)]
    days = [day for day in map(_day, updates or [row.installed_on for row in rows]) if day and day <= today]
    return max(days, default=None)


@lru_cache(maxsize=4_096)
def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
