"""Dates of birth as offices and spreadsheets write them."""

import datetime as dt
import re

from lekol.pupils.rules.names import upper

_MONTHS = ("JANVIER FEVRIER MARS AVRIL MAI JUIN JUILLET AOUT SEPTEMBRE OCTOBRE NOVEMBRE DECEMBRE").split()
_FORMS = (
    (re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?"), "ymd"),
    (re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?:[T ].*)?"), "dmy"),
    (re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{2})"), "dmy"),
    (re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})"), "ymd"),
    (re.compile(r"(\d{1,2})(\d{2})((?:19|20)\d{2})"), "dmy"),
    (re.compile(r"((?:19|20)\d{2})"), "y"),
    (re.compile(r"(\d{1,2})/((?:19|20)\d{2})"), "my"),
)
_SERIAL = re.compile(r"(\d{5})(?:\.0*)?")
_EPOCH = dt.date(1899, 12, 30)  # day 0 of spreadsheets


def number(year: int, month: int = 0, day: int = 0) -> int:
    """A day as 20180314; the parts that are not known are 00."""
    return year * 10_000 + month * 100 + day


def read(cell: str) -> int:
    """The day a cell says, as 20180314; 0 when it says none that exists.

    Day comes before month, as the French write; where only the other order exists, that one is taken.
    """
    text = cell.strip()
    for pattern, order in _FORMS:
        if found := pattern.fullmatch(text):
            return _checked(**dict(zip(order, map(int, found.groups()), strict=True)))
    if found := _SERIAL.fullmatch(text):
        day = _EPOCH + dt.timedelta(days=int(found[1]))
        return number(day.year, day.month, day.day)
    return _spoken(text)


def _checked(y: int, m: int = 0, d: int = 0) -> int:
    if 0 < y < 100:
        y += 2000 if y < 70 else 1900
    if m > 12 >= d > 0:
        m, d = d, m
    if not 1900 <= y <= 2100 or m > 12:
        return 0
    if not (m and d):
        return number(y, m)
    return number(y, m, d) if d <= _last(y, m) else 0


def _last(year: int, month: int) -> int:
    return 31 if month == 12 else (dt.date(year, month + 1, 1) - dt.timedelta(days=1)).day


_SPOKEN = re.compile(r"(?:\w+ )?(\d{1,2})(?:er)?[\s-]+([^\W\d]+)\.?[\s-]+(\d{4}|\d\d)")


def _spoken(text: str) -> int:
    """« 14 mars 2018 », « jeudi 1er août 2019 », « 14-mars-18 »."""
    if not (found := _SPOKEN.fullmatch(text)):
        return 0
    said = upper(found[2])
    near = [rank for rank, name in enumerate(_MONTHS, 1) if len(said) >= 3 and name.startswith(said)]
    return _checked(int(found[3]), near[0], int(found[1])) if len(near) == 1 else 0
