"""Lines of a table written by arrays: no cell becomes text. Nothing asks for a quote, or another way is taken."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from lekol.pupils.linking.cells import Places, Signs, Words, gathered

Codes = npt.NDArray[np.integer]
_TOGETHER = 100_000  # lines written at once
_LINE = 10


@dataclass(frozen=True, slots=True)
class Cells:
    """Distinct cells as bytes, a cell a line, and which one each line of the table holds."""

    signs: Signs
    starts: Places
    lengths: Places
    codes: Codes

    @classmethod
    def of(cls, words: Sequence[str], codes: Codes, mark: str) -> Self | None:
        """None when a cell must be quoted, or is none."""
        text = words.text if isinstance(words, Words) else "\n".join([*words, ""])
        if any(sign in text for sign in (mark, '"', "\r")) or text.count("\n") != len(words):
            return None
        signs = np.frombuffer(text.encode(), np.uint8)
        ends = np.flatnonzero(signs == _LINE)
        starts = np.append(0, ends[:-1] + 1)[: len(ends)]
        return cls(signs, starts, ends + 1 - starts, codes)


def lines(columns: Sequence[Cells], mark: str) -> Iterator[str]:
    """The lines of the table, many at a time; columns have as many codes as there are lines."""
    signs = np.concatenate([column.signs for column in columns])
    before = np.cumsum([0, *(len(column.signs) for column in columns[:-1])])
    marks = np.array([*[ord(mark)] * (len(columns) - 1), _LINE], np.uint8)
    for start in range(0, len(columns[0].codes), _TOGETHER):
        codes = [column.codes[start : start + _TOGETHER] for column in columns]
        starts = [column.starts[some] + first for column, some, first in zip(columns, codes, before, strict=True)]
        lengths = [column.lengths[some] for column, some in zip(columns, codes, strict=True)]
        part, until = gathered(signs, np.stack(starts, 1).ravel(), np.stack(lengths, 1).ravel())
        part[until - 1] = np.tile(marks, len(codes[0]))
        yield part.tobytes().decode()
