"""A plain table, once its shape is known: no quotes, as many cells in every line, read by arrays."""

from dataclasses import dataclass
from io import BufferedIOBase

import numpy as np
import numpy.typing as npt

from lekol.pupils.linking.cells import Block, Numbering, blocks
from lekol.pupils.linking.columns import Column, trimmed
from lekol.pupils.linking.encodings import Encoding

Ints = npt.NDArray[np.int32]
LARGEST = 6 * 1024**3  # bytes once open: seven million pupils take 1.5


@dataclass(frozen=True, slots=True)
class Shape:
    """How the cells of a plain table are found: no quotes, as many cells in every line."""

    encoding: Encoding
    mark: str
    """What stands between two cells."""
    width: int
    """Cells of a line."""
    chosen: dict[str, int]
    """Field → rank of its cell."""


def numbered(file: BufferedIOBase, shape: Shape) -> tuple[dict[str, Column], Ints]:
    """The columns of lines that are all of one shape, and the line of the file of each."""
    numbering = {name: Numbering() for name in shape.chosen}
    count = 0
    for lines in blocks(file, LARGEST):
        block = Block(lines, shape.mark, shape.width, shape.chosen.values())
        count += block.count
        for name, rank in shape.chosen.items():
            numbering[name].add(block, rank, shape.encoding)
    columns = {name: trimmed(*numbering.pop(name).column()) for name in shape.chosen}
    return columns, np.arange(2, count + 2, dtype=np.int32)
