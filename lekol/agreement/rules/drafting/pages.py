"""The original beside the draft: cut into pages by article, each passage a place one can go to."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lekol.agreement.rules.reading.found import Passage, Reading

LONGEST = 20_000  # signs of a page: some eight sheets of paper
BREAK = re.compile(r"\n")


@dataclass(frozen=True, slots=True)
class TextPage:
    """A stretch of the original, and what it is called: « Articles 1 à 4 »."""

    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of the original: words, and the passages that open before it and close after it."""

    words: str
    opens: tuple[int, ...] = ()
    closes: int = 0


@dataclass(slots=True)
class _Part:
    name: str
    start: int
    end: int = field(default=0)


def text_pages(reading: Reading) -> list[TextPage]:
    """Articles together as long as they fit, one too long cut between two lines; the whole text, in order."""
    pages: list[TextPage] = []
    for names, start, end in _grouped(_parts(reading)):
        cuts = list(_cuts(reading.text, start, end))
        for rank, (first, last) in enumerate(cuts):
            pages.append(TextPage(_title(names) + (f", suite {rank}" if rank else ""), first, last))
    return pages or [TextPage("Texte", 0, len(reading.text))]


def _parts(reading: Reading) -> list[_Part]:
    heads = [(row.passage.start, row.number) for row in reading.articles]
    heads += [(row.passage.start, f"annexe {row.number}".strip()) for row in reading.annexes]
    parts = [_Part("début", 0)] + [_Part(name, start) for start, name in sorted(heads)]
    ends = [part.start for part in parts[1:]] + [len(reading.text)]
    for part, end in zip(parts, ends, strict=True):
        part.end = end
    return [part for part in parts if part.end > part.start]


def _grouped(parts: Sequence[_Part]) -> Iterator[tuple[list[str], int, int]]:
    names: list[str] = []
    start = 0
    for part in parts:
        if names and part.end - start > LONGEST:
            yield names, start, part.start
            names, start = [], part.start
        names.append(part.name)
    if names:
        yield names, start, parts[-1].end


def _title(names: Sequence[str]) -> str:
    numbers = [name for name in names if name[:1].isdigit()]
    if not numbers:
        return names[0].capitalize() if len(names) == 1 else f"{names[0].capitalize()} à {names[-1]}"
    if len(numbers) == 1:
        return f"Article {numbers[0]}"
    return f"Articles {numbers[0]} à {numbers[-1]}"


def _cuts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        at = text.rfind("\n", start + LONGEST // 2, start + LONGEST)
        at = at + 1 if at >= 0 else start + LONGEST
        yield start, at
        start = at
    yield start, end


def page_at(pages: Sequence[TextPage], place: int) -> int:
    """The rank of the page that holds a place of the text."""
    return max(0, bisect_right([page.start for page in pages], place) - 1)


def chunks(text: str, page: TextPage, passages: Iterable[tuple[int, Passage]]) -> list[Chunk]:
    """The page cut at each border of a passage; a passage never closes after the one it opens in.

    `passages` are (number, place); those that begin on another page are left out.
    """
    spans = _nested(page, passages)
    borders = sorted({page.start, page.end, *(place for start, end, _ in spans for place in (start, end))})
    opens: dict[int, list[int]] = {}
    closes: dict[int, int] = {}
    for start, end, number in spans:
        opens.setdefault(start, []).append(number)
        closes[end] = closes.get(end, 0) + 1
    return [Chunk(text[start:end], tuple(opens.get(start, ())), closes.get(end, 0)) for start, end in pairwise(borders)]


def _nested(page: TextPage, passages: Iterable[tuple[int, Passage]]) -> list[tuple[int, int, int]]:
    """(start, end, number), outer ones first; ends brought back inside the passage and the page that hold them."""
    inside = [
        (place.start, min(place.end, page.end), number)
        for number, place in passages
        if page.start <= place.start < min(place.end, page.end)
    ]
    held: list[int] = []
    made = []
    for start, end, number in sorted(inside, key=lambda row: (row[0], -row[1], row[2])):
        while held and held[-1] <= start:
            held.pop()
        end = min(end, held[-1]) if held else end
        held.append(end)
        made.append((start, end, number))
    return made
