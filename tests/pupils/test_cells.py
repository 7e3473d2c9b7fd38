"""Cells numbered and written by arrays, as a dictionary and Python’s own writer would."""

import csv
import io

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lekol.pupils.linking import plain
from lekol.pupils.linking.cells import Block, Numbering, Words

words = st.text("abcé d", max_size=12)
ENCODING = ("utf-8", "strict")


@given(st.lists(st.lists(words, min_size=1, max_size=30), min_size=1, max_size=8))
def test_cells_of_many_blocks_are_numbered_as_a_dictionary_would(parts):
    numbering = Numbering()
    for part in parts:
        text = "".join(f"{cell};x\n" for cell in part).encode() + bytes(8)
        numbering.add(Block(text, ";", 2, [0]), 0, ENCODING)
    codes, known = numbering.column()
    cells = [cell for part in parts for cell in part]
    assert [known[code] for code in codes.tolist()] == cells
    assert len(list(known)) == len(set(known)) == len({"", *cells})
    assert known[0] == ""


@given(st.lists(words, min_size=1, max_size=9), st.lists(words, min_size=1, max_size=9), st.data())
def test_lines_are_those_of_a_writer_when_nothing_is_quoted(left, right, data):
    count = data.draw(st.integers(0, 30))
    codes = [
        data.draw(st.lists(st.integers(0, len(side) - 1), min_size=count, max_size=count)) for side in (left, right)
    ]
    given_as = (left, Words("".join(f"{word}\n" for word in right)))
    columns = [plain.Cells.of(side, np.array(some, np.int64), ";") for side, some in zip(given_as, codes, strict=True)]
    expected = io.StringIO()
    csv.writer(expected, delimiter=";", lineterminator="\n").writerows(
        [left[one], right[two]] for one, two in zip(*codes, strict=True)
    )
    assert "".join(plain.lines(columns, ";")) == expected.getvalue()


def test_a_cell_that_asks_for_quotes_is_written_another_way():
    for cell in ("a;b", 'a"b', "a\nb", "a\rb"):
        assert plain.Cells.of(["", cell], np.zeros(1, np.int64), ";") is None
