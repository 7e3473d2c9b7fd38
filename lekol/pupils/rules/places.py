"""Telephones and addresses reduced to what can be compared, and nothing that could be written to or called."""

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import OSA

from lekol.pupils.rules import names

NOBODY = frozenset({digit * 9 for digit in "123456789"} | {"123456789", "612345678", "600000000", "100000000"})
_DIGITS = re.compile(r"\D+")
SEPARATORS = str.maketrans(dict.fromkeys(",;.-'’/", " "))
_HOME = frozenset(("APT APPT APP APPARTEMENT LOGT LOGEMENT BAT BATIMENT ETAGE ETG PORTE BP ESC ENTREE").split())
_KINDS = frozenset(
    (
        "RUE R AVENUE AV AVE BOULEVARD BD BLD BLVD CHEMIN CHE CHEM CH CHM ALLEE ALLEES ALL IMPASSE IMP RESIDENCE RES "
        "LOTISSEMENT LOT PLACE PL ROUTE RTE RT SENTIER SENT SQUARE SQ QUAI COURS RUELLE CITE QUARTIER QUAR HAMEAU "
        "PASSAGE PAS BIS TER B DE DU DES D LA LE LES L"
    ).split()
)


def phone(cell: str) -> int:
    """The nine significant digits of a French number, whatever its prefix; 0 when it cannot be one.

    Of several in one cell, the first that goes with its owner: « 0262 12 34 56 / 0692 12 34 56 » is the second.
    """
    if len(cell) == 10 and cell.isdigit() and cell[0] == "0":
        return 0 if cell[1:] in NOBODY or cell[1] == "0" else int(cell)
    digits = _DIGITS.sub("", _DECIMALS.sub("", cell))
    if len(digits) >= _TWO:
        several = [number for one in _NUMBER.findall(cell) if (number := phone(one))]
        return next((number for number in several if number // 10**8 in _MOBILE), several[0] if several else 0)
    for prefix in ("00262", "0033", "262", "33"):
        if digits.startswith(prefix) and len(digits) >= len(prefix) + 9:
            digits = digits[len(prefix) :]
            break
    digits = digits.lstrip("0")
    return int(digits) if len(digits) == 9 and digits not in NOBODY else 0


_DECIMALS = re.compile(r"[.,]0$")  # of a number that a spreadsheet holds
_TWO = 18  # digits of two numbers at least
_NUMBER = re.compile(r"(?:(?:\+|00)\s*(?:262|33)[\s.]*(?:\(0\))?[\s.]*|0)?[1-9](?:[\s._-]*\d){8}")
_MOBILE = (6, 7)


def street(cell: str) -> tuple[int, str]:
    """(number in the street, name of the street without its kind): « 12 bis chemin des Filaos apt 3 » → 12, FILAOS."""
    head, _, rest = cell.partition(" ")
    digits = head.rstrip(_AFTER_NUMBER)
    if not (digits.isdecimal() and digits.isascii()):
        head, _, rest = (cell := bare(cell)).partition(" ")
        digits = head.rstrip(_AFTER_NUMBER)
    number = int(digits) if digits.isdecimal() and len(digits) < 6 else 0
    return number, _street(rest if number else cell)


_AFTER_NUMBER = "ABCDEFIQRSTUabcdefiqrstu"


def bare(cell: str) -> str:
    """Without accents nor punctuation, in capital letters."""
    cell = cell.translate(SEPARATORS)
    if not cell.isascii():
        cell = unicodedata.normalize("NFKD", names.mended(cell)).encode("ascii", "ignore").decode()
    return " ".join(cell.upper().split())


_SPELT = ("RUE", "AVENUE", "BOULEVARD", "CHEMIN", "ALLEE", "IMPASSE", "RESIDENCE", "LOTISSEMENT", "PLACE", "ROUTE",
          "SENTIER", "SQUARE", "RUELLE", "QUARTIER", "HAMEAU", "PASSAGE")  # fmt: skip


@lru_cache(maxsize=1 << 14)
def _is_kind(word: str) -> bool:
    """The kind of street, one slip apart: « RJUE », « ALLLEE », « IMPZASSE »."""
    return len(word) > 2 and any(OSA.distance(word, kind, score_cutoff=1) < 2 for kind in _SPELT)


@lru_cache(maxsize=1 << 16)
def _street(cell: str) -> str:
    """The words that tell one street from another; the same ones come again and again."""
    return named(bare(cell))


def named(plain: str) -> str:
    """The same of a cell without accents nor punctuation, in capital letters."""
    kept: list[str] = []
    parts = plain.split()
    for part in parts[1:] if len(parts) > 1 and _is_kind(parts[0]) else parts:
        if part in _HOME or (kept and len(part) == _POSTCODE and part.isdecimal()):
            break
        if part not in _KINDS:
            kept.append(part)
    return "".join(kept)


_POSTCODE = 5  # digits: what follows is the town
_SIGNS = re.compile(r"[\s._-]+")
_INE = re.compile(r"\d{10}[A-Z]|\d{9}[A-Z]{2}|\d{4}A\d{5}[A-Z]")
_UAI = re.compile(r"\d{7}[A-Z]")


def ine(cell: str) -> str:
    """A national pupil number in one of its three forms; empty otherwise. Its form only can be checked."""
    if _INE.fullmatch(cell):
        return cell
    text = _SIGNS.sub("", cell).upper()
    return text if _INE.fullmatch(text) else ""


def school(cell: str) -> str:
    """A school’s UAI, or its label in normal form when the office uses its own words."""
    text = unicodedata.normalize("NFKD", names.mended(cell)).encode("ascii", "ignore").decode().upper()
    found = _UAI.search(text.replace(" ", ""))
    return found[0] if found else re.sub(r"[^A-Z0-9]+", " ", text).strip()
