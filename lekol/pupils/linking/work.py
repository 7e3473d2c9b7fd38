"""The two bases being linked, on one shelf."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from lekol.pupils.linking.files import Base
from lekol.pupils.linking.levels import Levels, compare
from lekol.pupils.linking.records import Records, Shelf
from lekol.pupils.linking.sealed import SealedShelf

Rows = npt.NDArray[np.int64]


@dataclass(slots=True)
class Work:
    """The two bases being linked."""

    shelf: Shelf
    state: Records
    city: Records
    bases: tuple[Base, Base]
    streets: list[str] = field(default_factory=lambda: [""])

    def levels(self, left: Rows, right: Rows) -> Levels:
        """How rows of the State’s base compare with rows of the City’s."""
        return compare(self.shelf.book, self.state.take(left), self.city.take(right), self.streets)

    def housed(self, left: Rows, right: Rows) -> None:
        """Read the addresses of these rows only."""
        self.shelf.house(self.bases[0], self.state, left)
        self.shelf.house(self.bases[1], self.city, right)
        self.streets = list(self.shelf.streets)


def placed(state: Base, city: Base) -> Work:
    """Number everything once."""
    shelf = SealedShelf() if state.sealed and city.sealed else Shelf()
    work = Work(shelf, shelf.place(state), shelf.place(city), (state, city))
    shelf.book.close()
    return work
