"""Article 10: the term, its last day, what is left of it; unknown until the signature."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lekol.agreement.rules.term import Term, TermRule, last_day, months_before, rule_from, term_from, term_of

SIGNED = dt.date(2025, 2, 3)
TODAY = dt.date(2026, 11, 24)
DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2150, 1, 1))
YEARS = st.integers(1, 30)


def test_four_years_from_the_third_of_february_end_on_the_second_included():
    assert term_from(SIGNED, 4) == Term(SIGNED, dt.date(2029, 2, 2))


def test_the_last_day_counts_and_the_next_does_not():
    term = term_from(SIGNED, 4)
    assert [term.contains(dt.date(2029, 2, day)) for day in (1, 2, 3)] == [True, True, False]
    assert not term.contains(SIGNED - dt.timedelta(days=1))


def test_what_is_left_is_counted_after_today():
    term = term_from(SIGNED, 4)
    assert (term.days_left(TODAY), round(term.elapsed(TODAY), 2)) == (801, 0.45)
    assert (term.days_left(dt.date(2029, 2, 2)), term.days_left(dt.date(2031, 1, 1))) == (0, 0)
    assert (term.elapsed(dt.date(2024, 1, 1)), term.elapsed(dt.date(2031, 1, 1))) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("years", "convention", "ends"),
    [
        (4, "veille", dt.date(2028, 2, 28)),
        (4, "anniversaire", dt.date(2028, 2, 29)),
        (1, "veille", dt.date(2025, 2, 28)),
        (1, "anniversaire", dt.date(2025, 2, 28)),
    ],
)
def test_a_signature_on_the_twenty_ninth_of_february(years, convention, ends):
    assert last_day(dt.date(2024, 2, 29), years, convention) == ends


@given(DAYS, YEARS)
def test_a_term_lasts_its_years_to_a_day(signed, years):
    length = (last_day(signed, years) - signed).days + 1
    leap = sum(1 for year in range(signed.year, signed.year + years + 1) if year % 4 == 0)
    assert 365 * years <= length <= 365 * years + leap


@given(DAYS, DAYS, YEARS)
def test_a_later_signature_never_ends_earlier(one, other, years):
    assert (one <= other) <= (last_day(one, years) <= last_day(other, years))


@given(DAYS, YEARS)
def test_the_day_after_the_last_is_the_anniversary(signed, years):
    after = last_day(signed, years) + dt.timedelta(days=1)
    assert (after.month, after.day) == (signed.month, signed.day) or (signed.month, signed.day) == (2, 29)


@given(DAYS, YEARS, DAYS)
def test_days_left_go_down_one_by_one(signed, years, day):
    term = term_from(signed, years)
    if signed <= day < term.ends_on:
        assert term.days_left(day) == term.days_left(day + dt.timedelta(days=1)) + 1


RULES = {
    "years": (TermRule(years=4), dt.date(2029, 2, 2)),
    "years from a day": (TermRule(years=1, starts=dt.date(2025, 9, 1)), dt.date(2026, 8, 31)),
    "dates": (TermRule(rule="dates", starts=dt.date(2025, 9, 1), until=dt.date(2026, 7, 4)), dt.date(2026, 7, 4)),
    "school years": (TermRule(rule="annees_scolaires", school_years=("2025-2026", "2026-2027")), dt.date(2027, 8, 9)),
    "an event to come": (TermRule(rule="evenement", event="fin du marché"), None),
    "an event come": (TermRule(rule="evenement", event="x", event_on=dt.date(2026, 1, 5)), dt.date(2026, 1, 5)),
    "no end": (TermRule(rule="indeterminee"), None),
}


@pytest.mark.parametrize("name", RULES)
def test_each_rule_gives_its_last_day(name):
    rule, ends = RULES[name]
    assert term_of(rule, SIGNED).ends_on == ends


@pytest.mark.parametrize("name", ["years", "an event to come", "no end"])
def test_a_term_that_runs_from_the_signature_is_unknown_until_then(name):
    assert term_of(RULES[name][0], None) is None


def test_a_term_without_end_runs_on():
    term = term_of(TermRule(rule="indeterminee"), SIGNED)
    assert (term.contains(dt.date(2099, 1, 1)), term.days_left(TODAY), term.elapsed(TODAY)) == (True, None, 0.0)


def test_the_rule_is_read_back_from_what_the_base_keeps():
    kept = {"rule": "dates", "from": "2025-09-01", "until": "2026-07-04", "clause": "10.1"}
    assert rule_from(kept) == TermRule("dates", 0, dt.date(2025, 9, 1), dt.date(2026, 7, 4), clause="10.1")
    assert rule_from({"years": 4, "from": "signature"}) == TermRule(years=4)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (dt.date(2026, 11, 24), 12, dt.date(2025, 11, 24)),
        (dt.date(2026, 3, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2028, 3, 31), 1, dt.date(2028, 2, 29)),
        (dt.date(2026, 1, 15), 2, dt.date(2025, 11, 15)),
        (dt.date(2026, 12, 31), 0, dt.date(2026, 12, 31)),
    ],
)
def test_months_before(day, months, before):
    assert months_before(day, months) == before
