"""One child of one base is at most one child of the other."""

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lekol.pupils.linking.pairing import WORTH, Graph, assigned, largest, parts, probabilities

ODDS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4), st.floats(0.001, 1e4)), max_size=14, unique_by=lambda row: row[:2]
)


def graph(rows):
    left, right, odds = (np.array([row[rank] for row in rows]) for rank in range(3))
    return Graph(left.astype(np.int64), right.astype(np.int64), odds.astype(float))


def best(rows):
    """The largest product of odds over all sets of pairs that share no child, by trying them all."""
    kept = [row for row in rows if row[2] >= WORTH]
    totals = [0.0]
    for size in range(1, min(5, len(kept)) + 1):
        for chosen in itertools.combinations(kept, size):
            if len({row[0] for row in chosen}) == len({row[1] for row in chosen}) == size:
                totals.append(sum(np.log(row[2] / WORTH) for row in chosen))
    return max(totals)


@given(ODDS)
@settings(max_examples=60, deadline=None)
def test_no_child_is_linked_twice(rows):
    if rows:
        chosen = assigned(graph(rows))
        kept = [row for row, taken in zip(rows, chosen, strict=True) if taken]
        assert len({row[0] for row in kept}) == len({row[1] for row in kept}) == len(kept)


def test_an_exchange_that_betters_the_whole_is_made():
    rows = [(0, 0, 10.0), (0, 1, 9.0), (1, 0, 8.0), (1, 1, 0.03)]
    assert assigned(graph(rows)).tolist() == [False, True, True, False]


@given(st.integers(1, 5), st.data())
@settings(max_examples=40, deadline=None)
def test_the_assignment_is_the_best_of_all(size, data):
    number = st.floats(0, 100, allow_nan=False)
    gain = [[data.draw(number) for _ in range(size)] for _ in range(size)]
    columns = largest(gain)
    found = sum(gain[row][column] for row, column in enumerate(columns))
    tried = (sum(gain[row][order[row]] for row in range(size)) for order in itertools.permutations(range(size)))
    assert abs(found - max(tried)) < 1e-6


def test_children_joined_by_a_chain_of_pairs_are_one_part():
    left, right = np.array([0, 1, 1, 5]), np.array([0, 0, 2, 7])
    assert parts(left, right).tolist() == [0, 0, 0, 3]


def test_a_rival_already_taken_elsewhere_weighs_little():
    alone = graph([(0, 0, 20.0), (0, 1, 20.0)])
    taken = graph([(0, 0, 20.0), (0, 1, 20.0), (1, 1, 1e6)])
    one, two = (probabilities(rows, assigned(rows)) for rows in (alone, taken))
    assert one[0] < 0.55
    assert two[0] > 0.9
