"""Legal clocks, by table and by property: ends of month, leap days, turns of the year and of the school year."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lekol.pact.calendars import MAINLAND, REUNION, bounds, school_year_of
from lekol.pact.clocks import BOUNDARIES, COUNTED, EVENTS, Effect, days_after, months_after
from lekol.pact.holidays import is_business, is_working

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2150, 1, 1))
EFFECTS = st.builds(
    Effect,
    event=st.sampled_from(EVENTS),
    days=st.integers(0, 90),
    months=st.integers(0, 30),
    years=st.integers(0, 9),
    counted=st.sampled_from(COUNTED),
    then=st.sampled_from(BOUNDARIES),
)
D = dt.date


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (D(2024, 1, 31), 1, D(2024, 2, 29)),
        (D(2023, 1, 31), 1, D(2023, 2, 28)),
        (D(2024, 2, 29), 12, D(2025, 2, 28)),
        (D(2024, 2, 29), 48, D(2028, 2, 29)),
        (D(2026, 12, 31), 2, D(2027, 2, 28)),
        (D(2026, 8, 31), -6, D(2026, 2, 28)),
        (D(2026, 1, 1), 0, D(2026, 1, 1)),
    ],
)
def test_months_go_to_the_same_day_or_to_the_last_of_the_month(day, months, after):
    assert months_after(day, months) == after


@given(DAYS, st.integers(-600, 600))
def test_months_land_in_the_month_asked_for(day, months):
    after = months_after(day, months)
    assert (after.year - day.year) * 12 + after.month - day.month == months
    assert after.day <= day.day
    assert after.day == day.day or (after + dt.timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("counted", "ends"),
    [
        ("calendaires", D(2026, 12, 18)),  # a Friday
        ("francs", D(2026, 12, 21)),  # the 19th is a Saturday, the 20th a holiday of La Réunion
        ("ouvres", D(2026, 12, 24)),
        ("ouvrables", D(2026, 12, 21)),
    ],
)
def test_fifteen_days_from_a_letter_sent_on_the_third_of_december(counted, ends):
    assert days_after(D(2026, 12, 3), 15, counted) == ends


@given(DAYS, st.integers(1, 120))
def test_open_days_end_on_an_open_day_and_count_exactly(day, count):
    for counted, open_on in (("ouvres", is_business), ("ouvrables", is_working)):
        end = days_after(day, count, counted)
        between = [day + dt.timedelta(days=rank + 1) for rank in range((end - day).days)]
        assert open_on(end)
        assert sum(map(open_on, between)) == count


@given(DAYS, st.integers(1, 120))
def test_clear_days_are_never_shorter_than_calendar_ones_and_end_when_offices_are_open(day, count):
    end = days_after(day, count, "francs")
    assert end > days_after(day, count, "calendaires")
    assert is_business(end)
    assert (end - day).days <= count + 6


EDGES = [D(2024, 2, 28), D(2024, 2, 29), D(2023, 2, 28), D(2026, 4, 30), D(2026, 12, 31), D(2027, 1, 1),
         D(2026, 8, 9), D(2026, 8, 10), D(2026, 8, 24), D(2026, 8, 25), D(2026, 6, 30)]  # fmt: skip


@pytest.mark.parametrize("day", EDGES, ids=str)
def test_each_boundary_at_the_edges_of_months_years_and_school_years(day):
    said = {name: Effect(then=name).falls_on(day) for name in BOUNDARIES}
    year = school_year_of(day)
    assert said["jour"] == day
    assert said["lendemain"] == day + dt.timedelta(days=1)
    assert (said["mois_suivant"].day, said["mois_suivant"] > day) == (1, True)
    assert said["janvier_suivant"] == D(day.year + 1, 1, 1)
    assert said["fin_mois"] == said["mois_suivant"] - dt.timedelta(days=1)
    assert said["fin_exercice"] == D(day.year, 12, 31)
    assert said["fin_exercice_suivant"] == D(day.year + 1, 12, 31)
    assert (said["rentree_suivante"], said["fin_annee_scolaire"]) == (bounds(year + 1)[0], bounds(year)[1])
    assert said["fin_annee_scolaire_suivante"] == bounds(year + 1)[1]


def test_the_school_year_turns_on_the_day_of_each_calendar():
    back = Effect(then="rentree_suivante")
    assert [back.falls_on(D(2026, 8, 9), start) for start in (REUNION, MAINLAND)] == [D(2026, 8, 10), D(2026, 8, 25)]
    assert [back.falls_on(D(2026, 8, 10), start) for start in (REUNION, MAINLAND)] == [D(2027, 8, 10), D(2026, 8, 25)]


def test_the_twentieth_of_december_counts_elsewhere():
    letter = Effect("envoi", days=15, counted="ouvrables")
    assert [letter.falls_on(D(2027, 12, 3), start) for start in (REUNION, MAINLAND)] == [
        D(2027, 12, 22),
        D(2027, 12, 21),
    ]


@given(DAYS, EFFECTS)
def test_an_effect_never_comes_before_its_event(day, effect):
    assert effect.falls_on(day) >= day
    assert effect.first_day(day) == effect.last_day(day) + dt.timedelta(days=1)


@given(DAYS, DAYS, EFFECTS)
def test_a_later_event_never_takes_effect_earlier(one, other, effect):
    first, last = sorted((one, other))
    assert effect.falls_on(first) <= effect.falls_on(last)


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        (Effect("demande", months=1), "1 mois après la demande"),
        (Effect("signature", then="janvier_suivant"), "à compter de la signature, au 1er janvier suivant"),
        (Effect("demande", months=3, then="fin_exercice_suivant"),
         "3 mois après la demande, à la fin de l’exercice suivant"),
        (Effect("envoi", days=15, counted="francs"), "15 jours francs après l’envoi"),
        (Effect("facture", years=1, days=1), "1 an et 1 jour après la facture"),
    ],
)  # fmt: skip
def test_an_effect_is_said_in_french(effect, words):
    assert str(effect) == words
