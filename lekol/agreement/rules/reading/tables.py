"""Tables as plain text gives them: a row on a line, its cells apart."""

import re
from collections.abc import Sequence

from lekol.agreement.rules.reading.binding import Words
from lekol.agreement.rules.reading.folding import fold
from lekol.agreement.rules.reading.place import ACTION

LONGEST_CELL = 160
_TASK = re.compile(rf"(?:[^:]{{1,30}}:\s*)?(?:{ACTION.pattern.replace('^', '')})")
_APART = re.compile(r"\s*\|\s*|\s+;\s+|\s{3,}")


def cells_of(words: str) -> list[str]:
    """The cells of a row: two at least between bars, three at least between semicolons or wide blanks; else nothing."""
    bars = words.count("|")
    cells = [cell.strip() for cell in _APART.split(words.strip(" |"))]
    if len(cells) < (2 if bars else 3) or max(map(len, cells)) > LONGEST_CELL:
        return []
    whole = words.rstrip().endswith((";", ".", ":")) or (":" in words and not bars)
    return [] if whole else [cell for cell in cells if cell]


def owners(cells: Sequence[str], words: Words) -> tuple[str, ...]:
    """The parties that a cell names and nothing else, beside one that says what to do: « SIVOS », « l’académie et le SIVOS »."""
    for cell in cells:
        if not any(_TASK.match(fold(other)) for other in cells if other is not cell):
            continue
        folded = fold(cell).strip(" .")
        left = re.sub(r"\b(?:et|la|le|les|de la|du)\b|l'|[,/+&.-]", " ", words.name.sub(" ", folded))
        if (named := words.mentioned(folded)) and not left.strip():
            return named
    return ()


def shape(marker: str) -> str:
    """The family of a mark: « 2° » and « 3° » are of one, « a) » and « b) » of another."""
    return re.sub(r"[a-zA-Z]+", "a", re.sub(r"\d+", "1", marker))
