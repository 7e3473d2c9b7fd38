"""The volume: which pairs are worth comparing, and how they compare. One statement of SQL, whatever runs it."""

from typing import Protocol

import duckdb
import numpy as np
import numpy.typing as npt

from lekol.pupils.linking.keys import blocking
from lekol.pupils.linking.levels import Pairs
from lekol.pupils.linking.records import Book, Records
from lekol.pupils.linking.work import Work

Rows = npt.NDArray[np.int64]
WIDEST = 1_600  # pairs of one block; beyond, the key says too little

JOIN = """
select distinct a.child * 4294967296 + b.child as pair
from (select key, child, count(*) over (partition by key) as size from state_keys) a
join (select key, child, count(*) over (partition by key) as size from city_keys) b
  on a.key = b.key and a.size * b.size <= {widest}
"""


class Engine(Protocol):
    """What makes pairs: in-process, or a cluster."""

    def pairs(self, work: Work, left: Rows, right: Rows) -> Pairs:
        """Candidates among those rows of each base, compared."""


def keyed(book: Book, base: Records, rows: Rows, city: bool) -> tuple[npt.NDArray[np.int64], Rows]:
    """(key, row of the base), one line a key known."""
    part = base.take(rows)
    keys, children = [], []
    for column in blocking(book, part, city):
        known = column != 0
        keys.append(column[known])
        children.append(rows[known])
    return np.concatenate(keys).view(np.int64), np.concatenate(children)


class InProcess:
    """DuckDB inside this process: it spills to disk when memory is short."""

    def pairs(self, work: Work, left: Rows, right: Rows) -> Pairs:
        book = work.shelf.book
        found = np.sort(self.joined(keyed(book, work.state, left, False), keyed(book, work.city, right, True)))
        one, two = found >> 32, found & 0xFFFFFFFF
        return Pairs(one, two, work.levels(one, two))

    def joined(self, state: tuple[Rows, Rows], city: tuple[Rows, Rows]) -> Rows:
        with duckdb.connect(config={"threads": 2}) as engine:
            for name, (keys, children) in {"state_keys": state, "city_keys": city}.items():
                engine.register(name, {"key": keys, "child": children})
            return np.asarray(engine.execute(JOIN.format(widest=WIDEST)).fetchnumpy()["pair"])
