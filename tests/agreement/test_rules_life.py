"""Article 10: the clocks of the end, of a formal notice, and who agrees to which draft."""

import datetime as dt
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lekol.agreement.rules.life import (
    ALERTS,
    RUNNING,
    SPENT,
    WAITING,
    Alert,
    Delay,
    Voice,
    alert_to_give,
    alerts,
    all_agree,
    delay_of,
    delay_state,
    may_terminate,
    standing,
)

D = dt.date
DAYS = st.dates(D(1990, 1, 1), D(2150, 1, 1))


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        (D(2029, 2, 2), [D(2028, 2, 2), D(2028, 8, 2), D(2028, 11, 2)]),
        (D(2028, 2, 29), [D(2027, 2, 28), D(2027, 8, 29), D(2027, 11, 29)]),
        (D(2027, 5, 31), [D(2026, 5, 31), D(2026, 11, 30), D(2027, 2, 28)]),
        (D(2026, 8, 31), [D(2025, 8, 31), D(2026, 2, 28), D(2026, 5, 31)]),
    ],
)
def test_alerts_come_twelve_six_and_three_months_before_the_last_day(ends, told):
    assert [alert.on for alert in alerts(ends)] == told


def test_an_agreement_without_end_has_no_alert_and_a_short_one_only_those_of_its_life():
    assert alerts(None) == []
    assert alerts(D(2026, 12, 31), D(2026, 5, 1)) == [Alert(6, D(2026, 6, 30)), Alert(3, D(2026, 9, 30))]


@given(DAYS, st.integers(0, 800))
def test_each_alert_is_given_once_in_order_whatever_days_the_machine_sleeps(ends, first):
    given, day = [], ends - dt.timedelta(days=first)
    while day <= ends + dt.timedelta(days=3):
        if alert := alert_to_give(ends, None, day, given):
            given.append(alert.months)
        day += dt.timedelta(days=1 + first % 7)
    assert given == sorted(set(given), reverse=True)
    assert set(given) <= set(ALERTS)
    assert alert_to_give(ends, None, ends + dt.timedelta(days=1), []) is None


SENT = [D(2028, 2, 14), D(2027, 2, 14), D(2026, 12, 17), D(2026, 12, 31), D(2026, 8, 3), D(2024, 2, 29), D(2026, 4, 30)]


@pytest.mark.parametrize("sent", SENT, ids=str)
def test_fifteen_days_run_from_the_sending_and_the_fifteenth_counts(sent):
    ends = Delay(15).last_day(sent)
    assert (ends - sent).days == 15
    assert [delay_state(ends, ends + dt.timedelta(days=more)) for more in (-15, 0, 1)] == [RUNNING, RUNNING, SPENT]


def test_the_delay_waits_for_the_day_it_runs_from():
    assert Delay(30, "reception").last_day(D(2026, 3, 2)) is None
    assert Delay(30, "reception").last_day(D(2026, 3, 2), D(2026, 3, 5)) == D(2026, 4, 4)
    assert Delay(15).last_day(None) is None
    assert delay_state(None, D(2026, 3, 2)) == WAITING


def test_clear_days_end_when_offices_are_open():
    assert Delay(15, counted="francs").last_day(D(2026, 12, 3)) == D(2026, 12, 21)
    assert Delay(15, counted="francs").last_day(D(2026, 12, 9)) == D(2026, 12, 28)  # Christmas, then a week-end


@pytest.mark.parametrize(
    ("sent", "months", "last"),
    [
        (D(2026, 1, 31), 1, D(2026, 2, 28)),
        (D(2028, 1, 31), 1, D(2028, 2, 29)),
        (D(2028, 2, 29), 12, D(2029, 2, 28)),
        (D(2026, 8, 31), 1, D(2026, 9, 30)),
        (D(2026, 12, 15), 3, D(2027, 3, 15)),
    ],
)
def test_months_of_notice_run_from_a_day_to_the_same_day(sent, months, last):
    found = delay_of({"months": months, "from": "envoi"})
    assert (found.last_day(sent), str(found)) == (last, f"{months} mois")


def test_a_text_without_notice_has_no_delay():
    assert (delay_of(None), delay_of({})) == (None, None)
    assert delay_of({"days": 15, "from": "envoi"}) == Delay(15)


@given(DAYS, st.integers(1, 200), DAYS)
def test_it_may_be_terminated_only_after_the_last_day_of_an_open_notice(sent, days, on):
    ends = Delay(days).last_day(sent)
    assert may_terminate(open_=True, ends_on=ends, on=on) == (on > ends)
    assert not may_terminate(open_=False, ends_on=ends, on=on)
    assert not may_terminate(open_=True, ends_on=None, on=on)


PARTIES = ("ville", "rectorat")


@pytest.mark.parametrize("answers", list(product([None, True, False], repeat=2)))
def test_a_draft_is_agreed_when_every_party_says_so_and_not_before(answers):
    voices = [Voice(party, said, 2) for party, said in zip(PARTIES, answers, strict=True) if said is not None]
    assert all_agree(PARTIES, voices, 2) == (answers == (True, True))
    assert tuple(standing(PARTIES, voices, 2).values()) == answers
    assert not all_agree(PARTIES, voices, 3)


def test_the_last_answer_of_a_party_stands_and_a_stranger_has_none():
    voices = [
        Voice("ville", False, 1),
        Voice("rectorat", True, 1),
        Voice("ville", True, 1),
        Voice("fournisseur", False, 1),
    ]
    assert all_agree(PARTIES, voices, 1)
    assert not all_agree((), voices, 1)
