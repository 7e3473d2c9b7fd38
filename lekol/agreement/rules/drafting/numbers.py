"""Clause numbers of a draft: the article, then a rank that nobody has yet. What is no number gets a letter."""

import re
import string
from collections.abc import Iterable

_ARTICLE = re.compile(r"[A-Z]|[0-9]{1,2}")


class Numbering:
    """The article under which each commitment goes, in the form that a clause allows, and its next rank."""

    def __init__(self, articles: Iterable[str], cited: Iterable[str]) -> None:
        self._numbers: dict[str, str] = {}
        self._ranks: dict[str, int] = {}
        self._free = iter(string.ascii_uppercase[::-1] * 40)
        for name in articles:
            self._give(name)
        known = set(self._numbers)
        for name in cited:
            self._give(name)
        self.others = [(name, number) for name, number in self._numbers.items() if name not in known]
        """Articles that commitments cite and that no heading announces."""

    def of(self, name: str) -> str:
        """« 3 » is itself; « Préambule », or nothing, has the letter it was given."""
        return self._numbers[name]

    def _give(self, name: str) -> None:
        if name not in self._numbers:
            self._numbers[name] = name if _ARTICLE.fullmatch(name) else self._letter()

    def _letter(self) -> str:
        taken = set(self._numbers.values())
        return next((letter for letter in self._free if letter not in taken), "Z")

    def next_clause(self, name: str) -> str:
        """« 3.4 » after « 3.3 »."""
        number = self._numbers[name]
        self._ranks[number] = self._ranks.get(number, 0) + 1
        return f"{number}.{self._ranks[number]}"


def clause_for(article: str, taken: Iterable[str]) -> str:
    """The first number of an article after all those it has, even the removed ones: a number is never used again."""
    ranks = [int(rank) for number, _, rank in (clause.partition(".") for clause in taken) if number == article]
    return f"{article}.{max(ranks, default=0) + 1}"
