"""Indicators, their periods and the privacy floors: pure rules, enumerated."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lekol.governance.rules import fields, groups, indicators, periods
from lekol.governance.rules.groups import LEAST_PUPILS, LEAST_SCHOOLS, Group
from lekol.governance.rules.indicators import Value
from lekol.pact.calendars import REUNION, bounds
from lekol.pact.measures import Reading

DAY = dt.timedelta(days=1)
DAYS = st.dates(dt.date(2019, 1, 1), dt.date(2032, 12, 31))


@pytest.mark.parametrize(
    ("formula", "expected"),
    [("part", Value(9, 14)), ("somme", Value(9)), ("manque", Value(5)), ("rapport", Value(9, 3))],
)
def test_each_formula_combines_its_measures(formula, expected):
    assert indicators.value(formula, [Reading(10, 6), Reading(4, 3)], [Reading(8, 3)]) == expected


def test_a_share_of_nothing_is_nothing():
    found = indicators.value("part", [Reading(0, 0)])
    assert (found.number, indicators.shown(found, "part")) == (None, "—")


@pytest.mark.parametrize(
    ("value", "formula", "unit", "words"),
    [
        (Value(999, 1000), "part", "", "99\u00a0%"),
        (Value(1000, 1000), "part", "", "100\u00a0%"),
        (Value(12345), "somme", "tablettes", "12\u202f345\u00a0tablettes"),
        (Value(3, 2), "rapport", "", "1,5"),
        (None, "somme", "", "—"),
    ],
)
def test_a_figure_is_told_as_french_writes_it(value, formula, unit, words):
    assert indicators.shown(value, formula, unit) == words


@pytest.mark.parametrize(
    ("number", "direction", "standing"),
    [(0.8, "hausse", "atteinte"), (0.73, "hausse", "approche"), (0.5, "hausse", "loin"), (0.8, "baisse", "atteinte"),
     (0.86, "baisse", "approche"), (0.95, "baisse", "loin"), (None, "hausse", "sans_cible")],
)  # fmt: skip
def test_a_figure_stands_against_its_target_whichever_way_it_must_go(number, direction, standing):
    assert indicators.standing(number, 0.8, direction) == standing


def test_the_target_of_a_share_is_typed_in_percents():
    assert indicators.as_number(Decimal("80.00"), "part") == 0.8
    assert indicators.target_shown(Decimal("80.00"), "part") == "80\u00a0%"
    assert indicators.target_shown(Decimal("120"), "somme", "mallettes") == "120\u00a0mallettes"


@example([5e-324], None)
@given(st.lists(st.floats(0, 1e9), max_size=5), st.none() | st.floats(0, 1e9))
def test_the_top_of_a_chart_is_above_everything(numbers, target):
    top = indicators.top_of(numbers, target)
    assert all(number <= top * (1 + 1e-9) for number in [*numbers, target or 0])


# Periods


@pytest.mark.parametrize(
    ("frequency", "since", "until", "expected"),
    [
        ("mois", dt.date(2024, 2, 1), dt.date(2024, 3, 30), [dt.date(2024, 2, 29)]),
        ("mois", dt.date(2025, 2, 28), dt.date(2025, 2, 28), [dt.date(2025, 2, 28)]),
        ("mois", dt.date(2024, 2, 29), dt.date(2024, 3, 31), [dt.date(2024, 2, 29), dt.date(2024, 3, 31)]),
        ("mois", dt.date(2023, 12, 31), dt.date(2024, 1, 30), [dt.date(2023, 12, 31)]),
        ("trimestre", dt.date(2024, 1, 1), dt.date(2024, 6, 29), [dt.date(2024, 3, 31)]),
        ("annee", dt.date(2024, 8, 9), dt.date(2025, 8, 8), [dt.date(2024, 8, 9)]),
        ("annee", dt.date(2024, 8, 10), dt.date(2025, 8, 9), [dt.date(2025, 8, 9)]),
        ("mois", dt.date(2025, 1, 2), dt.date(2025, 1, 1), []),
    ],
)
def test_periods_end_on_their_very_last_day(frequency, since, until, expected):
    assert periods.ends(frequency, since, until) == expected


@given(DAYS, DAYS, st.sampled_from(["mois", "trimestre", "annee"]))
def test_whatever_the_days_a_period_ends_within_them_and_the_next_day_begins_another(since, until, frequency):
    for day in periods.ends(frequency, since, until):
        assert since <= day <= until
        assert (day + DAY).day == 1 if frequency != "annee" else bounds((day + DAY).year, REUNION)[0] == day + DAY


@given(DAYS, st.sampled_from(["mois", "trimestre", "annee"]))
def test_cut_anywhere_the_same_periods_are_found(cut, frequency):
    first, last = dt.date(2019, 1, 1), dt.date(2032, 12, 31)
    whole = periods.ends(frequency, first, last)
    assert periods.ends(frequency, first, cut) + periods.ends(frequency, cut + DAY, last) == whole


# Privacy

GROUPS = st.lists(
    st.builds(Group, st.text(max_size=3), st.integers(1, 9), st.none() | st.integers(0, 40), st.just(Value(1, 2))),
    max_size=8,
)


@given(GROUPS)
def test_no_group_under_a_floor_is_shown_and_none_can_be_had_back_by_subtraction(found):
    kept = groups.hidden(found)
    shown = [group for rank, group in enumerate(found) if rank not in kept]
    assert not any(groups.too_small(group) for group in shown)
    if kept and shown:
        back = [found[rank] for rank in kept]
        assert len(back) > 1
        assert sum(group.schools for group in back) >= LEAST_SCHOOLS
        if all(group.pupils is not None for group in back):
            assert sum(group.pupils for group in back) >= LEAST_PUPILS


def test_groups_large_enough_are_all_shown():
    assert groups.hidden([Group("a", 3, 11, Value(1)), Group("b", 30, None, Value(2))]) == set()


def test_quartiles_wait_for_enough_schools():
    assert groups.quartiles([0.5] * 11) is None
    assert groups.quartiles([n / 12 for n in range(13)]) == (0.25, 0.5, 0.75)


# Two people on one form


def test_what_each_changed_is_kept_and_what_both_changed_is_told():
    base = {"a": 1, "b": 1, "c": 1, "d": 1}
    kept, met = fields.merge(base, {"a": 2, "b": 1, "c": 2, "d": 2}, {"a": 1, "b": 3, "c": 3, "d": 2})
    assert (kept, met) == ({"a": 2, "b": 3, "c": 2, "d": 2}, ["c"])


@given(*[st.fixed_dictionaries({name: st.integers(0, 2) for name in "abc"}) for _ in range(3)])
def test_nothing_that_one_of_two_changed_is_lost(base, current, sent):
    kept, met = fields.merge(base, current, sent)
    for name in base:
        if current[name] != base[name]:
            assert kept[name] == current[name]
        elif sent[name] != base[name]:
            assert kept[name] == sent[name]
        if sent[name] not in (base[name], kept[name]):
            assert name in met
