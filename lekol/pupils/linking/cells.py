"""The cells of a plain table, numbered by arrays: no cell becomes text but the first of its kind.

Plain is a table without a quote, each line of which has as many cells as the headers: what softwares export. Anything
else is read line by line (`files`), five times as slowly.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from io import BufferedIOBase
from typing import Any

import numpy as np
import numpy.typing as npt

from lekol.pupils.linking.distinct import numbered, placed
from lekol.pupils.linking.encodings import Encoding

Ints = npt.NDArray[np.int32]
Places = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Signs = npt.NDArray[np.uint8]
BLOCK = 1 << 24
_TILE = 1 << 13  # lines whose bytes stay near the processor while every column is numbered
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_TURN = np.uint64(29)


class NotPlain(ValueError):
    """This table must be read with more patience."""


def blocks(file: BufferedIOBase, longest: int) -> Iterator[bytes]:
    """Whole lines, some megabytes at a time, then eight bytes of margin. NotPlain beyond `longest` bytes."""
    rest, read = b"", 0
    while part := file.read(BLOCK):
        read += len(part)
        cut = part.rfind(b"\n") + 1
        if not cut or read > longest:
            raise NotPlain
        yield rest + part[:cut] + bytes(8)
        rest = part[cut:]
    if rest:
        yield rest + b"\n" + bytes(8)


class Block:
    """Lines of cells: where each cell starts and ends."""

    def __init__(self, lines: bytes, mark: str, width: int, ranks: Collection[int]) -> None:
        """`ranks` are those of the columns to number."""
        if b'"' in lines or b"\x00" in lines[:-8]:
            raise NotPlain
        self._signs = signs = np.frombuffer(lines, np.uint8)
        ends = np.flatnonzero((signs == ord(mark)) | (signs == 10))
        if len(ends) % width:
            raise NotPlain
        self.ends = ends.reshape(-1, width)
        self.count = len(self.ends)
        lasts = signs[self.ends] == 10
        if not lasts[:, -1].all() or lasts[:, :-1].any():
            raise NotPlain
        starts = np.concatenate([[0], ends[:-1] + 1]).reshape(-1, width)
        self.ends[:, -1] -= signs[self.ends[:, -1] - 1] == 13
        if (self.ends[:, -1] - starts[:, 0] < width).any():
            raise NotPlain  # a line of nothing but separators
        self.starts, self.ends = np.ascontiguousarray(starts.T), np.ascontiguousarray(self.ends.T)
        known = eights(lines)
        self._hashes = {rank: np.zeros(self.count, np.uint64) for rank in ranks}
        for start in range(0, self.count, _TILE):
            tile = slice(start, start + _TILE)
            for rank, hashes in self._hashes.items():
                starts = self.starts[rank][tile]
                hashes[tile] = hashed(known, starts, self.ends[rank][tile] - starts)

    def cells(self, rank: int) -> tuple[Hashes, Places, Places]:
        """(the distinct cells of a column as numbers in order, a line that holds each, which one each line holds)."""
        return numbered(self._hashes[rank])

    def text(self, rank: int, rows: Places, encoding: Encoding) -> str:
        """The cells of some lines, one a line. UnicodeDecodeError when the encoding is another."""
        starts, lengths = self.starts[rank][rows], self.ends[rank][rows] + 1
        lengths -= starts
        signs, until = gathered(self._signs, starts, lengths)
        signs[until - 1] = 10
        name, errors = encoding
        return signs.tobytes().decode(name.removesuffix("-sig"), errors)

    def spaced(self, rank: int, rows: Places) -> bool:
        """May one of these cells start or end with a space?"""
        starts, ends = self.starts[rank][rows], self.ends[rank][rows]
        filled = ends > starts
        return bool(_SPACES[self._signs[starts[filled]]].any() or _SPACES[self._signs[ends[filled] - 1]].any())


def hashed(eights: Hashes, starts: Places, lengths: Places) -> Hashes:
    """One number a cell, drawn from all its bytes, eight at a time; `eights` are those that start at each byte."""
    total = _mixed(eights, lengths.astype(np.uint64), starts, lengths)
    for step in range(8, int(lengths.max(initial=0)), 8):
        rows = np.flatnonzero(lengths > step)
        total[rows] = _mixed(eights, total[rows], starts[rows] + step, lengths[rows] - step)
    return total


def eights(cells: bytes) -> Hashes:
    """The eight bytes that start at each byte but the last seven, as numbers."""
    return np.ndarray((len(cells) - 7,), np.dtype("<u8"), cells, strides=(1,))


def _mixed(eights: Hashes, total: Hashes, starts: Places, left: Places) -> Hashes:
    """The numbers before, and the next eight bytes at most."""
    part = eights[starts]
    part &= _FIRST_BYTES[np.minimum(left, 8)]
    part ^= total
    part *= _PRIME
    part ^= part >> _TURN
    return part


_FIRST_BYTES = np.array([(1 << 8 * count) - 1 for count in range(9)], np.uint64)
_SPACES = np.zeros(256, bool)
_SPACES[[*range(33), 0x85, 0xA0]] = True


def gathered(signs: Signs, starts: Places, lengths: Places) -> tuple[Signs, Places]:
    """(the bytes of some cells one after the other, where each ends); no length is 0."""
    until = np.cumsum(lengths)
    steps = np.ones(int(until[-1]) if len(until) else 0, np.int64)
    steps[:1] = starts[:1]
    steps[until[:-1]] = starts[1:] - starts[:-1] - lengths[:-1] + 1
    return signs[np.cumsum(steps, out=steps)], until


class Words(Sequence[str]):
    """Distinct cells as one text, a cell a line: a list of millions would take five times the memory."""

    def __init__(self, text: str, spaced: bool = True) -> None:
        """`spaced`: may a cell start or end with a space?"""
        self.text, self._list, self.spaced = text, [""], spaced

    def __len__(self) -> int:
        return self.text.count("\n")

    def __iter__(self) -> Iterator[str]:
        return iter(self._split())

    def __getitem__(self, rank: Any) -> Any:
        if len(self._list) == 1:
            self._list = self._split()
        return self._list[rank]

    def _split(self) -> list[str]:
        return self.text[:-1].split("\n")


class Numbering:
    """Numbers the cells of a column, block after block; the empty one is 0."""

    def __init__(self) -> None:
        self._known, self._late = _Known(np.zeros(1, np.uint64), np.zeros(1, np.int32)), _Known.none()
        self._texts, self._codes = ["\n"], [np.zeros(0, np.int32)]
        self._spaced = False

    def add(self, block: Block, rank: int, encoding: Encoding) -> None:
        found, first, codes = block.cells(rank)
        numbers = self._known.numbers(found)
        new = np.flatnonzero(numbers < 0)
        numbers[new] = self._late.numbers(found[new])
        new = new[numbers[new] < 0]
        count = len(self._known) + len(self._late)
        numbers[new] = np.arange(count, count + len(new))
        self._texts.append(block.text(rank, first[new], encoding))
        self._spaced |= block.spaced(rank, first[new])
        self._codes.append(numbers[codes])
        self._late = self._late.joined(_Known(found[new], numbers[new]))
        if len(self._late) * _SELDOM > len(self._known):
            self._known, self._late = self._known.joined(self._late), _Known.none()

    def column(self) -> tuple[Ints, Words]:
        return np.concatenate(self._codes), Words("".join(self._texts), self._spaced)


_SELDOM = 3
"""Cells met lately are put among the others once they are a third of them: each is moved few times."""


@dataclass(frozen=True, slots=True)
class _Known:
    """Distinct cells as numbers in order, and the rank of each."""

    cells: Hashes
    ranks: Ints

    @classmethod
    def none(cls) -> "_Known":
        return cls(np.zeros(0, np.uint64), np.zeros(0, np.int32))

    def __len__(self) -> int:
        return len(self.cells)

    def numbers(self, cells: Hashes) -> Ints:
        """The rank of each cell, -1 when it is not known."""
        return placed(self.cells, self.ranks, cells)

    def joined(self, other: "_Known") -> "_Known":
        cells = np.concatenate([self.cells, other.cells])
        order = np.argsort(cells, kind="stable")  # two parts in order: it only merges them
        return _Known(cells[order], np.concatenate([self.ranks, other.ranks])[order])
