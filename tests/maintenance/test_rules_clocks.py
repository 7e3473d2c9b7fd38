"""Clocks: by table for what people know, by property for what must always hold."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lekol.maintenance.rules import holidays
from lekol.maintenance.rules.clocks import minutes_in_words, stage
from lekol.pact.opening import Calendar, Span

BREAK = Span(dt.date(2026, 12, 19), dt.date(2027, 1, 24))
CYCLONE = Span(dt.date(2027, 2, 2), dt.date(2027, 2, 3))
CALENDAR = Calendar(breaks=(BREAK,), closures=(CYCLONE,))


def at(text):
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "minutes", "days", "end"),
    [
        ("2026-11-24T10:00", 60, "ecole", "2026-11-24T11:00"),  # Tuesday, in the day
        ("2026-11-24T16:00", 60, "ecole", "2026-11-25T08:00"),  # over the night
        ("2026-11-24T06:00", 60, "ecole", "2026-11-24T08:30"),  # before opening
        ("2026-11-27T16:00", 60, "ecole", "2026-11-30T08:00"),  # over a weekend
        ("2026-11-10T16:00", 60, "ecole", "2026-11-12T08:00"),  # over 11 November
        ("2026-12-18T16:00", 60, "ecole", "2027-01-25T08:00"),  # over the southern summer
        ("2026-12-18T16:00", 60, "ouvres", "2026-12-21T08:00"),  # services work while schools rest
        ("2027-02-01T16:00", 60, "ecole", "2027-02-04T08:00"),  # over a cyclone
        ("2027-02-01T16:00", 60, "ouvres", "2027-02-04T08:00"),  # which stops everybody
        ("2026-11-24T10:00", 540, "ecole", "2026-11-25T10:00"),  # a whole day: the same hour
    ],
)
def test_a_delay_ends_when_people_would_say(start, minutes, days, end):
    assert CALENDAR.add(at(start), minutes, days) == at(end)


def test_a_delay_in_days_is_so_many_days_of_opening():
    assert CALENDAR.minutes_a_day == 540
    assert CALENDAR.allowed(days=5) == 2700
    assert CALENDAR.allowed(hours=4) == 240


def test_nothing_ever_open_is_said():
    closed = Calendar(closures=(Span(dt.date(2020, 1, 1), dt.date(2099, 1, 1)),))
    with pytest.raises(ValueError, match="Aucun jour d’ouverture"):
        closed.add(at("2026-11-24T10:00"), 1)


moments = st.datetimes(at("2026-08-01T00:00"), at("2027-08-01T00:00")).map(
    lambda one: one.replace(second=0, microsecond=0)
)
lengths = st.integers(1, 6_000)
patient = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
kinds = st.sampled_from(["ecole", "ouvres"])


@patient
@given(moments, lengths, lengths, kinds)
def test_adding_twice_is_adding_the_sum(start, one, two, days):
    assert CALENDAR.add(CALENDAR.add(start, one, days), two, days) == CALENDAR.add(start, one + two, days)


@patient
@given(moments, lengths, kinds)
def test_what_was_added_is_what_elapsed(start, minutes, days):
    assert CALENDAR.elapsed(start, CALENDAR.add(start, minutes, days), days) == minutes


@patient
@given(moments, moments, kinds)
def test_time_never_runs_backwards_and_a_closure_never_adds_any(one, two, days):
    early, late = sorted((one, two))
    shut = Calendar(breaks=(BREAK,), closures=(CYCLONE, Span(early.date(), early.date())))
    assert 0 <= shut.elapsed(early, late, days) <= CALENDAR.elapsed(early, late, days)
    assert CALENDAR.elapsed(late, early, days) == 0 or early == late


@pytest.mark.parametrize(
    ("used", "key"),
    [(0, "delai"), (74, "delai"), (75, "alerte"), (99, "alerte"), (100, "retard"), (149, "retard"),
     (150, "escalade_1"), (200, "escalade_2"), (900, "escalade_2")],
)  # fmt: skip
def test_each_share_of_a_delay_has_its_stage(used, key):
    assert stage(used, 100, 75).key == key


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "moins d’une minute"), (40, "40 min"), (90, "1 h et 30 min"), (1260, "2 jours et 3 h")]
)
def test_a_length_is_said_in_days_and_hours(minutes, words):
    assert minutes_in_words(minutes, 540) == words


SAMPLE = """\ufeffDescription;Population;Date de début;Date de fin;Académies;Zones;annee_scolaire
Vacances d'Été austral;-;2022-12-17T00:00:00+01:00;2023-01-23T00:00:00+01:00;Réunion;Réunion;2022-2023
Vacances d'Hiver austral;Enseignants;2022-07-09T00:00:00+02:00;2022-08-12T00:00:00+02:00;Réunion;Réunion;2021-2022
Vacances de Noël;-;2022-12-17T00:00:00+01:00;2023-01-03T00:00:00+01:00;Paris;Zone C;2022-2023
Vacances après 1ère période;-;2019-01-10T00:00:00+01:00;2018-10-29T00:00:00+01:00;Réunion;Réunion;2018-2019
Vacances d'Été austral;-;2018-11-12T00:00:00+01:00;2020-05-01T01:00:00+02:00;Réunion;Réunion;2017-2018
"""


def test_pupils_are_back_on_the_last_date_and_impossible_rows_are_refused():
    found = holidays.read(SAMPLE, "Réunion")
    assert [row.span for row in found.kept] == [Span(dt.date(2022, 12, 17), dt.date(2023, 1, 22))]
    assert [sentence.split(",")[0] for sentence in found.refused] == ["Ligne 5", "Ligne 6"]


def test_another_file_is_refused():
    with pytest.raises(ValueError, match="il manque 6 colonnes"):
        holidays.read("a;b\n1;2\n", "Réunion")


def test_the_ministry_s_own_file_is_read_and_its_mistyped_rows_are_told():
    path = Path(__file__).parents[2].parent / "shared" / "data" / "calendar" / "fr-en-calendrier-scolaire_A.csv"
    if not path.exists():
        pytest.skip("le calendrier du ministère n’est pas là")
    found = holidays.read(path.read_text(encoding="utf-8-sig"), "Réunion")
    assert Span(dt.date(2022, 12, 17), dt.date(2023, 1, 22)) in [row.span for row in found.kept]
    assert len(found.kept) >= 18
    assert found.refused
