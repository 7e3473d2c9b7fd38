"""Days nobody works: the holidays of the Code du travail (L. 3133-1), and the 20th of December of La Réunion.

The day itself is that of the place: a letter posted at one in the morning in Saint-Denis is of that day.
"""

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

REUNION_ZONE = ZoneInfo("Indian/Reunion")
FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
AFTER_EASTER = (1, 39, 50)
"""Easter Monday, Ascension, Whit Monday."""
ABOLITION = (12, 20)
"""Abolition of slavery in La Réunion (decree 83-1003)."""
SATURDAY, SUNDAY = 5, 6


def local_day(moment: dt.datetime, zone: ZoneInfo = REUNION_ZONE) -> dt.date:
    """The day it is there at that moment; the moment must bear its own zone."""
    if moment.tzinfo is None:
        raise ValueError("Un moment sans fuseau n’a pas de jour.")
    return moment.astimezone(zone).date()


def easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher)."""
    century, rest = divmod(year, 100)
    golden, leap = year % 19, divmod(century, 4)
    moon = (19 * golden + century - leap[0] - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * leap[1] + 2 * (rest // 4) - moon - rest % 4) % 7
    month, day = divmod(moon + week - 7 * ((golden + 11 * moon + 22 * week) // 451) + 114, 31)
    return dt.date(year, month, day + 1)


@lru_cache(maxsize=512)
def holidays(year: int, *, reunion: bool = True) -> frozenset[dt.date]:
    """Every holiday of a year."""
    fixed = (*FIXED, ABOLITION) if reunion else FIXED
    moving = {easter(year) + dt.timedelta(days=days) for days in AFTER_EASTER}
    return frozenset({dt.date(year, month, day) for month, day in fixed} | moving)


def is_holiday(day: dt.date, *, reunion: bool = True) -> bool:
    """Is it a holiday there?"""
    return day in holidays(day.year, reunion=reunion)


def is_business(day: dt.date, *, reunion: bool = True) -> bool:
    """« Jour ouvré » : from Monday to Friday, and no holiday."""
    return day.weekday() < SATURDAY and not is_holiday(day, reunion=reunion)


def is_working(day: dt.date, *, reunion: bool = True) -> bool:
    """« Jour ouvrable » : every day but Sundays and holidays."""
    return day.weekday() < SUNDAY and not is_holiday(day, reunion=reunion)


def next_business(day: dt.date, *, reunion: bool = True) -> dt.date:
    """That day if offices are open, else the first one after when they are."""
    while not is_business(day, reunion=reunion):
        day += dt.timedelta(days=1)
    return day
