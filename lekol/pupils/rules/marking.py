"""Where two cells differ, sign by sign, to be marked on a page: the eye goes there first."""

import difflib
from collections.abc import Sequence

Parts = list[tuple[str, bool]]
"""Pieces of a cell in order, each with whether the other cell lacks it."""
FAR = 0.5
"""Under this likeness two cells are two words: both are marked whole."""


def marked(left: str, right: str) -> tuple[Parts, Parts]:
    """Both cells in pieces; nothing is marked facing an empty cell."""
    if not (left and right) or left == right:
        return _whole(left, False), _whole(right, False)
    found = difflib.SequenceMatcher(None, left.casefold(), right.casefold(), autojunk=False)
    if found.ratio() < FAR:
        return _whole(left, True), _whole(right, True)
    steps = found.get_opcodes()
    one = _pieces(left, [(first, last, name != "equal") for name, first, last, _, _ in steps])
    two = _pieces(right, [(first, last, name != "equal") for name, _, _, first, last in steps])
    return one, two


def _whole(text: str, differs: bool) -> Parts:
    return [(text, differs)] if text else []


def _pieces(text: str, spans: Sequence[tuple[int, int, bool]]) -> Parts:
    return [(text[first:last], differs) for first, last, differs in spans if last > first]
