"""By when: the delays of the protocol (4.4), a first-match table read from the pack, and its opening hours."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from lekol.pact.routing import NATURES

IMPACTS = ("ecole", "classe", "poste")
"""Who is stopped: the whole school, a class or the direction, one post."""
DAYS = ("ecole", "ouvres")
"""Days of school, or working days."""


@dataclass(frozen=True, slots=True)
class Delay:
    """A row of the delays. An empty tuple means « whatever »; hours are opening hours."""

    respond_hours: int
    solve_days: int
    clause: str
    days: str = "ecole"
    natures: tuple[str, ...] = ()
    impacts: tuple[str, ...] = ()
    desks: tuple[str, ...] = ()

    def fits(self, nature: str, impact: str, desk: str) -> bool:
        return (
            (not self.natures or nature in self.natures)
            and (not self.impacts or impact in self.impacts)
            and (not self.desks or desk in self.desks)
        )


@dataclass(frozen=True, slots=True)
class Protocol:
    """How incidents are followed: opening hours, delays, when a solved one closes by itself, when to warn."""

    delays: tuple[Delay, ...]
    opens: dt.time = dt.time(7, 30)
    closes: dt.time = dt.time(16, 30)
    confirm_days: int = 5
    warn_percent: int = 75

    def delay(self, nature: str, impact: str, desk: str) -> Delay:
        """The first row that fits; the last one of a sound table takes everything."""
        return next(row for row in self.delays if row.fits(nature, impact, desk))


def every_case(desks: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """The whole product of what decides a delay."""
    yield from product(NATURES, IMPACTS, desks)


def protocol_of(data: Mapping[str, Any]) -> Protocol:
    """The protocol a pack writes under `[protocol]`, or the house’s own when it says nothing."""
    if not data.get("delays"):
        return HOUSE
    rows = tuple(_delay(row) for row in data["delays"])
    last = () if not (rows[-1].natures or rows[-1].impacts or rows[-1].desks) else HOUSE.delays
    return Protocol(
        (*rows, *last),
        _hour(data.get("opens"), HOUSE.opens),
        _hour(data.get("closes"), HOUSE.closes),
        int(data.get("confirm_days", HOUSE.confirm_days)),
        int(data.get("warn_percent", HOUSE.warn_percent)),
    )


def _delay(row: Mapping[str, Any]) -> Delay:
    lists = {key: tuple(row.get(key, ())) for key in ("natures", "impacts", "desks")}
    return Delay(int(row["respond_hours"]), int(row["solve_days"]), row["clause"], row.get("days", "ecole"), **lists)


def _hour(text: str | None, default: dt.time) -> dt.time:
    return dt.time.fromisoformat(text) if text else default


HOUSE = Protocol((Delay(4, 5, "4.4"),))
"""What holds where a convention says nothing: seen in half a day, solved in five days of school."""
