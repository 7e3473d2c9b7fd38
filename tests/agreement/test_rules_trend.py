"""What a year of figures says in French."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lekol.agreement.rules.trend import gain, slope, steady_months, words

TODAY = dt.date(2026, 11, 24)


def year(*percents: int) -> list[tuple[dt.date, float]]:
    """One figure a month, the last one today."""
    months = range(len(percents) - 1, -1, -1)
    return [
        (TODAY - dt.timedelta(days=round(back * 30.4)), value / 100)
        for back, value in zip(months, percents, strict=True)
    ]


@pytest.mark.parametrize(
    ("percents", "said"),
    [
        ((), "pas de série"),
        ((82,), "pas de série"),
        ((61, 70, 82), "+ 21 points"),
        ((79, 75, 71), "− 8 points"),
        ((81, 82), "+ 1 point"),
        ((70, 82, 82, 82, 82, 82, 82), "stable, 5 mois"),
        ((82, 82), "stable, 1 mois"),
        ((80, 90, 80), "stable"),
    ],
)
def test_a_year_is_told_in_a_few_words(percents, said):
    assert words(year(*percents)).replace("\u00a0", " ") == said


def test_points_are_gained_from_the_first_to_the_last_figure():
    assert (gain(year(61, 90, 82)), gain(year(82))) == (21, None)


def test_the_pace_is_a_ratio_per_day():
    assert slope([(TODAY - dt.timedelta(days=100), 0.2), (TODAY, 0.7)]) == pytest.approx(0.005)
    assert slope(year(50)) == 0.0
    assert slope([(TODAY, 0.2), (TODAY, 0.7)]) == 0.0


@given(st.lists(st.integers(0, 100), min_size=2, max_size=13))
def test_the_pace_brings_back_the_last_figure(percents):
    points = year(*percents)
    days = (points[-1][0] - points[0][0]).days
    assert points[0][1] + slope(points) * days == pytest.approx(points[-1][1])


@given(st.lists(st.integers(0, 100), min_size=2, max_size=13))
def test_a_figure_is_steady_at_most_since_the_first_one(percents):
    assert 0 <= steady_months(year(*percents)) <= len(percents) - 1
