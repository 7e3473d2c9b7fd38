"""When a visit comes back: so many weeks or months later, on a day of school."""

import calendar
import datetime as dt

from lekol.pact.opening import DAY, Calendar

MONTHS, WEEKS = "mois", "semaines"
FURTHEST = 120
"""Days looked ahead for a day of school: longer than any holidays."""
AHEAD = dt.timedelta(days=21)
"""How early a visit enters a round: three weeks, so that its day can still be moved."""


def later(day: dt.date, every: int, pace: str) -> dt.date:
    """The same day so many weeks later, or the same date so many months later (the last of a shorter month)."""
    if pace == WEEKS:
        return day + dt.timedelta(weeks=every)
    months = day.month - 1 + every
    year, month = day.year + months // 12, months % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def on_a_school_day(day: dt.date, known: Calendar) -> dt.date:
    """The day itself, or the first day of school after it; the day itself again when none is known for months."""
    after = (day + rank * DAY for rank in range(FURTHEST))
    return next((one for one in after if known.counts(one)), day)
