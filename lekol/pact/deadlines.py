"""Dated duties, announced by each app's `deadlines.py`, read by the calendar of whoever must meet them.

A kind of deadline answers, for a reader and a span of days, what falls due within what that reader may see.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple


class Deadline(NamedTuple):
    """Something due on a day. `ref` is stable and unique within its kind: a calendar updates, it does not repeat."""

    day: dt.date
    title: str
    detail: str
    url: str
    ref: str
    clause: str = ""


Find = Callable[[Any, dt.date, dt.date], Iterable[Deadline]]
LIMIT = 200
"""Of one kind, at most: a calendar of thousands of lines is read by nobody."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of deadline. `find(person, since, until)` keeps both days, and takes one query, two at most."""

    key: str
    label: str
    icon: str
    find: Find


_announced: dict[str, Kind] = {}


def deadline(key: str, *, label: str, icon: str = "horloge") -> Callable[[Find], Find]:
    """Announce a kind of deadline under « app.word »."""

    def announce(find: Find) -> Find:
        if key in _announced:
            raise ValueError(f"L’échéance « {key} » est annoncée deux fois.")
        _announced[key] = Kind(key, label, icon, find)
        return find

    return announce


def kinds() -> list[Kind]:
    """Every announced kind, by label."""
    return sorted(_announced.values(), key=lambda kind: kind.label)
