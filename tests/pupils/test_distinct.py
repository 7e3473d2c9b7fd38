"""Each value once, as NumPy’s own functions say."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lekol.pupils.linking import distinct

values = st.lists(st.integers(0, 9), max_size=30).map(lambda found: np.array(found, np.int64))


@given(values)
def test_values_are_numbered(some):
    found, rows, codes = distinct.numbered(some)
    assert found.tolist() == distinct.once(some).tolist() == np.unique(some).tolist()
    assert some[rows].tolist() == found.tolist()
    assert found[codes].tolist() == some.tolist()


@given(values, values)
def test_values_alone_first_and_within_others_are_found(some, others):
    known, counts = np.unique(some, return_counts=True)
    single, rows = distinct.alone(some)
    assert single.tolist() == some[rows].tolist() == known[counts == 1].tolist()
    assert distinct.firsts(some).tolist() == np.unique(some, return_index=True)[1].tolist()
    assert distinct.within(some, others).tolist() == np.isin(some, others).tolist()
