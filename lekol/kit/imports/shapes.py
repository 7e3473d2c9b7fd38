"""What a row is: a line of the table, or what people write among the lines — headings, totals, notes, headers again."""

import enum
import re
from collections.abc import Mapping

from lekol.pact.names import plain

_TOTAL = re.compile(r"^(sous |grand |s )?tota(l|ux)\b|^(nombre|nb) (total )?(de|d)\b|^(somme|subtotal|count)\b")
_WIDE = 6
_FEW = 2
"""A line of a table says at least three things of what it is about; a total or a note, one or two."""


class Shape(enum.Enum):
    """What a row is to the import desk."""

    LINE = "ligne"
    HEADING = "intertitre ou note"
    TOTAL = "total"
    HEADERS = "en-têtes répétés"


def shape_of(cells: Mapping[str, str]) -> Shape:
    """The shape of a row by its headers; cells of the whole row, empty ones included."""
    filled = [(header, cell) for header, cell in cells.items() if cell]
    if len(filled) > _WIDE and filled[0][0].lower() != filled[0][1].lower():
        return Shape.LINE
    texts = {cell for _, cell in filled}
    if len(cells) > 1 and len(texts) == 1 and (len(filled) == 1 or len(filled) > _FEW):
        (only,) = texts
        return Shape.TOTAL if _TOTAL.match(plain(only)) else Shape.HEADING
    if _repeats(filled):
        return Shape.HEADERS
    return Shape.TOTAL if _is_total(filled) else Shape.LINE


def _repeats(filled: list[tuple[str, str]]) -> bool:
    """A page’s headers printed again."""
    if len(filled) < _FEW or plain(filled[0][0]) != plain(filled[0][1]):
        return False
    return sum(plain(header) == plain(cell) for header, cell in filled) * 2 > len(filled)


def _is_total(filled: list[tuple[str, str]]) -> bool:
    """« Total », then figures only: a device that would be called so has other words."""
    words = [cell for _, cell in filled if not re.fullmatch(r"[\d\s.,€%:+-]+", cell)]
    return bool(words) and len(words) <= _FEW and bool(_TOTAL.match(plain(words[0]))) and len(filled) <= _FEW * 3
