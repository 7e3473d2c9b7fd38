"""Which lines of a plain table have changed since it was read whole: some lines at a time, then each.

A table is cut where its lines end by one chosen sign: an added line moves no cut but its own. A piece whose print is
known holds the same lines as before; only the lines of other pieces are looked at one by one. A print is 64 bits.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat
from pathlib import Path

import numpy as np
import numpy.typing as npt
from isal import igzip, isal_zlib

from lekol.pupils.linking.cells import NotPlain
from lekol.pupils.linking.distinct import alone, sought, spread
from lekol.pupils.linking.opening import SPOILT, opened
from lekol.pupils.linking.shapes import LARGEST

Prints = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.int64]
_TOGETHER = 8  # lines of a piece, on average
_SAMPLED = 1 << 16  # bytes looked at to choose where to cut
_AT_ONCE = 10_000  # pieces
_LAST = np.uint64(1 << 63)
_BLOCK = 1 << 20  # bytes cut at once: they stay near the processor


@dataclass(frozen=True, slots=True)
class Text:
    """A plain table: its headers, then its lines, some in each piece."""

    head: bytes
    pieces: list[bytes]
    mark: bytes
    """What ends every piece but the last."""
    prints: Prints
    """Of each piece; the last, which no mark ends, never has that of another."""
    opened: dict[int, list[bytes]]
    """The lines of some pieces, by rank."""

    @property
    def end(self) -> bytes:
        """What ends a line."""
        return self.mark[1:]

    def lines(self, piece: int) -> list[bytes]:
        """The lines of a piece, without their ends."""
        if piece in self.opened:
            return self.opened[piece]
        whole = self.pieces[piece] + (self.mark if piece < len(self.pieces) - 1 else b"")
        return whole.split(self.end)[:-1]

    def add(self, pieces: list[bytes], start: int, known: Prints | None = None) -> Prints:
        """More pieces, not the last one; those unknown are opened while they are near the processor."""
        found, rank = prints(pieces, start), len(self.pieces)
        self.pieces.extend(pieces)
        if known is not None:
            for new in np.flatnonzero(~sought(known, found)[1]).tolist():
                self.opened[rank + new] = (pieces[new] + self.mark).split(self.end)[:-1]
        return found


def text_of(path: Path, start: int, mark: bytes = b"", known: Prints | None = None) -> Text:
    """A table cut into pieces, by `mark` when it is known; `start` is what prints start from. Pieces whose print is not
    among those known, in order, are opened as they pass. NotPlain when it does not open, or is no table."""
    blocks = _blocks(path)
    first = next(blocks, b"")
    until = first.find(b"\n") + 1
    head, rest = first[:until], first[until:]
    end = b"\r\n" if head.endswith(b"\r\n") else b"\n"
    mark = mark or _mark(rest[:_SAMPLED], end)
    text = Text(head, [], mark, np.zeros(0, np.uint64), {})
    *some, rest = rest.split(mark)
    found = [text.add(some, start, known)]
    for block in blocks:
        first, *some = block.rsplit(mark)  # from the end, a quarter faster
        *some, rest = *(rest + first).split(mark), *some
        found.append(text.add(some, start, known))
    last = (rest + end if rest and not rest.endswith(end) else rest).split(mark)
    found.append(text.add(last, start))
    found[-1][-1] ^= _LAST
    return replace(text, prints=np.concatenate(found))


def _blocks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, out of its archive when it is in one, some at a time. NotPlain when it is damaged or cut."""
    total = 0
    try:
        with opened(path, igzip.open) as file:
            while block := file.read(_BLOCK):
                total += len(block)
                if total > LARGEST:
                    raise NotPlain
                yield block
    except SPOILT:
        raise NotPlain from None


def _mark(sample: bytes, end: bytes) -> bytes:
    """The last sign of a line in eight or so, and the end of a line."""
    lasts = [line[-1:] for line in sample.split(end)[:-1] if line]
    if not lasts:
        raise NotPlain
    return min(set(lasts), key=lambda sign: (abs(len(lasts) - _TOGETHER * lasts.count(sign)), sign)) + end


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of a table."""

    pieces: Prints
    """In order; `order` is the rank of each in the table."""
    order: Rows
    firsts: Rows
    """The first row of each piece, as they stand in the table."""
    lines: Prints
    ends: Rows
    """Where each line ends in its piece."""

    @classmethod
    def of(cls, text: Text, start: int) -> "Known":
        """All of a table; its lines are looked at some at a time, or they would be all in memory once more."""
        counts, sizes, found = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.uint64)]
        for piece in range(0, len(text.pieces), _AT_ONCE):
            lines = [text.lines(rank) for rank in range(piece, min(piece + _AT_ONCE, len(text.pieces)))]
            every = list(chain(*lines))
            counts.append(np.fromiter(map(len, lines), np.int64, len(lines)))
            sizes.append(np.fromiter(map(len, every), np.int64, len(every)))
            found.append(prints(every, start))
        count, until = np.concatenate(counts), np.cumsum(np.concatenate(sizes) + len(text.end))
        firsts = np.cumsum(count) - count
        ends = until - len(text.end) - np.repeat(np.append(0, until)[firsts], count)
        order = np.argsort(text.prints)
        return cls(text.prints[order], order, firsts, np.concatenate(found), ends)


def prints(parts: Sequence[bytes], start: int) -> Prints:
    """One number a part; `start` is what it starts from."""
    found = _numbers(map(isal_zlib.crc32, parts, repeat(start)), len(parts)) << np.uint64(32)
    return found | _numbers(map(isal_zlib.adler32, parts), len(parts))


def _numbers(found: Iterable[int], count: int) -> Prints:
    return np.fromiter(found, np.uint64, count)


@dataclass(frozen=True, slots=True)
class Change:
    """What a table has become. Lines are numbered as they stand now."""

    text: Text
    places: Rows
    """Where the line of each row of before stands now, -1 when it has gone."""
    new: Rows
    """Lines that were not there."""
    count: int
    """How many lines there are."""
    _before: Known
    _now: Rows
    """For each piece of before, the same piece now, or -1."""
    _open: Rows
    """Lines of the other pieces, as numbers, in order…"""
    _lines: list[bytes]
    """… and as they are."""

    @property
    def gone(self) -> Rows:
        """Rows of before that are no longer there."""
        return np.flatnonzero(self.places < 0)

    @property
    def size(self) -> int:
        """How many lines have changed: one that is written otherwise is a line gone and a new one."""
        return max(len(self.new), len(self.gone))

    def new_lines(self) -> list[bytes]:
        return [self._lines[rank] for rank in np.searchsorted(self._open, self.new).tolist()]

    def lines(self, rows: Rows) -> list[bytes]:
        """The lines of rows of before that are still there."""
        known = self._before
        piece = np.searchsorted(known.firsts, rows, "right") - 1
        now = self._now[piece]
        starts = np.where(rows == known.firsts[piece], 0, known.ends[rows - 1] + len(self.text.end))
        starts = np.where(now < 0, np.searchsorted(self._open, self.places[rows]), starts)
        pieces, others, sign = self.text.pieces, self._lines, self.text.mark[:1]  # a piece was cut before it
        return [
            others[start] if at < 0 else (pieces[at] + sign)[start:end]
            for at, start, end in zip(now.tolist(), starts.tolist(), known.ends[rows].tolist(), strict=True)
        ]


def changed(before: Known, text: Text, start: int) -> Change:
    """How the table differs from before, whatever the order of its lines."""
    was, now = _met(before.pieces, before.order, text.prints)
    sizes = np.diff(before.firsts, append=len(before.lines))
    other = np.ones(len(text.pieces), bool)
    other[now] = False
    lines = [text.lines(piece) for piece in np.flatnonzero(other).tolist()]
    counts = np.zeros(len(text.pieces), np.int64)
    counts[now], counts[other] = sizes[was], list(map(len, lines))
    firsts = np.cumsum(counts) - counts
    at = np.full(len(sizes), -1)
    at[was] = now
    places = np.repeat(firsts[at] - before.firsts, sizes) + np.arange(len(before.lines))
    rows = np.flatnonzero(np.repeat(at < 0, sizes))
    open_, every = np.repeat(firsts[other], counts[other]) + spread(counts[other])[1], list(chain(*lines))
    known = before.lines[rows]
    order = np.argsort(known)
    same, still = _met(known[order], order, prints(every, start))
    places[rows] = -1
    places[rows[same]] = open_[still]
    return Change(text, places, np.delete(open_, still), int(counts.sum()), before, at, open_, every)


def _met(known: Prints, order: Rows, now: Prints) -> tuple[Rows, Rows]:
    """(ranks in one, ranks in the other) of the prints that each has once; `known` in order, `order` their ranks."""
    found, two = alone(now)
    at, same = sought(known, found)
    same &= ~np.append(known[1:] == known[:-1], False)[at]  # the next one is another
    return order[at[same]], two[same]
