"""Where two cells differ, to be marked on a page: the eye goes there first."""

import difflib
import re
from collections.abc import Sequence

Parts = list[tuple[str, bool]]
"""Pieces of a cell in order, each with whether the other cell lacks it."""
FAR = 0.75
"""Under this likeness, signs say nothing: whole words are marked."""
_WORD = re.compile(r"\s+|\S+")


def marked(left: str, right: str) -> tuple[Parts, Parts]:
    """Both cells in pieces; nothing is marked facing an empty cell."""
    if not (left and right) or left == right:
        return _whole(left), _whole(right)
    found = difflib.SequenceMatcher(None, left.casefold(), right.casefold(), autojunk=False)
    if found.ratio() < FAR:
        return _by_words(left, right), _by_words(right, left)
    steps = found.get_opcodes()
    one = _pieces(left, [(first, last, name != "equal") for name, first, last, _, _ in steps])
    two = _pieces(right, [(first, last, name != "equal") for name, _, _, first, last in steps])
    return one, two


def _whole(text: str) -> Parts:
    return [(text, False)] if text else []


def _by_words(text: str, facing: str) -> Parts:
    """Words the other cell has not; blanks between them are never marked."""
    known = set(facing.casefold().split())
    return [(word, bool(word.strip()) and word.casefold() not in known) for word in _WORD.findall(text)]


def _pieces(text: str, spans: Sequence[tuple[int, int, bool]]) -> Parts:
    return [(text[first:last], differs) for first, last, differs in spans if last > first]
