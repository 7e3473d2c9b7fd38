"""Clauses: the stable numbers by which every part of Lékol cites the agreement."""

import re
from dataclasses import dataclass

_FORM = re.compile(r"(?P<article>[A-Z]|[0-9]{1,2})\.(?P<rank>[0-9]{1,3})")


@dataclass(frozen=True, slots=True, order=True)
class Clause:
    """One numbered promise, for instance « 3.14 » (article 3) or « R.1 » (the council report)."""

    article: str
    rank: int

    @classmethod
    def parse(cls, text: str) -> "Clause":
        """Read « 3.14 »; raise ValueError with a French sentence when it is not a clause number."""
        found = _FORM.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"« {text} » n’est pas un numéro de clause. Écrivez-le comme 3.14 ou R.1.")
        return cls(found["article"], int(found["rank"]))

    @property
    def sort_key(self) -> tuple[int, str, int]:
        """The order of the text: report and resolution first (letters), then the articles by number."""
        return (int(self.article), "", self.rank) if self.article.isdigit() else (0, self.article, self.rank)

    def __str__(self) -> str:
        return f"{self.article}.{self.rank}"
