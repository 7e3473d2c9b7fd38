"""The table of states, walked over the whole product of facts: every fact has its state, no row is dead."""

import datetime as dt
import itertools
from collections import Counter

import pytest

from lekol.agreement.choices import State
from lekol.agreement.rules import state
from lekol.agreement.rules.state import TABLE, Facts, decide

TODAY = dt.date(2026, 11, 24)
START = dt.date(2025, 2, 3)
DAY = dt.timedelta(days=1)

EVERY = tuple(
    Facts(measured, TODAY, *figure, target, target_on, baseline, slope, declared_until, contested)
    for measured, figure, target, target_on, baseline, slope, declared_until, contested in itertools.product(
        (True, False),
        ((None, None), (0, 0), (100, 0), (100, 60), (100, 80), (100, 92), (100, 97), (100, 100)),
        (1.0, 0.95),
        (None, TODAY - DAY, TODAY, TODAY + 90 * DAY, TODAY + 900 * DAY),
        (None, (START, 0.3), (START, 0.99), (TODAY, 0.6)),
        (-0.0005, 0.0, 0.0002, 0.002),
        (None, TODAY - DAY, TODAY, TODAY + 90 * DAY),
        (False, True),
    )
)


def row_of(facts: Facts) -> state.Row:
    return next(row for row in TABLE if row.fits(facts))


def test_every_fact_has_a_state_and_a_reason():
    found = {decide(facts) for facts in EVERY}
    assert {standing.state for standing in found} == {member.value for member in State}
    assert [standing for standing in found if not standing.reason.endswith(".")] == []


def test_no_row_of_the_table_is_dead():
    used = Counter(row_of(facts).name for facts in EVERY)
    assert [row.name for row in TABLE if not used[row.name]] == []


def test_names_and_reasons_are_told_once():
    assert (
        len({row.name for row in TABLE})
        == len({row.when for row in TABLE})
        == len({row.reason for row in TABLE})
        == len(TABLE)
    )


def test_nothing_due_is_never_kept():
    assert {decide(facts).state for facts in EVERY if facts.measured and facts.due in {0, None}} == {state.UNMEASURED}


def test_a_target_reached_is_kept_whatever_else():
    reached = [facts for facts in EVERY if facts.measured and facts.due and facts.met / facts.due >= facts.target]
    assert {decide(facts).state for facts in reached} == {state.KEPT}


def test_a_target_not_reached_is_never_kept():
    lacking = [facts for facts in EVERY if facts.measured and facts.due and facts.met / facts.due < facts.target]
    assert state.KEPT not in {decide(facts).state for facts in lacking}


def test_what_is_declared_by_hand_is_never_told_as_measured():
    by_hand = {decide(facts).state for facts in EVERY if not facts.measured}
    assert by_hand == {state.DECLARED, state.UNMEASURED}


def test_a_declaration_stands_until_its_last_day_included():
    ends = {facts.declared_until for facts in EVERY if decide(facts).state == state.DECLARED}
    assert ends == {TODAY, TODAY + 90 * DAY}


def test_a_contested_declaration_says_so():
    contested = {decide(facts).reason for facts in EVERY if decide(facts).state == state.DECLARED and facts.contested}
    assert contested == {"Déclaré par le débiteur, contesté par l’autre partie."}


def test_a_deadline_passed_is_broken_from_the_day_after():
    short = {"measured": True, "due": 60, "met": 59, "baseline": (START, 0.3), "target_on": TODAY}
    assert decide(Facts(today=TODAY, **short)).state == state.ON_TRACK
    assert decide(Facts(today=TODAY + DAY, **short)).state == state.BROKEN


def test_one_more_met_never_makes_it_worse():
    order = [state.BROKEN, state.AT_RISK, state.ON_TRACK, state.KEPT]
    for target, target_on, baseline, slope in itertools.product(
        (1.0, 0.95), (None, TODAY + 90 * DAY, TODAY + 900 * DAY), (None, (START, 0.3), (START, 0.99)), (0.0, 0.0005)
    ):
        ranks = [
            order.index(decide(Facts(True, TODAY, 100, met, target, target_on, baseline, slope)).state)
            for met in range(101)
        ]
        assert ranks == sorted(ranks)


def measured(met: int, due: int, points: float, **more: object) -> str:
    """The state of a figure that gained so many points in a year, as the board tells it."""
    return decide(Facts(True, TODAY, due, met, slope=points / 100 / 365, **more)).state


@pytest.mark.parametrize(
    ("met", "due", "points", "target_on", "expected"),
    [
        (702, 858, 21, dt.date(2027, 8, 9), state.ON_TRACK),  # classrooms on the network
        (49, 60, 0, None, state.AT_RISK),  # theft protection, steady for five months
        (52, 60, 17, None, state.ON_TRACK),  # links sized: the gap closes within the year
        (47, 60, 30, dt.date(2027, 12, 31), state.ON_TRACK),  # very high speed
        (34, 60, 5, dt.date(2027, 3, 31), state.AT_RISK),  # nominative authentication: too late at this pace
        (55, 60, 9, None, state.ON_TRACK),  # base equipment of the direction
        (826, 1163, -8, None, state.BROKEN),  # antivirus
        (60, 60, 0, None, state.KEPT),
    ],
)
def test_the_board_of_the_visual_reference(met, due, points, target_on, expected):
    assert measured(met, due, points, target_on=target_on, baseline=(START, met / due - points / 50)) == expected


def test_the_path_is_straight_from_the_baseline_to_the_target():
    facts = Facts(True, TODAY, 100, 50, target_on=TODAY + 100 * DAY, baseline=(TODAY - 100 * DAY, 0.2))
    assert facts.path == pytest.approx(0.6)


def test_a_figure_that_was_above_its_target_owes_the_target_not_more():
    facts = Facts(True, TODAY, 100, 90, 0.95, TODAY + 100 * DAY, (TODAY - 100 * DAY, 1.0))
    assert (facts.path, decide(facts).state) == (0.95, state.ON_TRACK)


def test_the_words_of_the_table_are_those_of_the_vocabulary():
    assert {row.state for row in TABLE} == {member.value for member in State}
