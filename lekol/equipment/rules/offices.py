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
    """A version by the beginning of its name, and its last day; None when it is corrected without end."""

    begins: str
    until: dt.date | None = None

    def kept_on(self, day: dt.date) -> bool:
        return self.until is None or day <= self.until


@cache
def calendar() -> dict[str, Any]:
    """The dated file, read once."""
    return tomllib.loads((resources.files(__package__) / "offices.toml").read_text(encoding="utf-8"))


@cache
def suites() -> tuple[Suite, ...]:
    """Every version of the calendar."""
    return tuple(Suite(row["begins"], row.get("until")) for row in calendar()["suite"])


def suite_of(office: str) -> Suite | None:
    """The version an inventory names; None when the calendar does not know it."""
    return next((suite for suite in suites() if office.startswith(suite.begins)), None)


def support_of(office: str, on: dt.date) -> Support:
    """Was the suite corrected that day? Empty is no suite at all."""
    if not office:
        return Support.ABSENT
    suite = suite_of(office)
    if suite is None:
        return Support.UNKNOWN
    return Support.KEPT if suite.kept_on(on) else Support.ENDED


def kept_on(day: dt.date) -> tuple[str, ...]:
    """How the names of the suites corrected that day begin."""
    return tuple(suite.begins for suite in suites() if suite.kept_on(day))
