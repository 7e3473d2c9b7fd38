"""Each value once, by sorting: `np.unique` sorts more slowly when asked for rows, and hashes when it is not."""

from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Kind = TypeVar("Kind", bound=np.generic)
Rows = npt.NDArray[np.int64]


def once(values: npt.NDArray[Kind]) -> npt.NDArray[Kind]:
    """The distinct values, in order."""
    values = np.sort(values)
    return values[_new(values)]


def numbered(values: npt.NDArray[Kind]) -> tuple[npt.NDArray[Kind], Rows, Rows]:
    """(the distinct values in order, a row that holds each, which one each row holds)."""
    order = np.argsort(values)
    ranked = values[order]
    new = _new(ranked)
    codes = np.empty(len(values), np.int64)
    codes[order] = np.cumsum(new) - 1
    return ranked[new], order[new], codes


def alone(values: npt.NDArray[Kind]) -> tuple[npt.NDArray[Kind], Rows]:
    """(the values that one row only holds, in order, that row)."""
    order = np.argsort(values)
    ranked = values[order]
    new = _new(ranked)
    single = new.copy()
    single[:-1] &= new[1:]
    return ranked[single], order[single]


def firsts(values: Rows) -> Rows:
    """The first row of each distinct value, whole numbers of which none is negative, in the order of the values."""
    row = np.full(values.max(initial=-1) + 1, -1, np.int64)
    row[values[::-1]] = np.arange(len(values))[::-1]
    return row[row >= 0]


def within(values: Rows, among: Rows) -> npt.NDArray[np.bool_]:
    """Which values are among others: whole numbers of which none is negative, as rows are."""
    known = np.zeros(max(values.max(initial=-1), among.max(initial=-1)) + 1, bool)
    known[among] = True
    return known[values]


def sought(known: npt.NDArray[Any], values: npt.NDArray[Any]) -> tuple[Rows, npt.NDArray[np.bool_]]:
    """(where each value first is in `known`, which is in order; whether it is there)."""
    if not len(known):
        return np.zeros(len(values), np.int64), np.zeros(len(values), bool)
    at = np.minimum(np.searchsorted(known, values), len(known) - 1)
    return at, known[at] == values


def placed(known: npt.NDArray[Any], rows: npt.NDArray[Kind], values: npt.NDArray[Any]) -> npt.NDArray[Kind]:
    """The row of each value, -1 when it is not in `known`, which is in order and whose rows these are."""
    if not len(known):
        return np.full(len(values), -1, rows.dtype)
    at, there = sought(known, values)
    return np.where(there, rows[at], -1).astype(rows.dtype)


def spread(counts: Rows) -> tuple[Rows, Rows]:
    """(the group of each thing, its rank in the group) of groups that hold so many."""
    group = np.repeat(np.arange(len(counts)), counts)
    return group, np.arange(len(group)) - np.repeat(np.cumsum(counts) - counts, counts)


def _new(ranked: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    new = np.ones(len(ranked), bool)
    new[1:] = ranked[1:] != ranked[:-1]
    return new
