"""The cells of a plain table, numbered by arrays: no cell becomes text but the first of its kind.

Plain is a table without a quote, each line of which has as many cells as the headers: what softwares export. Anything
else is read line by line (`files`), five times as slowly.
"""

from collections.abc import Iterator
from typing import BinaryIO

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


def blocks(file: BinaryIO, longest: int) -> Iterator[bytes]:
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
        self.lines, signs = lines, np.frombuffer(lines, np.uint8)
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

    def column(self, rank: int, encoding: str) -> tuple[Ints, list[str]]:
        """(number of each cell, the distinct cells as text). UnicodeDecodeError when the encoding is another."""
        starts, ends = self.starts[:, rank], self.ends[:, rank]
        _, first, codes = np.unique(self._hashed(starts, ends - starts), return_index=True, return_inverse=True)
        places = zip(starts[first].tolist(), ends[first].tolist(), strict=True)
        return codes.astype(np.int32), [self.lines[start:end].decode(encoding) for start, end in places]

    def _hashed(self, starts: Places, lengths: Places) -> Hashes:
        """One number a cell, drawn from all its bytes, eight at a time."""
        total = lengths.astype(np.uint64)
        rows, at = slice(None), starts
        for step in range(0, int(lengths.max(initial=0)), 8):
            left = lengths[rows] - step
            spare = (8 * np.maximum(0, 8 - left)).astype(np.uint64)
            part = self._eights[at + step] << spare if step else np.where(left > 0, self._eights[at] << spare, 0)
            mixed = (total[rows] ^ part) * _PRIME
            total[rows] = mixed ^ (mixed >> _TURN)
            rows = np.flatnonzero(lengths > step + 8)
            at = starts[rows]
        return total
