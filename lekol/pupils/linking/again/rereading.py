"""The lines of one base that are read again, a few at a time, as records in the order of the file."""

from dataclasses import fields

import numpy as np
import numpy.typing as npt

from lekol.pupils.linking.again.changes import Change
from lekol.pupils.linking.again.trace import Half
from lekol.pupils.linking.columns import Column
from lekol.pupils.linking.files import Base, of_lines
from lekol.pupils.linking.records import Records, Shelf
from lekol.pupils.linking.shapes import Shape

Rows = npt.NDArray[np.int64]
NEW = -1
"""The row of before of a line that was not there."""


class Reading:
    """The records read again of one base: a row is a line read, whatever its line is."""

    def __init__(
        self, half: Half, change: Change, shape: Shape, shelf: Shelf, without: frozenset[str], title: str
    ) -> None:
        self.half, self.change = half, change
        self._shape, self._shelf, self._without, self._title = shape, shelf, without, title
        self._parts: list[tuple[Base, Records]] = []
        self._lines, self._before = np.zeros((2, 0), np.int64)
        self.lines, self.before = self._lines, self._before
        """Of each row: its line in the file, its row of before or NEW."""
        self._order = self._lines
        self.read = np.zeros(len(change.places), bool)
        """Which rows of before are read again."""

    def add_new(self) -> None:
        """Read the lines that were not there. NotPlain or UnicodeDecodeError when they are of another shape."""
        new = self.change.new
        self._add(self.change.new_lines(), new, np.full(len(new), NEW))

    def add(self, rows: Rows) -> None:
        """Read again some rows of before, but those read already or gone."""
        rows = rows[~self.read[rows] & (self.change.places[rows] >= 0)]
        self._add(self.change.lines(rows), self.change.places[rows], rows)
        self.read[rows] = True

    def _add(self, cells: list[bytes], lines: Rows, before: Rows) -> None:
        base = of_lines(self.change.text.end.join([*cells, b""]), self._title, self._shape)
        self._parts.append((base, self._shelf.place(base, self._without)))
        self._lines, self._before = np.concatenate([self._lines, lines]), np.concatenate([self._before, before])
        self._order = np.argsort(self._lines)
        self.lines, self.before = self._lines[self._order], self._before[self._order]

    def before_read(self) -> Rows:
        """The rows of before that are read again, or gone."""
        return np.flatnonzero(self.read | (self.change.places < 0))

    def house(self, rows: Rows) -> None:
        """Read the addresses of some rows."""
        rows, start = self._order[rows], 0
        for base, records in self._parts:
            here = rows[(rows >= start) & (rows < start + base.count)] - start
            self._shelf.house(base, records, here)
            start += base.count

    def records(self) -> Records:
        """All that was read."""
        columns = (one.name for one in fields(Records))
        return Records(
            **{name: np.concatenate([getattr(part, name) for _, part in self._parts])[self._order] for name in columns}
        )

    def base(self) -> Base:
        """The references of the rows, in a base that has nothing else."""
        references = [reference for base, _ in self._parts for reference in base.ids]
        return Base(self._title, {"id": Column.of(map(references.__getitem__, self._order.tolist()), len(references))},
                    len(references))  # fmt: skip
