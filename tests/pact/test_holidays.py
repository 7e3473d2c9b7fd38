"""Holidays of the law and of La Réunion; the day is that of the place."""

import datetime as dt

import pytest
from dateutil.easter import easter as reference
from hypothesis import given
from hypothesis import strategies as st

from lekol.pact.holidays import easter, holidays, is_business, is_working, local_day, next_business

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2150, 1, 1))


def test_easter_is_that_of_the_calendar_for_four_centuries():
    assert [year for year in range(1800, 2200) if easter(year) != reference(year)] == []


def test_the_holidays_of_2026_in_la_reunion():
    told = "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-20 12-25"
    assert sorted(f"{day:%m-%d}" for day in holidays(2026)) == told.split()


def test_the_twentieth_of_december_is_a_holiday_only_there():
    assert holidays(2026) - holidays(2026, reunion=False) == {dt.date(2026, 12, 20)}


@given(DAYS)
def test_the_next_business_day_is_the_first_one_at_or_after(day):
    found = next_business(day)
    between = [day + dt.timedelta(days=rank) for rank in range((found - day).days)]
    assert is_business(found)
    assert not any(map(is_business, between))
    assert (found - day).days <= 5


@given(DAYS)
def test_a_business_day_is_a_working_day(day):
    assert is_business(day) <= is_working(day)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (dt.datetime(2026, 2, 28, 19, 59, tzinfo=dt.UTC), dt.date(2026, 2, 28)),
        (dt.datetime(2026, 2, 28, 20, 0, tzinfo=dt.UTC), dt.date(2026, 3, 1)),
        (dt.datetime(2028, 2, 28, 21, 0, tzinfo=dt.UTC), dt.date(2028, 2, 29)),
        (dt.datetime(2026, 12, 31, 23, 0, tzinfo=dt.UTC), dt.date(2027, 1, 1)),
    ],
)
def test_a_moment_is_of_the_day_it_is_in_saint_denis(moment, day):
    assert local_day(moment) == day


def test_a_moment_without_a_zone_has_no_day():
    with pytest.raises(ValueError, match="sans fuseau"):
        local_day(dt.datetime(2026, 1, 1))  # noqa: DTZ001 — that is what is refused
