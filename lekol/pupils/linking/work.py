"""The two bases being linked, on one shelf."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from lekol.pupils.linking.files import Base
from lekol.pupils.linking.levels import Levels, Streets, compare
from lekol.pupils.linking.memory import Memory, Prints
from lekol.pupils.linking.records import Ledger, Records, Shelf
from lekol.pupils.linking.sealed import SealedShelf
from lekol.pupils.rules.fields import FIELDS

Rows = npt.NDArray[np.int64]
SLICE = 64_000  # pairs compared at a time


@dataclass(slots=True)
class Work:
    """The two bases being linked."""

    shelf: Shelf
    state: Records
    city: Records
    bases: tuple[Base, Base]
    streets: Streets = field(default_factory=lambda: np.array([""], object))
    memory: Memory | None = None
    prints: tuple[Prints, Prints] | None = None
    without: frozenset[str] = frozenset()
    """Fields that are not compared: one of the bases does not have them."""
    ledgers: tuple[Ledger, Ledger] = field(init=False)

    def __post_init__(self) -> None:
        self.ledgers = Ledger(self.state), Ledger(self.city)

    def levels(self, left: Rows, right: Rows) -> Levels:
        """How rows of the State’s base compare with rows of the City’s, as remembered when neither has changed."""
        if self.memory is None or self.prints is None:
            return self.compared(left, right)
        prints = self.prints[0][left], self.prints[1][right]
        return self.memory.levels(prints, (left, right), self.compared)

    def compared(self, left: Rows, right: Rows) -> Levels:
        """The same, compared now, some at a time: what is being compared stays near the processor."""
        levels = np.zeros((len(left), len(FIELDS)), np.int8)
        for start in range(0, len(left), SLICE):
            some = slice(start, start + SLICE)
            state, city = (ledger.take(rows[some]) for ledger, rows in zip(self.ledgers, (left, right), strict=True))
            levels[some] = compare(self.shelf.book, state, city, self.streets)
        return levels

    def housed(self, left: Rows, right: Rows) -> None:
        """Read the addresses of these rows only."""
        self.shelf.house(self.bases[0], self.state, left)
        self.shelf.house(self.bases[1], self.city, right)
        self.streets = np.array(list(self.shelf.streets), object)
        for ledger in self.ledgers:
            ledger.renew(("house", "street"))
        if self.prints is not None:
            for prints, rows in zip(self.prints, (left, right), strict=True):
                prints[rows] ^= _AT_HOME


_AT_HOME = np.uint64(0xA5A5A5A5A5A5A5A5)
"""Marks the print of a record whose address is read: it no longer compares as it did without."""


def placed(state: Base, city: Base, memory: Memory | None = None) -> Work:
    """Number everything once."""
    shelf = SealedShelf() if state.sealed and city.sealed else Shelf()
    both = all("ine" in base.columns and base.columns["ine"].filled for base in (state, city))
    without = frozenset() if both else frozenset({"ine"})
    placed = shelf.place(state, without), shelf.place(city, without)
    work = Work(shelf, *placed, (state, city), memory=memory, without=without)
    if memory is not None:
        work.prints = memory.prints(state), memory.prints(city)
    shelf.book.close()
    return work
