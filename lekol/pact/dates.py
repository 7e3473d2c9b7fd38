"""Dates as French writes them: the first of a month is « 1er », which Django’s own format does not know."""

import datetime as dt

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
SHORT = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


def long_date(day: dt.date) -> str:
    """« 1er juin 2026 », « 2 juin 2026 »."""
    return f"{_rank(day)} {MONTHS[day.month - 1]} {day.year}"


def short_date(day: dt.date) -> str:
    """« 1er févr. 2026 », for a table or a narrow column."""
    return f"{short_day(day)} {day.year}"


def short_day(day: dt.date) -> str:
    """« 1er févr. », when the year goes without saying."""
    return f"{_rank(day)} {SHORT[day.month - 1]}"


def short_month(day: dt.date) -> str:
    """« févr. 2026 », under a chart."""
    return f"{SHORT[day.month - 1]} {day.year}"


def _rank(day: dt.date) -> str:
    return "1er" if day.day == 1 else str(day.day)
