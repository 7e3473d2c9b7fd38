"""Equipment and teaching kept in phase (8.4): enumerated around the days that decide, held by property."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lekol.governance.rules.phase import IN_PHASE, LATE, OVER, WAIT, WITHOUT, Work, phase

DAY = dt.timedelta(days=1)
FIRST, LAST = dt.date(2026, 9, 1), dt.date(2026, 9, 30)
EQUIPMENT = Work("E", "equipement", FIRST, LAST, frozenset({"a", "b"}))


def teaching(first, last, schools=frozenset({"a", "b"}), strand="formation") -> Work:
    return Work("T", strand, first, last, schools)


@pytest.mark.parametrize(
    ("first", "last", "kind"),
    [
        (FIRST - 90 * DAY, FIRST - DAY, OVER),
        (FIRST - 90 * DAY, FIRST, IN_PHASE),
        (FIRST, LAST, IN_PHASE),
        (LAST + WAIT * DAY, LAST + 300 * DAY, IN_PHASE),
        (LAST + (WAIT + 1) * DAY, LAST + 300 * DAY, LATE),
    ],
)
def test_the_days_decide_to_the_day(first, last, kind):
    found = phase([EQUIPMENT, teaching(first, last)], ["a", "b", "c"])
    assert (found.due, found.met) == (2, 2 if kind == IN_PHASE else 0)
    assert [gap.kind for gap in found.gaps] == ([] if kind == IN_PHASE else [kind])


def test_a_school_no_project_reaches_is_named_and_no_other():
    found = phase([EQUIPMENT, teaching(FIRST, LAST, frozenset({"a"}))], ["a", "b", "c"])
    assert [(gap.kind, gap.schools) for gap in found.gaps] == [(WITHOUT, ("b",))]


def test_an_operation_without_schools_is_for_all_of_them():
    everywhere = Work("E", "equipement", FIRST, LAST)
    found = phase([everywhere, teaching(FIRST, LAST, None, "pedagogie")], ["a", "b", "c"])
    assert (found.due, found.met, found.gaps) == (3, 3, ())


def test_steering_alone_makes_nothing_in_phase():
    assert phase([EQUIPMENT, teaching(FIRST, LAST, None, "pilotage")], ["a"]).met == 0


DAYS = st.dates(dt.date(2026, 8, 10), dt.date(2027, 8, 9))
WORKS = st.builds(
    lambda strand, days, schools: Work("k", strand, min(days), max(days), schools),
    st.sampled_from(["equipement", "pedagogie", "formation", "pilotage"]), st.tuples(DAYS, DAYS),
    st.none() | st.frozensets(st.sampled_from("abcd")),
)  # fmt: skip


@given(st.lists(WORKS, max_size=6), WORKS)
def test_one_more_project_never_makes_a_gap(works, more):
    before = phase(works, "abcd")
    after = phase([*works, more], "abcd")
    assert before.due == before.met + sum(len(gap.schools) for gap in before.gaps)
    if more.strand != "equipement":
        assert after.met >= before.met
