"""The text as it stands on a day: what was signed, then each avenant in the order it takes effect."""

import datetime as dt
import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from lekol.agreement.rules.parts import AmendmentText
from lekol.agreement.rules.spans import in_order

PLAIN = ("title", "wording", "condition", "nature")
TARGET = {"ratio": "target_ratio", "number": "target_value", "unit": "target_unit", "on": "target_on"}
_WORD = re.compile(r"\S+|\s+")


class Revision(NamedTuple):
    """What an avenant makes of a clause, or of an article, from a day."""

    since: dt.date
    number: int
    words: dict[str, Any]


class Piece(NamedTuple):
    """A piece of a comparison: « = » kept, « - » struck out, « + » new."""

    sign: str
    text: str


def revisions_of(
    amendments: Iterable[AmendmentText], *, clause: str = "", article: str = "", days: Mapping[str, dt.date | None]
) -> list[Revision]:
    """What avenants replace in a clause or in an article, in order. `days` gives « terme » and the horizons."""
    return [
        Revision(row.from_day, row.number, columns(change.words, days))
        for row in in_order(amendments)
        for change in row.changes
        if change.does == "remplace" and (change.clause, change.article) == (clause, article)
    ]


def columns(words: Mapping[str, Any], days: Mapping[str, dt.date | None]) -> dict[str, Any]:
    """The words of a change under the names of the columns that keep them, dates in their ISO form."""
    found = {key: words[key] for key in PLAIN if key in words}
    target = words.get("target")
    if target is not None:
        found |= {column: target.get(key) for key, column in TARGET.items()}
        found["target_unit"] = found["target_unit"] or ""
        found["target_on"] = _iso(target_day(target, days))
    return found


def target_day(target: Mapping[str, Any], days: Mapping[str, dt.date | None]) -> Any:
    """The day a target falls due: a date, that of the term, or that of an horizon."""
    named = target.get("horizon") or (target.get("on") if target.get("on") == "terme" else None)
    return days.get(named) if named else target.get("on")


def _iso(day: Any) -> str | None:
    return day.isoformat() if isinstance(day, dt.date) else day


def on_day(words: Mapping[str, Any], revisions: Iterable[Mapping[str, Any]], day: dt.date) -> dict[str, Any]:
    """The words of a clause on a day: the first ones, then what each revision in effect replaces."""
    found = dict(words)
    for revision in revisions:
        if dt.date.fromisoformat(revision["since"]) <= day:
            found |= revision["words"]
    return found


def compared(before: str, after: str) -> list[Piece]:
    """Two texts word by word, in reading order."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    found: list[Piece] = []
    for kind, first, last, start, end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece("=", "".join(old[first:last])))
            continue
        found += [Piece("-", "".join(old[first:last]))] if last > first else []
        found += [Piece("+", "".join(new[start:end]))] if end > start else []
    return found
