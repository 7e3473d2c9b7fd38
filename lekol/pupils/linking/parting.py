"""Name and first name in one cell, as City spreadsheets keep them: « PAYET Marie-Ange », « Marie-Ange Payet ».

Where one cell is parted is learned from the other base, which keeps them apart: how often each word is heard in either.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from lekol.pupils.linking.columns import Column
from lekol.pupils.linking.files import Base
from lekol.pupils.rules import names

_PLACES = (("name", "first"), ("g1_name", "g1_first"), ("g2_name", "g2_first"))
_SAMPLE = 2_000  # cells that tell which of the two comes first
_ENOUGH = 0.6  # share of the cells one of whose words, beside another, is a first name
_UNHEARD = 0.3  # times that a word nobody bears is supposed to be borne
Parts = tuple[str, str]


class _Heard:
    """How often each word is part of a name, and of a first name, in the base that keeps them apart."""

    def __init__(self, base: Base, place: Parts) -> None:
        self.names, self.firsts = (_counted(base.columns[part]) for part in place)
        self._totals = self.names.total() + 1, self.firsts.total() + 1

    def worth(self, name: str, first: str) -> float:
        """How likely one is a name and the other a first name, in logarithms."""
        return sum(map(self.as_name, names.upper(name).split())) + sum(map(self.as_first, names.upper(first).split()))

    def as_name(self, word: str) -> float:
        return math.log((self.names[word] + _UNHEARD) / self._totals[0])

    def as_first(self, word: str) -> float:
        return math.log((self.firsts[word] + _UNHEARD) / self._totals[1])

    def is_first(self, word: str) -> bool:
        return self.firsts[word] > 0 and self.as_first(word) > self.as_name(word)


def parted(one: Base, two: Base) -> list[str]:
    """Cells of one base that hold both are parted, where the other keeps them apart; what must be said of it."""
    return [sentence for base, other in ((one, two), (two, one)) for sentence in _parted(base, other)]


def _parted(base: Base, other: Base) -> Iterator[str]:
    for name, first in _PLACES:
        alone = _filled(base, name) and not _filled(base, first)
        if base.sealed or other.sealed or not alone or not (_filled(other, name) and _filled(other, first)):
            continue
        column, heard = base.columns[name], _Heard(other, (name, first))
        words = list(column.words)
        if not _holds_both(words, heard):
            continue
        pairs = _cut(words, heard)
        base.shape = None  # its columns are no longer the cells of its file
        base.columns[name], base.columns[first] = (
            Column(again.codes[column.codes], again.words)
            for again in (Column.of(part, len(words)) for part in zip(*pairs, strict=True))
        )
        whose = "" if name == "name" else f" du responsable {name[1]}"
        yield f"{base.title} : le nom et le prénom{whose} {_SAID}"


_SAID = "sont dans une seule colonne ; ils sont séparés d’après les noms de l’autre base."


def _filled(base: Base, field: str) -> bool:
    return field in base.columns and bool(base.columns[field].codes.any())


def _counted(column: Column) -> Counter[str]:
    """How many records bear each word of a column."""
    times = Counter(column.codes.tolist())
    found: Counter[str] = Counter()
    for code, cell in enumerate(column.words):
        for word in names.upper(cell).split():
            found[word] += times[code]
    return found


def _holds_both(cells: Sequence[str], heard: _Heard) -> bool:
    """Do most cells hold a first name that is no name, beside another word?"""
    seen = [names.upper(cell).split() for cell in islice(cells, 1, _SAMPLE)]
    both = sum(len(cell) > 1 and any(map(heard.is_first, cell)) for cell in seen)
    return bool(seen) and both >= _ENOUGH * len(seen)


def _cut(cells: Sequence[str], heard: _Heard) -> list[Parts]:
    """(name, first name) of each cell, in the order that most cells follow."""
    sample = list(islice(cells, 1, _SAMPLE))
    forward = sum(_best(cell, heard, False)[0] for cell in sample)
    back = sum(_best(cell, heard, True)[0] for cell in sample) > forward
    return [_best(cell, heard, back)[1] for cell in cells]


def _best(cell: str, heard: _Heard, back: bool) -> tuple[float, Parts]:
    """(how likely, name and first name) of the likeliest place to part a cell; `back` when the first name is first."""
    words = cell.replace(",", " ").split()
    if len(words) < 2:
        return 0.0, (cell, "")
    ways = []
    for rank in range(1, len(words)):
        head, tail = " ".join(words[:rank]), " ".join(words[rank:])
        name, first = (tail, head) if back else (head, tail)
        ways.append((heard.worth(name, first), (name, first)))
    return max(ways, key=lambda way: way[0])
