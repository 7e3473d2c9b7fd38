"""The volume: which pairs are worth comparing, and how they compare. One statement of SQL, whatever runs it."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Protocol

import numpy as np
import numpy.typing as npt

from lekol.pupils.linking.distinct import once, sought, spread
from lekol.pupils.linking.keys import Keys, blocking
from lekol.pupils.linking.records import Book, Records
from lekol.pupils.linking.work import Work

Rows = npt.NDArray[np.int64]
Shorts = npt.NDArray[np.int32]
Keyed = tuple[Rows, Shorts, int]
WIDEST = 1_600
"""Pairs of one block; beyond, the key says too little."""
CROWDED = (1, 2, 3, 6, 12, 13, 14, 15, 16)
"""Kinds of keys whose blocks widen with the base: names, guardians and days without a school nor a household."""
LARGE = 40_000_000  # keys of one kind; beyond, they are joined on disk

JOIN = """
select distinct a.child * 4294967296 + b.child as pair
from (select key, child, widest, count(*) over (partition by key) as size from state_keys) a
join (select key, child, count(*) over (partition by key) as size from city_keys) b
  on a.key = b.key and a.size * b.size <= a.widest
"""


class Engine(Protocol):
    """What makes pairs: in-process, or a cluster."""

    def pairs(self, work: Work, left: Rows, right: Rows) -> Rows:
        """Candidates among those rows of each base: both rows packed in one number, in order, each once."""


def keyed(book: Book, base: Records, rows: Rows, city: bool) -> Iterator[Keyed]:
    """(key, row of the base, pairs of one block at most) of each kind of key, one line a key known."""
    short = rows.astype(np.int32)
    for kind, columns in blocking(book, base.take(rows), city):
        yield *filled(columns, short), widest(kind, len(rows))


def filled(columns: Sequence[Keys], rows: Shorts) -> tuple[Rows, Shorts]:
    """(key, row) one line a key known, of columns of one kind."""
    known = [column != 0 for column in columns]
    keys = np.concatenate([column[some] for column, some in zip(columns, known, strict=True)])
    return keys.view(np.int64), np.concatenate([rows[some] for some in known])


def in_order(keys: Rows, rows: Shorts) -> tuple[Rows, Shorts]:
    """The same, in the order of the keys."""
    order = np.argsort(keys)
    return keys[order], rows[order]


def widest(kind: int, rows: int) -> int:
    """Pairs of one block at most: that so many share a name says less among millions, and other keys find the child."""
    return max(100, min(WIDEST, 64_000_000 // max(1, rows))) if kind in CROWDED else WIDEST


def columns_of(side: Keyed) -> dict[str, Rows]:
    """Keys as the columns that JOIN reads."""
    keys, children, widest = side
    return {"key": keys, "child": children.astype(np.int64), "widest": np.full(len(keys), widest)}


class InProcess:
    """Blocks joined kind after kind: by arrays, and by DuckDB, which spills to disk, when one kind is very large."""

    def pairs(self, work: Work, left: Rows, right: Rows) -> Rows:
        book = work.shelf.book
        sides = keyed(book, work.state, left, False), keyed(book, work.city, right, True)
        found = [np.zeros(0, np.int64)]
        for state, city in zip(*sides, strict=True):
            large = len(state[0]) + len(city[0]) > LARGE
            found.append(once(_spilled(state, city) if large else met(state, city)))
        return once(np.concatenate(found))


def met(state: Keyed, city: Keyed) -> Rows:
    """Pairs of rows that share a key, in arrays."""
    (keys, starts, sizes, left), (others, begins, counts, right) = _blocks(state), _blocks(city)
    at, met = sought(others, keys)
    met[met] = sizes[met] * counts[at[met]] <= state[2]
    starts, sizes, begins, counts = starts[met], sizes[met], begins[at[met]], counts[at[met]]
    block, rank = spread(sizes * counts)
    one, two = np.divmod(rank, counts[block])
    return np.asarray(left[starts[block] + one].astype(np.int64) << 32 | right[begins[block] + two])


def _blocks(side: Keyed) -> tuple[Rows, Rows, Rows, Shorts]:
    """(distinct keys, where each starts, how many rows have it, the rows in that order)."""
    order = np.argsort(side[0])
    keys = side[0][order]
    new = np.ones(len(keys), bool)
    new[1:] = keys[1:] != keys[:-1]
    starts = np.flatnonzero(new)
    return keys[starts], starts, np.diff(starts, append=len(keys)), side[1][order]


def _spilled(state: Keyed, city: Keyed) -> Rows:
    """The same pairs by DuckDB."""
    duckdb = import_module("duckdb")
    with duckdb.connect(config={"threads": 2, "memory_limit": "2GB"}) as engine:
        for name, side in {"state_keys": state, "city_keys": city}.items():
            engine.register(name, columns_of(side))
        found: Rows = engine.execute(JOIN).fetchnumpy()["pair"]
        return found
