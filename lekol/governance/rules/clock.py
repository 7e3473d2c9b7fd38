"""The duty clock: « au moins une fois par an ». A year of the agreement is a school year (article 8).

Pure: days in, a standing out; enumerated by the tests around leap days, ends of month and turns of the year.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from lekol.pact.calendars import REUNION, YearStart, bounds, label, school_year_of
from lekol.pact.dates import long_date

KEPT, PLANNED, TO_CONVENE, URGENT, LATE, FREE = "tenue", "prevue", "a_convoquer", "urgente", "manquee", "libre"
LEAST = 183  # days: a school year the agreement covers for less than half owes no meeting
NOTICE = 15  # days usually given between a convocation and its meeting
WARNINGS = (120, 60, 30, NOTICE)  # days before the end of the year at which the secretaries are reminded


@dataclass(frozen=True, slots=True)
class Duty:
    """So many meetings a school year, while the agreement runs (both days inclusive; no last day when open)."""

    minimum: int
    starts_on: dt.date
    ends_on: dt.date | None = None
    year_start: YearStart = REUNION


@dataclass(frozen=True, slots=True)
class Period:
    """A school year as far as the agreement covers it; both days inclusive."""

    year: int
    first: dt.date
    last: dt.date

    @property
    def name(self) -> str:
        return label(self.year)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def holds(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the duty of one school year stands, and the sentence shown."""

    period: Period
    state: str
    held: int
    planned: int
    minimum: int
    sentence: str

    @property
    def lacking(self) -> int:
        """Meetings neither held nor planned."""
        return max(0, self.minimum - self.held - self.planned)


def period_of(duty: Duty, day: dt.date) -> Period | None:
    """The school year of a day, within the agreement; None out of its term."""
    return period(duty, school_year_of(day, duty.year_start)) if _covers(duty, day) else None


def period(duty: Duty, year: int) -> Period | None:
    """A school year as far as the agreement covers it; None when it covers none of it."""
    first, last = bounds(year, duty.year_start)
    first, last = max(first, duty.starts_on), min(last, duty.ends_on or last)
    return Period(year, first, last) if first <= last else None


def _covers(duty: Duty, day: dt.date) -> bool:
    return duty.starts_on <= day and (duty.ends_on is None or day <= duty.ends_on)


def owed(duty: Duty, found: Period) -> int:
    """Meetings due in a period: none when the agreement covers less than half a year of it."""
    return duty.minimum if found.days >= LEAST else 0


def standing(
    duty: Duty, found: Period, today: dt.date, held: Iterable[dt.date], planned: Iterable[dt.date]
) -> Standing:
    """Where a school year stands on a day; a planned meeting counts as long as its day has not passed."""
    done = sum(found.holds(day) and day <= today for day in held)
    coming = sum(found.holds(day) and day >= today for day in planned)
    minimum = owed(duty, found)
    state = _state(found, today, minimum, done, coming)
    return Standing(found, state, done, coming, minimum, _sentence(found, state, today, max(0, minimum - done)))


def _state(found: Period, today: dt.date, minimum: int, done: int, coming: int) -> str:
    if minimum == 0:
        return FREE
    if done >= minimum:
        return KEPT
    if today > found.last:
        return LATE
    if done + coming >= minimum:
        return PLANNED
    return URGENT if (found.last - today).days <= WARNINGS[1] else TO_CONVENE


def _sentence(found: Period, state: str, today: dt.date, lacking: int) -> str:
    last, year = long_date(found.last), found.name
    meetings = "une réunion" if lacking == 1 else f"{lacking} réunions"
    match state:
        case "libre":
            return f"La convention ne couvre pas assez de l’année {year} pour obliger à une réunion."
        case "tenue":
            return f"L’obligation de l’année {year} est tenue."
        case "manquee":
            return f"L’année {year} s’est achevée le {last} : il y manque {meetings}."
        case "prevue":
            return f"La réunion inscrite tiendra l’obligation de l’année {year}, à tenir avant le {last} inclus."
    left = (found.last - today).days
    days = "aujourd’hui même" if left == 0 else f"dans {left} jour{'s' if left > 1 else ''}"
    return f"Il reste {meetings} à tenir avant le {last} inclus, {days}."


def warnings(found: Period) -> tuple[dt.date, ...]:
    """The days on which a duty neither kept nor planned is recalled, within the period."""
    days = (found.last - dt.timedelta(days=count) for count in WARNINGS)
    return tuple(day for day in days if day >= found.first)
