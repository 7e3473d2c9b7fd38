"""Sentences of a block, with their offsets."""

import re
from collections.abc import Iterator

_BREAK = re.compile(r"(?<=[.!?])[\"»”)]?\s+(?=[«\"(]?[A-ZÀ-ÖØ-ÞŒ])|;\s+(?=(?:La|Le|Les|L['’]|Elle|Il|Ils|Elles)\b)")
_SHORT = re.compile(r"(?:^|[\s(])(?:M|MM|Mme|Mmes|Mlle|art|Art|al|cf|etc|n°|N°|L|R|D|Dr|St|Ste|p|J|[A-Z])\.$")


def sentences(words: str, start: int = 0) -> Iterator[tuple[str, int]]:
    """(sentence, its offset). An initial or an abbreviation does not end one."""
    at = 0
    for found in _BREAK.finditer(words):
        if _SHORT.search(words[max(0, found.start() - 8) : found.start()]):
            continue
        if words[at : found.start()].strip():
            yield from _one(words, at, found.start(), start)
        at = found.end()
    if words[at:].strip():
        yield from _one(words, at, len(words), start)


def _one(words: str, at: int, end: int, start: int) -> Iterator[tuple[str, int]]:
    piece = words[at:end]
    lead = len(piece) - len(piece.lstrip())
    yield piece.strip(), start + at + lead
