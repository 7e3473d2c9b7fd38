"""Values as agents write them, cleaned: what cannot be true is left out and said, never a failure."""

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

Raw = Mapping[str, Any]

MOST_WARNINGS = 40
LONGEST = 200
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?$")
_LEADING = re.compile(r"\s*(-?\d+(?:[.,]\d+)?)")
_SPACES = re.compile(r"[\x00-\x20\x7f\u00a0]+")
_MAC = re.compile(r"(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}")
_YES = {"1", "true", "yes", "oui", "on", "enabled"}
_NO = {"0", "false", "no", "non", "off", "disabled"}
EARLIEST, LATEST = dt.date(1985, 1, 1), dt.date(2100, 1, 1)


class Notes:
    """What was left out, in French, at most forty of them."""

    def __init__(self) -> None:
        self.rows: list[str] = []

    def add(self, sentence: str) -> None:
        if len(self.rows) < MOST_WARNINGS and sentence not in self.rows:
            self.rows.append(sentence[:LONGEST])


def text(value: Any, longest: int = LONGEST) -> str:
    """A word of one line that any base can hold; nothing for what is no word."""
    if isinstance(value, str):
        found = value
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        found = str(value)
    else:
        return ""
    if not found.isascii():
        found = found.encode("utf-8", "ignore").decode()
    if not found.isprintable() or found[:1] == " " or found[-1:] == " " or "  " in found:
        found = _SPACES.sub(" ", found).strip()
    return found[:longest]


def whole(value: Any, name: str, notes: Notes, most: int = 10**9) -> int | None:
    """A count or a size, also written « 1333 MHz »; None, and said, when it is absurd."""
    if value is None or value == "" or isinstance(value, bool):
        return None
    number = _number(value)
    if number is None:
        notes.add(f"{name} : « {text(value, 40)} » n’est pas un nombre, laissé de côté.")
        return None
    if not 0 <= number <= most:
        notes.add(f"{name} : {text(str(value), 40)} est impossible, laissé de côté.")
        return None
    return int(number)


def _number(value: Any) -> float | None:
    if isinstance(value, (int, float)):
        return None if isinstance(value, float) and not math.isfinite(value) else value
    found = _LEADING.match(value[:40]) if isinstance(value, str) else None
    return float(found[1].replace(",", ".")) if found else None


def day(value: Any, name: str, notes: Notes) -> str:
    """A date as 2026-11-28; empty, and said, when no calendar has it."""
    word = text(value, 40)
    if not word or word.startswith("0000") or word.upper() == "N/A":
        return ""
    found = _parts(word)
    try:
        made = dt.date(*found) if found else None
    except ValueError:
        made = None
    if made is None or not EARLIEST <= made <= LATEST:
        notes.add(f"{name} : la date « {word} » est impossible, laissée de côté.")
        return ""
    return made.isoformat()


def _parts(word: str) -> tuple[int, int, int] | None:
    if found := _DATE.match(word) or _COMPACT.match(word):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _AMERICAN.match(word):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        return (year, second, first) if first > 12 else (year, first, second)
    return None


def flag(value: Any) -> bool | None:
    """Yes, no, or nobody said."""
    if isinstance(value, bool):
        return value
    word = text(value, 12).lower()
    return True if word in _YES else False if word in _NO else None


def mac(value: Any, notes: Notes) -> str:
    """A network address as aa:bb:cc:dd:ee:ff; a bad one is said and left out."""
    word = text(value, 40)
    if not word:
        return ""
    plain = word.replace("-", ":").lower()
    if not _MAC.fullmatch(word) and re.fullmatch(r"[0-9a-fA-F]{12}", word):
        plain = ":".join(word[at : at + 2] for at in range(0, 12, 2)).lower()
    if not _MAC.fullmatch(plain):
        notes.add(f"Adresse réseau « {word} » illisible, laissée de côté.")
        return ""
    return plain


def table(raw: Raw, name: str) -> Raw:
    """A part that should be one table; the first one of a list; empty otherwise."""
    found = raw.get(name)
    if isinstance(found, list):
        found = next((row for row in found if isinstance(row, Mapping)), None)
    return found if isinstance(found, Mapping) else {}


def rows(raw: Raw, name: str, notes: Notes, most: int = 512) -> Iterator[Raw]:
    """The tables of a part, one or several; what is beyond a sane number is said and left out."""
    found = raw.get(name)
    found = [found] if isinstance(found, Mapping) else found
    if not isinstance(found, list):
        return
    if len(found) > most:
        notes.add(f"{name} : {len(found)} lignes, seules les {most} premières sont gardées.")
    yield from (row for row in found[:most] if isinstance(row, Mapping))


def kept(**values: Any) -> dict[str, Any]:
    """The values that say something."""
    return {name: value for name, value in values.items() if value is not None and value != ""}
