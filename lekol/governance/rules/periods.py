"""When a figure is frozen: the last day of each month, quarter or school year that is over (article 8).

Pure; enumerated by the tests around leap days, ends of month and turns of the school year.
"""

import calendar
import datetime as dt
from collections.abc import Container

from lekol.pact.calendars import REUNION, YearStart, bounds, school_year_of

MONTHLY, QUARTERLY, YEARLY = "mois", "trimestre", "annee"
QUARTERS = (3, 6, 9, 12)


def ends(frequency: str, since: dt.date, until: dt.date, start: YearStart = REUNION) -> list[dt.date]:
    """Last days of the periods that end from a day to another, both inclusive, oldest first."""
    if since > until:
        return []
    if frequency == YEARLY:
        years = range(school_year_of(since, start), school_year_of(until, start) + 1)
        found = [bounds(year, start)[1] for year in years]
    else:
        found = _months(since, until, QUARTERS if frequency == QUARTERLY else range(1, 13))
    return [day for day in found if since <= day <= until]


def _months(since: dt.date, until: dt.date, wanted: Container[int]) -> list[dt.date]:
    months = ((year, month) for year in range(since.year, until.year + 1) for month in range(1, 13))
    return [last_of(year, month) for year, month in months if month in wanted]


def last_of(year: int, month: int) -> dt.date:
    """The last day of a month, leap years included."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])
