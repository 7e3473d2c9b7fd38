"""Where two cells differ, to be marked on a page: the eye goes there first."""

import difflib
import re
import unicodedata
from collections.abc import Sequence

Parts = list[tuple[str, bool]]
"""Pieces of a cell in order, each with whether the other cell lacks it."""
FAR = 0.75
"""Under this likeness, signs say nothing: whole words are marked."""
_DAY = re.compile(r"\d\d/\d\d/\d{4}")
_WORD = re.compile(r"\s+|\S+")


def marked(left: str, right: str) -> tuple[Parts, Parts]:
    """Both cells in pieces; nothing is marked facing an empty cell."""
    if not (left and right) or left == right:
        return _whole(left), _whole(right)
    if _DAY.fullmatch(left) and _DAY.fullmatch(right):
        return _by_place(left, right), _by_place(right, left)
    found = difflib.SequenceMatcher(None, _plain(left), _plain(right), autojunk=False)
    if found.ratio() < FAR:
        return _by_words(left, right), _by_words(right, left)
    steps = found.get_opcodes()
    one = _pieces(left, [(first, last, name != "equal") for name, first, last, _, _ in steps])
    two = _pieces(right, [(first, last, name != "equal") for name, _, _, first, last in steps])
    return one, two


def _plain(text: str) -> str:
    """Without accents nor capitals, sign for sign: the same length."""
    return "".join(unicodedata.normalize("NFKD", sign)[:1].lower() or sign for sign in text)[: len(text)]


def _whole(text: str) -> Parts:
    return [(text, False)] if text else []


def _by_place(day: str, facing: str) -> Parts:
    """Day, month and year, each against its own."""
    pairs = list(zip(day.split("/"), facing.split("/"), strict=True))
    parts = [[(one, one != two), ("/", False)] for one, two in pairs]
    return [piece for part in parts for piece in part][:-1]


def _by_words(text: str, facing: str) -> Parts:
    """Words the other cell has not; blanks between them are never marked."""
    known = set(_plain(facing).split())
    return [(word, bool(word.strip()) and _plain(word) not in known) for word in _WORD.findall(text)]


def _pieces(text: str, spans: Sequence[tuple[int, int, bool]]) -> Parts:
    return [(text[first:last], differs) for first, last, differs in spans if last > first]
