"""The duty clock, enumerated: every day around the turns of the year, leap days, ends of month."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lekol.governance.rules import clock
from lekol.pact.calendars import MAINLAND, REUNION, bounds

SIGNED = dt.date(2023, 11, 29)
DUTY = clock.Duty(1, SIGNED, dt.date(2027, 11, 28))
DAY = dt.timedelta(days=1)
TURNS = [
    dt.date(2024, 2, 28), dt.date(2024, 2, 29), dt.date(2024, 3, 1), dt.date(2023, 12, 31), dt.date(2024, 1, 1),
    dt.date(2024, 8, 9), dt.date(2024, 8, 10), dt.date(2025, 2, 28), dt.date(2025, 8, 9), dt.date(2025, 8, 10),
]  # fmt: skip


def look(today: dt.date, held=(), planned=(), duty: clock.Duty = DUTY) -> clock.Standing:
    return clock.standing(duty, clock.period_of(duty, today), today, held, planned)


@pytest.mark.parametrize("day", TURNS, ids=str)
def test_a_day_belongs_to_the_school_year_that_holds_it(day):
    found = clock.period_of(DUTY, day)
    first, last = bounds(found.year)
    assert first <= day <= last
    assert found.first == max(first, SIGNED)
    assert found.last == last


def test_the_first_and_last_days_of_the_agreement_count_and_no_other():
    assert clock.period_of(DUTY, SIGNED - DAY) is None
    assert clock.period_of(DUTY, SIGNED).first == SIGNED
    assert clock.period_of(DUTY, DUTY.ends_on).last == DUTY.ends_on
    assert clock.period_of(DUTY, DUTY.ends_on + DAY) is None


@pytest.mark.parametrize("offset", range(-3, 4))
def test_a_meeting_counts_for_the_year_it_is_held_in_to_the_day(offset):
    last = dt.date(2025, 8, 9)
    day = last + offset * DAY
    this = clock.standing(DUTY, clock.period(DUTY, 2024), dt.date(2025, 9, 1), [day], [])
    following = clock.standing(DUTY, clock.period(DUTY, 2025), dt.date(2025, 9, 1), [day], [])
    assert (this.state, following.state == clock.KEPT) == ((clock.KEPT, False) if offset <= 0 else (clock.LATE, True))


@pytest.mark.parametrize(
    ("left", "state"),
    [(120, clock.TO_CONVENE), (61, clock.TO_CONVENE), (60, clock.URGENT), (1, clock.URGENT), (0, clock.URGENT)],
)
def test_what_is_left_decides_how_pressing_it_is(left, state):
    assert look(dt.date(2025, 8, 9) - left * DAY).state == state


def test_a_planned_meeting_reassures_until_its_day_has_passed():
    day = dt.date(2025, 5, 31)
    assert [look(day + step * DAY, planned=[day]).state for step in (-1, 0, 1)] == [
        clock.PLANNED, clock.PLANNED, clock.TO_CONVENE,
    ]  # fmt: skip


def test_a_meeting_to_come_noted_as_held_does_not_count_before_its_day():
    assert look(dt.date(2025, 5, 1), held=[dt.date(2025, 5, 2)]).state == clock.TO_CONVENE


@pytest.mark.parametrize(("signed", "owed"), [(dt.date(2025, 2, 8), 1), (dt.date(2025, 2, 9), 0)])
def test_a_year_covered_for_less_than_half_owes_nothing(signed, owed):
    duty = clock.Duty(1, signed)
    assert clock.owed(duty, clock.period_of(duty, signed)) == owed


def test_two_meetings_a_year_need_both():
    duty = clock.Duty(2, SIGNED)
    today, one, two = dt.date(2025, 5, 1), dt.date(2024, 10, 1), dt.date(2025, 4, 1)
    assert [look(today, held, duty=duty).state for held in ([], [one], [one, two])] == [
        clock.TO_CONVENE, clock.TO_CONVENE, clock.KEPT,
    ]  # fmt: skip


def test_the_sentence_says_how_many_and_before_when():
    assert look(dt.date(2025, 8, 8)).sentence == (
        "Il reste une réunion à tenir avant le 9 août 2025 inclus, dans 1 jour."
    )
    assert look(dt.date(2025, 8, 9)).sentence.endswith("aujourd’hui même.")


@pytest.mark.parametrize("start", [REUNION, MAINLAND])
def test_warnings_fall_within_the_year_and_before_its_end(start):
    duty = clock.Duty(1, dt.date(2020, 1, 1), year_start=start)
    for year in range(2020, 2032):
        found = clock.period(duty, year)
        days = clock.warnings(found)
        assert [(found.last - day).days for day in days] == list(clock.WARNINGS)
        assert all(found.holds(day) for day in days)


@given(
    st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31)),
    st.integers(1, 3),
    st.lists(st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31)), max_size=6),
)
def test_one_more_meeting_held_never_makes_a_duty_worse(today, minimum, held):
    duty = clock.Duty(minimum, dt.date(2020, 1, 1))
    found = clock.period_of(duty, today)
    order = [clock.LATE, clock.URGENT, clock.TO_CONVENE, clock.PLANNED, clock.KEPT, clock.FREE]
    ranks = [order.index(clock.standing(duty, found, today, held[:n], []).state) for n in range(len(held) + 1)]
    assert ranks == sorted(ranks)


@given(st.dates(dt.date(2023, 11, 29), dt.date(2027, 11, 28)))
def test_every_day_of_the_agreement_is_in_one_year_and_only_one(day):
    periods = [clock.period(DUTY, year) for year in range(2022, 2029)]
    assert sum(found is not None and found.holds(day) for found in periods) == 1
