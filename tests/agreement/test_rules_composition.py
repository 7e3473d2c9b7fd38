"""A promise with several measures is kept in a school where every measure due there is met."""

from hypothesis import given
from hypothesis import strategies as st

from lekol.agreement.rules.composition import compose
from lekol.pact.measures import SchoolReading


def reading(*rows: tuple[int, int, int]) -> dict[int, SchoolReading]:
    return {row[0]: SchoolReading(*row) for row in rows}


def test_a_school_keeps_it_where_nothing_lacks():
    slots = reading((1, 4, 4), (2, 4, 3), (3, 4, 4))
    online = reading((1, 1, 1), (2, 1, 1), (3, 1, 0))
    assert compose([slots, online]) == reading((1, 1, 1), (2, 1, 0), (3, 1, 0))


def test_a_measure_with_nothing_due_says_nothing_of_the_school():
    assert compose([reading((1, 0, 0), (2, 0, 0)), reading((1, 1, 1))]) == reading((1, 1, 1))


def test_a_school_of_one_measure_only_is_judged_on_it():
    assert compose([reading((1, 4, 4)), reading((2, 1, 0))]) == reading((1, 1, 1), (2, 1, 0))


READINGS = st.dictionaries(
    st.integers(1, 5),
    st.tuples(st.integers(0, 4), st.integers(0, 4)).map(lambda pair: (max(pair), min(pair))),
).map(lambda rows: reading(*((school, due, met) for school, (due, met) in rows.items())))


@given(st.lists(READINGS, max_size=4))
def test_the_order_of_measures_does_not_matter(readings):
    assert compose(readings) == compose(readings[::-1])


@given(st.lists(READINGS, max_size=4))
def test_kept_means_that_every_due_is_met(readings):
    for school, row in compose(readings).items():
        owed = [reading[school] for reading in readings if school in reading and reading[school].due]
        assert (row.due, row.met) == (1, int(all(one.met == one.due for one in owed)))
