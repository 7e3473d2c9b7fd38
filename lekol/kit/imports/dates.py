"""Dates as people type them. Whether 03/04 is the 3rd of April is decided on the whole column, and said."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from lekol.kit.imports.columns import Fault, Said
from lekol.pact.names import plain

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_MARKED = re.compile(r"(\d{1,2})\s?[/.\- ]\s?(\d{1,2})\s?[/.\- ]\s?(\d{4}|\d{2})(?:[T ,].*)?")
_COMPACT = re.compile(r"(19|20)(\d{2})(\d{2})(\d{2})")
_WORDS = re.compile(r"(?:[a-z]+ )?(?:(\d{1,2})(?:er)? )?([a-z]{3,9}) (\d{4}|\d{2})")
_ENGLISH = re.compile(r"([a-z]{3,9}) (\d{1,2})(?:st|nd|rd|th)? (\d{4})")
_MONTH = re.compile(r"(\d{1,2})[/.-](\d{4})")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_DAYS = re.compile(r"\d{5}(?:[.,]\d+)?")
_NOTHING = frozenset({"", "-", "--", "n/a", "na", "nc", "n.c.", "?", "inconnu", "inconnue", "00/00/0000", "0000-00-00"})
_MONTHS = (
    ("janvier", "january", "janv", "jan"), ("fevrier", "february", "fevr", "fev", "feb"), ("mars", "march", "mar"),
    ("avril", "april", "avr", "apr"), ("mai", "may"), ("juin", "june", "jun"), ("juillet", "july", "juil", "jul"),
    ("aout", "august", "aug"), ("septembre", "september", "sept", "sep"), ("octobre", "october", "oct"),
    ("novembre", "november", "nov"), ("decembre", "december", "dec"),
)  # fmt: skip
MONTHS = {word: rank for rank, words in enumerate(_MONTHS, 1) for word in words}
EPOCH = dt.date(1899, 12, 30)
"""Day 0 of spreadsheets."""

FIRST, LAST = dt.date(1970, 1, 1), dt.date(2100, 1, 1)


@dataclass(slots=True)
class Clues:
    """What the cells of one column say of the order of day and month."""

    label: str
    day_first: str = ""
    month_first: str = ""
    either: int = 0

    def add(self, cell: str) -> None:
        """Take one more cell into account."""
        found = _MARKED.fullmatch(cell)
        if not found:
            return
        first, second = int(found[1]), int(found[2])
        if first > 12 >= second:
            self.day_first = self.day_first or cell
        elif second > 12 >= first:
            self.month_first = self.month_first or cell
        elif first != second:
            self.either += 1

    @property
    def mixed(self) -> bool:
        """Cells of both orders stand in the column: those that could be either are refused."""
        return bool(self.day_first and self.month_first)

    @property
    def american(self) -> bool:
        return bool(self.month_first) and not self.day_first

    def sentence(self) -> str:
        """What was decided, in French; nothing when no cell could be read two ways."""
        if self.mixed:
            return (
                f"« {self.label} » mélange des dates jour/mois (« {self.day_first} ») et mois/jour "
                f"(« {self.month_first} ») : celles qui peuvent se lire des deux façons sont refusées."
            )
        if self.american:
            return f"« {self.label} » : dates lues mois/jour, à cause de « {self.month_first} »."
        if self.either and self.day_first:
            return f"« {self.label} » : dates lues jour/mois, comme « {self.day_first} »."
        if self.either:
            return f"« {self.label} » : dates lues jour/mois, rien dans la colonne ne disant le contraire."
        return ""

    def parse(self, cell: str) -> dt.date | Said | None:
        """One cell, with the order the column has."""
        return read(cell, self.american, self.mixed)


@lru_cache(maxsize=50_000)
def read(cell: str, american: bool = False, mixed: bool = False) -> dt.date | Said | None:
    """A date, or nothing for an empty cell; Fault when it is none, or when it could be two.

    A month or a year alone is its first day, and it is said.
    """
    text = cell.strip()
    if text.lower() in _NOTHING:
        return None
    found = _numeric(text, american, mixed) or _worded(plain(text)) or _vague(text, plain(text))
    if found is None:
        raise Fault(f"« {cell[:40]} » n’est pas une date. Écrivez-la comme 24/11/2026.")
    day = found.value if isinstance(found, Said) else found
    if not FIRST <= day < LAST:
        raise Fault(f"« {cell[:40]} » donne l’année {day.year} : ce n’est pas possible ici.")
    return found


def _numeric(text: str, american: bool, mixed: bool) -> dt.date | Said | None:
    if found := _ISO.fullmatch(text):
        return _date(text, int(found[1]), int(found[2]), int(found[3]))
    if found := _MARKED.fullmatch(text):
        return _marked(text, int(found[1]), int(found[2]), _century(found[3]), american, mixed)
    if found := _COMPACT.fullmatch(text):
        return _date(text, int(found[1] + found[2]), int(found[3]), int(found[4]))
    if _DAYS.fullmatch(text):
        day = EPOCH + dt.timedelta(days=int(re.split("[.,]", text)[0]))
        return Said(day, f"{text} est lu comme le {day:%d/%m/%Y}, un tableur comptant les jours depuis 1900")
    return None


def _marked(text: str, first: int, second: int, year: int, american: bool, mixed: bool) -> dt.date:
    if mixed and first != second and first <= 12 and second <= 12:
        raise Fault(f"« {text} » se lit de deux façons, et la colonne mélange les deux. Écrivez-la comme 2026-11-24.")
    month_first = second > 12 or (american and first <= 12)
    return _date(text, year, first, second) if month_first else _date(text, year, second, first)


def _worded(text: str) -> dt.date | Said | None:
    """« 12 mars 2021 », « March 12 2021 », « sept. 2020 » whose day is not told."""
    if (found := _ENGLISH.fullmatch(text)) and found[1] in MONTHS:
        return _date(text, int(found[3]), MONTHS[found[1]], int(found[2]))
    found = _WORDS.fullmatch(text)
    if not found or found[2] not in MONTHS:
        return None
    day = _date(text, _century(found[3]), MONTHS[found[2]], int(found[1] or 1))
    return day if found[1] else Said(day, f"« {text} » est compté du {day:%d/%m/%Y}")


def _vague(text: str, bare: str) -> Said | None:
    """A month or a year: its first day."""
    if found := _MONTH.fullmatch(text):
        day = _date(text, int(found[2]), int(found[1]), 1)
    elif _YEAR.fullmatch(bare.removesuffix(" 0")):
        day = dt.date(int(bare[:4]), 1, 1)
    else:
        return None
    return Said(day, f"« {text} » est compté du {day:%d/%m/%Y}")


def _century(year: str) -> int:
    """« 23 » is 2023, « 97 » is 1997."""
    number = int(year)
    return number if len(year) == 4 else number + (2000 if number < 70 else 1900)


def _date(text: str, year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise Fault(f"« {text} » n’existe pas au calendrier.") from None
