"""School years. Their bounds are data of each académie: in La Réunion the year starts in mid-August."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class YearStart:
    """The day and month from which a date belongs to the new school year."""

    month: int
    day: int


REUNION = YearStart(8, 10)
MAINLAND = YearStart(8, 25)


def school_year_of(day: dt.date, start: YearStart = REUNION) -> int:
    """The calendar year in which the school year of that day began (2026 for « 2026-2027 »)."""
    return day.year if (day.month, day.day) >= (start.month, start.day) else day.year - 1


def bounds(year: int, start: YearStart = REUNION) -> tuple[dt.date, dt.date]:
    """First and last day of the school year that began in `year`, both inclusive."""
    first = dt.date(year, start.month, start.day)
    return first, dt.date(year + 1, start.month, start.day) - dt.timedelta(days=1)


def label(year: int) -> str:
    """« 2026-2027 »."""
    return f"{year}-{year + 1}"
