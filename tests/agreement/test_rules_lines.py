"""Every key of a TOML text is found at its line, however it is written."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from lekol.agreement.rules.lines import Lines
from tests.agreement.packs import SHIPPED, SMALL, shipped

AWKWARD = '''\
# a comment with [brackets] and = signs
top = 1
"quoted key" = 2
dotted.inner.deep = 3
text = """
[not.a.header]
not_a_key = 1
quotes "" and \\""" inside
"""
raw = \'\'\'
[[neither]]
\'\'\'
list = [ # comment, with ] bracket
  "a#b", "c]d",

  { x = 1, "y z" = [1, 2] }, # trailing
]

[table."with dots.inside"]
key = "v" # [comment]

[[rows]]
name = "first"
[[rows.inner]]
deep = 1
[[rows.inner]]
deep = 2
[rows.single]
alone = true
[[rows]]
name = "second"
[[rows.inner]]
deep = 3
'''

LINES = {
    ("top",): 2,
    ("quoted key",): 3,
    ("dotted", "inner", "deep"): 4,
    ("text",): 5,
    ("raw",): 10,
    ("list",): 13,
    ("list", 0): 14,
    ("list", 1): 14,
    ("list", 2, "x"): 16,
    ("list", 2, "y z", 1): 16,
    ("table", "with dots.inside", "key"): 20,
    ("rows", 0): 22,
    ("rows", 0, "name"): 23,
    ("rows", 0, "inner", 1, "deep"): 27,
    ("rows", 0, "single", "alone"): 29,
    ("rows", 1, "name"): 31,
    ("rows", 1, "inner", 0, "deep"): 33,
}


@pytest.mark.parametrize("path", LINES, ids=str)
def test_a_key_is_found_at_its_line(path):
    assert Lines(AWKWARD).of(*path) == LINES[path]


def test_windows_line_ends_change_nothing():
    lines = Lines(AWKWARD.replace("\n", "\r\n"))
    assert {path: lines.of(*path) for path in LINES} == LINES


def test_a_missing_key_is_placed_at_the_table_that_should_hold_it():
    assert Lines(AWKWARD).of("rows", 1, "absent") == 30


def test_an_unknown_section_is_nowhere():
    assert Lines(AWKWARD).of("absent", 3, "key") == 0


def keys(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in items:
        yield (*path, step)
        yield from keys(inner, (*path, step))


@pytest.mark.parametrize("text", [SMALL, *map(shipped, SHIPPED)], ids=["small", *SHIPPED])
def test_every_key_of_a_pack_stands_on_the_line_that_is_told(text):
    lines, written = Lines(text), text.splitlines()
    named = [path for path in keys(tomllib.loads(text)) if isinstance(path[-1], str)]
    assert [path for path in named if str(path[-1]) not in written[lines.of(*path) - 1]] == []
