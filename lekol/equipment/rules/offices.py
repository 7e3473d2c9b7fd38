"""Which office suites are still corrected on a day. Dates are data; what the calendar does not know is said unknown."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any


class Support(StrEnum):
    """What is known of the suite of a post."""

    KEPT = "suivie"
    ENDED = "perimee"
    UNKNOWN = "inconnue"
    ABSENT = "absente"


SUPPORT_WORDS = {
    Support.KEPT: "suivie par son éditeur",
    Support.ENDED: "plus corrigée",
    Support.UNKNOWN: "suivi inconnu",
    Support.ABSENT: "aucune suite",
}


@dataclass(frozen=True, slots=True)
class Suite:
    """A version by the beginning of its name, and its last day; without one, it is corrected without end.

    `over_after`: its own last day is written nowhere, but it had come at the latest that day.
    """

    begins: str
    until: dt.date | None = None
    over_after: dt.date | None = None

    def on(self, day: dt.date) -> Support:
        """Corrected that day, no longer, or nobody knows."""
        if self.over_after is not None:
            return Support.ENDED if day > self.over_after else Support.UNKNOWN
        return Support.KEPT if self.until is None or day <= self.until else Support.ENDED


@cache
def calendar() -> dict[str, Any]:
    """The dated file, read once."""
    return tomllib.loads((resources.files(__package__) / "offices.toml").read_text(encoding="utf-8"))


@cache
def suites() -> tuple[Suite, ...]:
    """Every version of the calendar."""
    return tuple(Suite(row["begins"], row.get("until"), row.get("over_after")) for row in calendar()["suite"])


def suite_of(office: str) -> Suite | None:
    """The version an inventory names; None when the calendar does not know it."""
    return next((suite for suite in suites() if office.startswith(suite.begins)), None)


def support_of(office: str, on: dt.date) -> Support:
    """Was the suite corrected that day? Empty is no suite at all."""
    if not office:
        return Support.ABSENT
    suite = suite_of(office)
    return Support.UNKNOWN if suite is None else suite.on(on)


def kept_on(day: dt.date) -> tuple[str, ...]:
    """How the names of the suites corrected that day begin."""
    return tuple(suite.begins for suite in suites() if suite.on(day) is Support.KEPT)
