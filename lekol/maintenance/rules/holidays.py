"""School holidays as the ministry publishes them (fr-en-calendrier-scolaire): kept when sure, refused with a reason."""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass

from lekol.pact.names import plain
from lekol.pact.opening import Span

TEACHERS = "enseignants"
LONGEST = 70
"""Days: the southern summer lasts six weeks; beyond ten a date was mistyped."""
LARGEST = 5_000_000
HEADS = {"description": "name", "population": "population", "date de debut": "first", "date de fin": "back",
         "academies": "academy", "annee scolaire": "year"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Holiday:
    """Named days without school for the pupils of an académie."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds for one académie, and the sentence about each row left out."""

    kept: tuple[Holiday, ...]
    refused: tuple[str, ...]


def read(text: str, academy: str) -> Reading:
    """The holidays of an académie; ValueError when the file has not the columns of the ministry’s."""
    kept: dict[Span, Holiday] = {}
    refused = []
    for rank, row in _rows(text):
        if plain(row["academy"]) != plain(academy) or plain(row["population"]) == TEACHERS:
            continue
        try:
            found = _holiday(row)
        except ValueError as fault:
            refused.append(f"Ligne {rank}, {row['name']} : {fault}")
            continue
        kept.setdefault(found.span, found)
    return Reading(tuple(sorted(kept.values(), key=lambda one: one.span)), tuple(refused))


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    lines = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";")
    heads = [HEADS.get(plain(head), "") for head in next(lines, [])]
    if missing := set(HEADS.values()) - set(heads):
        raise ValueError(f"Ce n’est pas le calendrier scolaire du ministère : il manque {len(missing)} colonnes.")
    for rank, line in enumerate(lines, 2):
        if len(line) == len(heads):
            yield rank, {name: cell.strip() for name, cell in zip(heads, line, strict=True) if name}


def _holiday(row: dict[str, str]) -> Holiday:
    """Pupils are back on the last date: the holiday ends the day before. A mistyped date strays out of its year."""
    first, last = _day(row["first"]), _day(row["back"]) - dt.timedelta(days=1)
    length = (last - first).days + 1
    if not 1 <= length <= LONGEST:
        raise ValueError(f"du {first:%d/%m/%Y} au {last:%d/%m/%Y}, {length} jours, ce n’est pas vraisemblable.")
    start = int(row["year"][:4]) if row["year"][:4].isdecimal() else first.year
    if not dt.date(start, 7, 1) <= first <= dt.date(start + 1, 8, 31):
        raise ValueError(f"le {first:%d/%m/%Y} n’est pas dans l’année scolaire {row['year']}.")
    return Holiday(row["name"], Span(first, last))


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        raise ValueError(f"« {text} » n’est pas une date.") from None
