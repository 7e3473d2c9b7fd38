"""Clocks that run only while services are open: minutes of opening, on working days or on days of school.

Everything is said in the local time of the territory, without zone: whoever calls turns instants into it.
Adding minutes is exact: `add(add(t, a), b)` is `add(t, a + b)`, and `elapsed(t, add(t, a))` is `a`.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lekol.pact.holidays import is_business

SCHOOL, WORKING = "ecole", "ouvres"
FURTHEST = 1_500
"""Days looked ahead before saying that nothing ever opens: four years."""
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from the first to the last, both inclusive."""

    first: dt.date
    last: dt.date

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Calendar:
    """When a clock runs somewhere: opening hours, holidays of the schools, closures of everybody."""

    opens: dt.time = dt.time(7, 30)
    closes: dt.time = dt.time(16, 30)
    breaks: tuple[Span, ...] = ()
    closures: tuple[Span, ...] = ()
    reunion: bool = True
    _known: dict[tuple[dt.date, str], bool] = field(default_factory=dict, compare=False, repr=False)

    def counts(self, day: dt.date, days: str = SCHOOL) -> bool:
        """Is it a day of school, or a working day?"""
        key = (day, days)
        if key not in self._known:
            self._known[key] = self._counts(day, days)
        return self._known[key]

    def _counts(self, day: dt.date, days: str) -> bool:
        if not is_business(day, reunion=self.reunion):
            return False
        off = (*self.closures, *self.breaks) if days == SCHOOL else self.closures
        return not any(day in span for span in off)

    @property
    def minutes_a_day(self) -> int:
        """Minutes of one day of opening."""
        return _minutes(self.opens, self.closes)

    def allowed(self, *, hours: int = 0, days: int = 0) -> int:
        """A delay in minutes of opening: so many hours, so many whole days."""
        return hours * 60 + days * self.minutes_a_day

    def elapsed(self, start: dt.datetime, end: dt.datetime, days: str = SCHOOL) -> int:
        """Minutes of opening between two moments, 0 when the second comes first."""
        return sum(_whole(late - early) for early, late in self._open(start, end, days))

    def add(self, start: dt.datetime, minutes: int, days: str = SCHOOL) -> dt.datetime:
        """The moment reached after so many minutes of opening; ValueError when nothing opens for years."""
        left = minutes
        for early, late in self._open(start, start + FURTHEST * DAY, days):
            if left <= _whole(late - early):
                return early + dt.timedelta(minutes=left)
            left -= _whole(late - early)
        raise ValueError("Aucun jour d’ouverture n’est connu dans les années à venir : vérifiez le calendrier.")

    def _open(self, start: dt.datetime, end: dt.datetime, days: str) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        """The stretches of opening between two moments, whole minutes."""
        day = start.date()
        while day <= end.date():
            if self.counts(day, days):
                early = max(start, dt.datetime.combine(day, self.opens))
                late = min(end, dt.datetime.combine(day, self.closes))
                if early < late:
                    yield early, late
            day += DAY


def _minutes(start: dt.time, end: dt.time) -> int:
    return (end.hour - start.hour) * 60 + end.minute - start.minute


def _whole(length: dt.timedelta) -> int:
    return int(length.total_seconds() // 60)


def days_of(spans: Iterable[Span]) -> int:
    """How many days some spans hold."""
    return sum((span.last - span.first).days + 1 for span in spans)
