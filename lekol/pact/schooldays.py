"""Days of school somewhere: announced by whoever keeps holidays and closures, asked by whoever counts delays."""

import datetime as dt
from collections.abc import Callable

from lekol.pact.opening import DAY, FURTHEST, SCHOOL, Calendar

Source = Callable[[str], Calendar | None]
_announced: list[Source] = []


def calendars(find: Source) -> Source:
    """Announce where the calendar of a school, or of a commune by its INSEE code, is found."""
    _announced[:] = [find]
    return find


def calendar_at(code: str) -> Calendar:
    """The calendar of a school (UAI) or of a commune (INSEE); week-ends and public holidays alone if none is kept."""
    return next((found for find in _announced if (found := find(code))), Calendar())


def school_days_after(day: dt.date, count: int, calendar: Calendar) -> dt.date:
    """The day reached after so many days of school, that one not counted."""
    for _ in range(FURTHEST):
        if count <= 0:
            return day
        day += DAY
        count -= calendar.counts(day, SCHOOL)
    raise ValueError("Aucun jour d’école n’est connu dans les années à venir : vérifiez le calendrier.")
