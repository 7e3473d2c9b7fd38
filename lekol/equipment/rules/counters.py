"""What copiers print: counters never go down, a contract counts pages by the year."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Counter:
    """The counters of a day; `restart` when they were put back to nothing (board replaced)."""

    on: dt.date
    mono: int
    colour: int
    restart: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """Pages of a contract year so far, what is included, and where the year ends at this pace."""

    pages: int
    included: int | None
    expected: int | None

    @property
    def over(self) -> int:
        """Pages beyond what is included, at the end of the year at this pace."""
        return max(0, (self.expected or self.pages) - self.included) if self.included is not None else 0


def fault(readings: Sequence[Counter], new: Counter) -> str:
    """Why a new reading cannot be, or nothing; `readings` in the order of days."""
    before = [row for row in readings if row.on < new.on]
    after = [row for row in readings if row.on > new.on]
    if before and not new.restart and _down(before[-1], new):
        last = before[-1]
        return (
            f"Le relevé du {last.on:%d/%m/%Y} dit {last.mono} en noir et {last.colour} en couleur : un compteur ne "
            "recule pas. S’il a été remis à zéro, cochez la case."
        )
    if after and not after[0].restart and _down(new, after[0]):
        return f"Le relevé du {after[0].on:%d/%m/%Y} compte moins de pages que celui-ci : vérifiez la date."
    return ""


def _down(first: Counter, then: Counter) -> bool:
    return then.mono < first.mono or then.colour < first.colour


def printed(readings: Sequence[Counter], since: dt.date, until: dt.date) -> tuple[int, int]:
    """Pages in black and in colour between two days: sums of the steps between readings, shared by the day."""
    mono = colour = 0.0
    for first, then in pairwise(readings):
        length = (then.on - first.on).days
        inside = (min(then.on, until) - max(first.on, since)).days
        if length <= 0 or inside <= 0:
            continue
        base = Counter(first.on, 0, 0) if then.restart else first
        mono += (then.mono - base.mono) * inside / length
        colour += (then.colour - base.colour) * inside / length
    return round(mono), round(colour)


def contract_year(start: dt.date, today: dt.date) -> tuple[dt.date, dt.date]:
    """The year of a contract in which a day falls: from an anniversary to the next."""
    years = today.year - start.year - ((today.month, today.day) < (start.month, start.day))
    return _anniversary(start, years), _anniversary(start, years + 1)


def _anniversary(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def use(pages: int, included: int | None, year: tuple[dt.date, dt.date], last: dt.date | None) -> Use:
    """What a contract year used, and where it ends if printing goes on as it did until the last reading."""
    days = (last - year[0]).days if last is not None else 0
    expected = round(pages * (year[1] - year[0]).days / days) if days >= 30 else None
    return Use(pages, included, expected)
