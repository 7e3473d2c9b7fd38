"""Dates as French writes them, in one place."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.utils.formats import date_format

from lekol.pact.dates import long_date, short_date, short_month

YEAR = [dt.date(2024, 1, 1) + dt.timedelta(days=rank) for rank in range(366)]
LATE = dt.datetime(2026, 5, 31, 21, 30, tzinfo=dt.UTC)  # already the 1st of June in La Réunion


def test_a_long_date_is_django_s_but_for_the_first_of_a_month():
    assert [long_date(day) for day in YEAR if day.day > 1] == [date_format(day, "j F Y") for day in YEAR if day.day > 1]
    assert [long_date(day) for day in YEAR if day.day == 1] == [
        f"1er {date_format(day, 'F Y')}" for day in YEAR if day.day == 1
    ]


@pytest.mark.parametrize(
    ("day", "short", "month"),
    [
        (dt.date(2026, 2, 1), "1er févr. 2026", "févr. 2026"),
        (dt.date(2026, 7, 14), "14 juil. 2026", "juil. 2026"),
        (dt.date(2026, 11, 11), "11 nov. 2026", "nov. 2026"),
    ],
)
def test_a_short_date_has_the_abbreviations_of_french(day, short, month):
    assert (short_date(day), short_month(day)) == (short, month)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("long_date", dt.date(2026, 6, 1), "1er juin 2026"),
        ("long_date", LATE, "1er juin 2026"),
        ("short_date", LATE, "1er juin 2026"),
        ("short_day", LATE, "1er juin"),
        ("moment", LATE, "1er juin 2026, 01:30"),
        ("long_date", None, ""),
        ("short_date", None, ""),
        ("moment", None, ""),
    ],
)
def test_pages_write_dates_by_the_clock_of_the_territory(name, value, said):
    assert Template("{% load kit %}{{ value|" + name + " }}").render(Context({"value": value})) == said
