"""Columns as numbers into their distinct words, made line by line as a table is read."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lekol.pupils.linking.cells import Words

Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Column:
    """Cells of a column: `words[codes[row]]`; `words[0]` is the empty one."""

    codes: Ints
    words: Sequence[str]

    @classmethod
    def of(cls, cells: Iterable[str], count: int) -> "Column":
        index = _index()
        codes = np.fromiter(map(index.__getitem__, cells), np.int32, count)
        return cls(codes, list(index))

    def at(self, rows: npt.NDArray[np.integer]) -> list[str]:
        """The cells of some rows, as written."""
        words = list(self.words)
        return [words[code] for code in self.codes[rows].tolist()]

    @property
    def filled(self) -> float:
        """Share of the rows that say something."""
        return float(np.count_nonzero(self.codes)) / max(1, len(self.codes))


class Table:
    """Cells numbered as they come, so that no more than some thousand lines are in memory as text."""

    def __init__(self, width: int, chosen: dict[str, int], first: int) -> None:
        self.width, self.chosen, self.uneven = width, chosen, 0
        self._next, self._rows = first, [np.zeros(0, np.int32)]
        self._index: dict[str, defaultdict[str, int]] = {name: _index() for name in chosen}
        self._codes: dict[str, list[Ints]] = {name: [np.zeros(0, np.int32)] for name in chosen}

    def add(self, rows: list[list[str]]) -> None:
        """Number some lines; empty ones are no pupil, but have a number of their own."""
        kept = [row for row in rows if any(row)]
        full = np.fromiter(map(any, rows), np.bool_, len(rows))
        self._rows.append((np.flatnonzero(full) + self._next).astype(np.int32))
        self._next += len(rows)
        cells = list(zip(*self._even(kept), strict=True)) or [()] * self.width
        for name, rank in self.chosen.items():
            codes = np.fromiter(map(self._index[name].__getitem__, cells[rank]), np.int32, len(kept))
            self._codes[name].append(codes)

    def _even(self, rows: list[list[str]]) -> list[list[str]]:
        if set(map(len, rows)) <= {self.width}:
            return rows
        self.uneven += sum(len(row) != self.width for row in rows)
        return [(row + [""] * (self.width - len(row)))[: self.width] for row in rows]

    def numbers(self) -> Ints:
        """The line of the file of each row."""
        return np.concatenate(self._rows)

    def columns(self) -> dict[str, Column]:
        codes = {name: np.concatenate(self._codes.pop(name)) for name in self.chosen}
        return {name: trimmed(column, list(self._index.pop(name))) for name, column in codes.items()}


def _index() -> defaultdict[str, int]:
    index: defaultdict[str, int] = defaultdict()
    index.default_factory = index.__len__
    index[""]
    return index


def trimmed(codes: Ints, words: Sequence[str]) -> Column:
    """Spaces around a cell say nothing."""
    if isinstance(words, Words) and not words.spaced:
        return Column(codes, words)
    bare = list(map(str.strip, words))
    column = Column.of(bare, len(bare))
    return Column(column.codes[codes], column.words) if len(column.words) < len(bare) else Column(codes, bare)
