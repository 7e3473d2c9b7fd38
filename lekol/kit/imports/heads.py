"""Where the headers of a table are, under a title, on one line or on two."""

import re
from collections.abc import Sequence

from lekol.pact.names import plain

_FIGURES = re.compile(r"[\d\s.,/:€%-]+")


def normal(header: str) -> str:
    """How headers are compared: no case, no accent, no mark, no space, no underscore."""
    return plain(header.replace("\ufeff", "")).replace(" ", "")


def headers_of(head: Sequence[list[str]], known: set[str]) -> tuple[list[str], int]:
    """The headers, and the rank of the first line below them."""
    best = _best(head, known)
    row = head[best]
    if best + 1 < len(head) and _completes(row, head[best + 1], known):
        return _joined(row, head[best + 1], known), best + 2
    above = head[best - 1] if best else []
    return (_joined(above, row, known) if _groups(above, row) else _tidy(row)), best + 1


def _best(head: Sequence[list[str]], known: set[str]) -> int:
    """The line with most known headers; when none has two, the first that is wide and only words."""
    scores = [len({normal(cell) for cell in cells} & known) for cells in head]
    if max(scores) >= 2:
        return scores.index(max(scores))
    widest = max(sum(map(bool, cells)) for cells in head)
    for rank, cells in enumerate(head):
        filled = [cell for cell in cells if cell]
        if len(filled) >= max(2, widest * 0.6) and not any(_FIGURES.fullmatch(cell) for cell in filled):
            return rank
    return scores.index(max(scores))


def _completes(above: list[str], below: list[str], known: set[str]) -> bool:
    """Does a second line of headers stand under the first: known words under its gaps, nothing like a value?"""
    filled = [cell for cell in below if cell]
    under_gap = any(cell and (rank >= len(above) or not above[rank]) for rank, cell in enumerate(below))
    gaps = any(cell and (rank >= len(below) or not below[rank]) for rank, cell in enumerate(above))
    words = not any(_FIGURES.fullmatch(cell) for cell in filled)
    return under_gap and gaps and words and any(normal(cell) in known for cell in filled)


def _groups(above: list[str], row: list[str]) -> bool:
    """Is the line above one of group names over the headers, and not a title?"""
    filled = [rank for rank, cell in enumerate(above) if cell]
    return len(filled) >= 2 and len(filled) < sum(map(bool, row)) and len({above[rank] for rank in filled}) > 1


def _joined(above: list[str], below: list[str], known: set[str]) -> list[str]:
    """Each column’s name: its own word when it is known or alone, else with its group’s (« Achat » + « Date »)."""
    named, group = [], ""
    for rank in range(max(len(above), len(below))):
        high = above[rank] if rank < len(above) else ""
        low = below[rank] if rank < len(below) else ""
        group = high or group
        both = f"{group} {low}".strip()
        if not low:
            named.append(high)
        elif normal(both) in known or not (high or normal(low) in known):
            named.append(both)
        else:
            named.append(low)
    return _tidy(named)


def _tidy(cells: Sequence[str]) -> list[str]:
    return [" ".join(cell.replace("\ufeff", "").split()) for cell in cells]
