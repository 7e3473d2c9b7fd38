"""Writing together: two people start from one text and both are kept.

A merge by paragraphs. Where both changed the same paragraphs, the two texts follow each other: nothing written
is lost, and the second writer is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Span = tuple[int, int, list[str]]


@dataclass(frozen=True, slots=True)
class Merged:
    """The text of both; `met` says that they changed the same place."""

    text: str
    met: bool


def merge(base: str, theirs: str, mine: str) -> Merged:
    """What `theirs` (already kept) and `mine` (just sent) make of `base`."""
    if mine in (theirs, base):
        return Merged(theirs, met=False)
    if theirs == base:
        return Merged(mine, met=False)
    lines, met = _walk(base.split("\n"), theirs.split("\n"), mine.split("\n"))
    return Merged("\n".join(lines), met)


def _walk(base: list[str], theirs: list[str], mine: list[str]) -> tuple[list[str], bool]:
    left, right = _changes(base, theirs), _changes(base, mine)
    out: list[str] = []
    at, met = 0, False
    while left or right:
        start, end, group_left, group_right = _next(left, right)
        out += base[at:start]
        if group_left and group_right:
            met = True
            one, other = _rewritten(base, start, end, group_left), _rewritten(base, start, end, group_right)
            out += one if one == other else _both(one, other)
        else:
            out += _rewritten(base, start, end, group_left or group_right)
        at = end
    return out + base[at:], met


def _both(one: list[str], other: list[str]) -> list[str]:
    """Theirs, then what mine adds to it: a paragraph both wrote alike is not said twice in a row."""
    matched = SequenceMatcher(a=one, b=other, autojunk=False).get_opcodes()
    out: list[str] = []
    for _, i1, i2, j1, j2 in matched:
        out += one[i1:i2] if one[i1:i2] == other[j1:j2] else one[i1:i2] + other[j1:j2]
    return out


def _changes(base: list[str], other: list[str]) -> list[Span]:
    codes = SequenceMatcher(a=base, b=other, autojunk=False).get_opcodes()
    return [(i1, i2, other[j1:j2]) for tag, i1, i2, j1, j2 in codes if tag != "equal"]


def _next(left: list[Span], right: list[Span]) -> tuple[int, int, list[Span], list[Span]]:
    """Take from both lists the changes that meet the first one, whatever chain they make."""
    start, end = min(spans[0][:2] for spans in (left, right) if spans)
    taken: tuple[list[Span], list[Span]] = ([], [])
    grown = True
    while grown:
        grown = False
        for spans, kept in zip((left, right), taken, strict=True):
            while spans and spans[0][0] <= end:
                span = spans.pop(0)
                end, grown = max(end, span[1]), True
                kept.append(span)
    return start, end, *taken


def _rewritten(base: list[str], start: int, end: int, spans: Sequence[Span]) -> list[str]:
    out, at = [], start
    for first, last, lines in spans:
        out += base[at:first] + lines
        at = last
    return out + base[at:end]
