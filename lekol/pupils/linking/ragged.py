"""A table whose lines have any number of cells, as numbered columns: some megabytes are in memory as text, no more.

Columns are asked for by rank: a file of guardians repeats the same headers for each child, and drops the last empty
ones.
"""

import csv
import io
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

import numpy as np

from lekol.pupils.linking.cells import Block, Numbering, eights, hashed
from lekol.pupils.linking.columns import Column, trimmed
from lekol.pupils.linking.encodings import Encoding, encodings
from lekol.pupils.linking.opening import SPOILT, opened, start_of
from lekol.pupils.rules.headers import normal

CUT = "coupé avant sa fin"
_PART = 1 << 22  # characters of text in memory
_LONGEST = 1 << 20  # characters of a line; a longer one is cut
_HEAD = 20  # lines among which the headers are
_OPEN = 60  # lines in one cell: its quote was never closed

Pick = Callable[[list[str]], Sequence[int]]
"""Normal forms of the headers → ranks of the columns to keep."""


class Lines(Block):
    """Lines of any number of cells; a cell that a line does not have is empty, a line without any is left out."""

    def __init__(self, lines: bytes, mark: str, ranks: Sequence[int]) -> None:
        """`lines` end with a line and eight bytes of margin. Columns are then known by their place in `ranks`."""
        self._signs = signs = np.frombuffer(lines, np.uint8)
        ends = np.flatnonzero((signs == ord(mark)) | (signs == _LINE))
        starts = np.append(0, ends[:-1] + 1)
        last = np.flatnonzero(signs[ends] == _LINE)
        first = np.append(0, last[:-1] + 1)[: len(last)]
        full = ends[last] - starts[first] > last - first
        first, last = first[full], last[full]
        self.count = len(first)
        shape = len(ranks), self.count
        self.starts, self.ends = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        known = eights(lines)
        self._hashes = {}
        for place, rank in enumerate(ranks):
            rows = np.flatnonzero(last - first >= rank)
            at = first[rows] + rank
            self.starts[place, rows], self.ends[place, rows] = starts[at], ends[at]
            self._hashes[place] = hashed(known, self.starts[place], self.ends[place] - self.starts[place])


_LINE = 10


def read(path: Path, known: Collection[str], pick: Pick, faults: list[str]) -> tuple[dict[int, Column], int]:
    """(columns by rank, how many lines); `known` are normal forms of headers among which the first line is looked for.

    An archive cut short gives its beginning, and adds CUT to `faults`.
    """
    start = start_of(path)
    for encoding in encodings(start):
        try:
            mark, top, headers = _headed(start, encoding, known)
            ranks = sorted(set(pick(headers)))
            return _numbered(_texts(path, encoding, mark, top, faults), mark, ranks)
        except UnicodeDecodeError:
            faults.clear()
    return {}, 0


def _headed(start: bytes, encoding: Encoding, known: Collection[str]) -> tuple[str, int, list[str]]:
    """(the mark between cells, the rank of the line of headers, their normal forms): the line with most known ones."""
    rows = start.decode(encoding[0], "replace").splitlines()[:_HEAD]
    cut = [(mark, top, [normal(cell) for cell in row.split(mark)]) for top, row in enumerate(rows) for mark in _MARKS]
    return max(cut, key=lambda found: sum(form in known for form in found[2]), default=(";", 0, []))


_MARKS = ";,\t|"


def _numbered(texts: Iterator[str], mark: str, ranks: Sequence[int]) -> tuple[dict[int, Column], int]:
    numbering = [Numbering() for _ in ranks]
    count = 0
    for text in texts:
        block = Lines(text.encode() + bytes(8), mark, ranks)
        count += block.count
        for place, column in enumerate(numbering):
            column.add(block, place, ("utf-8", "strict"))
    return {rank: trimmed(*numbering.pop(0).column()) for rank in ranks}, count


def _texts(path: Path, encoding: Encoding, mark: str, top: int, faults: list[str]) -> Iterator[str]:
    """Whole lines below the headers, without a quote, some megabytes at a time."""
    with opened(path) as raw, io.TextIOWrapper(raw, *encoding) as file:
        skipped = top + 1
        try:
            while text := _part(file):
                lines = _unquoted(text.replace("\x00", ""), mark)
                yield lines.split("\n", skipped)[-1] if skipped else lines
                skipped = 0
        except SPOILT:
            faults.append(CUT)


def _part(file: io.TextIOWrapper) -> str:
    """The next lines, none of which is cut inside a quoted cell; nothing at the end."""
    if not (text := file.read(_PART)):
        return ""
    if not text.endswith("\n"):
        text += file.readline(_LONGEST)
    for _ in range(_OPEN):
        if text.count('"') % 2 == 0 or not (line := file.readline(_LONGEST)):
            break
        text += line
    return text if text.endswith("\n") else text + "\n"


def _unquoted(text: str, mark: str) -> str:
    """The same lines, quotes taken away, and what they kept together made one cell; signs where one is never closed."""
    if '"' not in text:
        return text
    try:
        rows = [] if text.count('"') % 2 else list(csv.reader(io.StringIO(text), delimiter=mark))
    except csv.Error:
        rows = []
    if not rows or any(row and row[-1].count("\n") > _OPEN for row in rows):
        return text.replace('"', "")
    inner = str.maketrans({mark: " ", "\n": " "})
    return "".join([mark.join([cell.translate(inner) for cell in row]) + "\n" for row in rows])
