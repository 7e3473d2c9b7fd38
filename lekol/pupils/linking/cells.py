"""The cells of a plain table, numbered by arrays: no cell becomes text but the first of its kind.

Plain is a table without a quote, each line of which has as many cells as the headers: what softwares export. Anything
else is read line by line (`files`), five times as slowly.
"""

from collections.abc import Iterator, Sequence
from io import BufferedIOBase
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Places = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
BLOCK = 1 << 24
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

    def __init__(self, lines: bytes, mark: str, width: int) -> None:
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
        self.starts = np.concatenate([[0], ends[:-1] + 1]).reshape(-1, width)
        self.ends[:, -1] -= signs[self.ends[:, -1] - 1] == 13
        if (self.ends[:, -1] - self.starts[:, 0] < width).any():
            raise NotPlain  # a line of nothing but separators
        self._eights = np.ndarray((len(lines) - 7,), np.dtype("<u8"), lines, strides=(1,))

    def cells(self, rank: int) -> tuple[Hashes, Places, Ints]:
        """(the distinct cells of a column as numbers in order, a line that holds each, which one each line holds)."""
        starts, ends = self.starts[:, rank], self.ends[:, rank]
        found, first, codes = np.unique(self._hashed(starts, ends - starts), return_index=True, return_inverse=True)
        return found, first, codes.astype(np.int32)

    def text(self, rank: int, rows: Places, encoding: str) -> str:
        """The cells of some lines, one a line. UnicodeDecodeError when the encoding is another."""
        starts, lengths = self.starts[rows, rank], self.ends[rows, rank] - self.starts[rows, rank] + 1
        until = np.cumsum(lengths)
        signs = self._signs[
            np.repeat(starts - until + lengths, lengths) + np.arange(int(until[-1]) if len(rows) else 0)
        ]
        signs[until - 1] = 10
        return signs.tobytes().decode(encoding)

    def _hashed(self, starts: Places, lengths: Places) -> Hashes:
        """One number a cell, drawn from all its bytes, eight at a time."""
        total = lengths.astype(np.uint64)
        rows, at = np.arange(len(starts)), starts
        for step in range(0, int(lengths.max(initial=0)), 8):
            left = lengths[rows] - step
            spare = (8 * np.maximum(0, 8 - left)).astype(np.uint64)
            part = self._eights[at + step] << spare if step else np.where(left > 0, self._eights[at] << spare, 0)
            mixed = (total[rows] ^ part) * _PRIME
            total[rows] = mixed ^ (mixed >> _TURN)
            rows = np.flatnonzero(lengths > step + 8)
            at = starts[rows]
        return total


class Words(Sequence[str]):
    """Distinct cells as one text, a cell a line: a list of millions would take five times the memory."""

    def __init__(self, text: str) -> None:
        self._text, self._list = text, [""]

    def __len__(self) -> int:
        return self._text.count("\n")

    def __iter__(self) -> Iterator[str]:
        return iter(self._split())

    def __getitem__(self, rank: Any) -> Any:
        if len(self._list) == 1:
            self._list = self._split()
        return self._list[rank]

    def _split(self) -> list[str]:
        return self._text[:-1].split("\n")

    @property
    def spaced(self) -> bool:
        """Does a cell start or end with a space?"""
        text = self._text
        return any(f"{space}\n" in text or f"\n{space}" in text for space in " \t\xa0\x0b\x0c\x1c\x1d\x1e\x1f\x85")


class Numbering:
    """Numbers the cells of a column, block after block; the empty one is 0."""

    def __init__(self) -> None:
        self._known, self._ranks = np.zeros(1, np.uint64), np.zeros(1, np.int32)
        self._texts, self._codes = ["\n"], [np.zeros(0, np.int32)]

    def add(self, block: Block, rank: int, encoding: str) -> None:
        found, first, codes = block.cells(rank)
        at = np.minimum(np.searchsorted(self._known, found), len(self._known) - 1)
        numbers = self._ranks[at]
        new = np.flatnonzero(self._known[at] != found)
        numbers[new] = np.arange(len(self._known), len(self._known) + len(new))
        self._texts.append(block.text(rank, first[new], encoding))
        self._codes.append(numbers[codes])
        order = np.argsort(known := np.concatenate([self._known, found[new]]))
        self._known, self._ranks = known[order], np.concatenate([self._ranks, numbers[new]])[order]

    def column(self) -> tuple[Ints, Words]:
        return np.concatenate(self._codes), Words("".join(self._texts))
