"""Cells a spreadsheet spoils: serial numbers turned into numbers, amounts, durations."""

import re
from decimal import Decimal
from functools import lru_cache

from lekol.kit.imports.columns import Fault, Said
from lekol.pact.names import plain

_EXPONENT = re.compile(r"-?\d+(?:[.,]\d+)?[eE]\+?\d+")
_ZEROES = re.compile(r"(\d+)[.,]0+")
_JUNK = frozenset(
    {
        "", "0", "00", "000", "1234567", "12345678", "123456789", "0123456789", "na", "nc", "nr", "n a", "n c",
         "n r", "none", "null", "nil",
        "inconnu", "inconnue", "unknown", "aucun", "aucune", "neant", "sans", "sans numero", "non renseigne", "vide",
        "illisible", "absent", "default string", "to be filled by o e m", "to be filled by oem", "system serial number",
        "not specified", "not available", "not applicable", "invalid", "oem", "chassis serial number", "a completer",
        "pas de numero", "voir etiquette", "serial number", "empty", "xxx", "xxxx", "xxxxx", "x",
    }
)  # fmt: skip
"""What stands in a serial’s cell when there is none: factory fillers, and what people write."""

_CURRENCIES = {
    "$": "dollars", "usd": "dollars", "cad": "dollars canadiens", "£": "livres", "gbp": "livres",
    "chf": "francs suisses", "xpf": "francs Pacifique",
}  # fmt: skip
_MONEY = re.compile(r"-?\d[\d.,]*")
_DURATION = re.compile(r"(\d+(?:[.,]\d+)?)\s*(mois|months?|m|ans?|annees?|years?|y|jours?|days?)?")
LONGEST_MONTHS = 240


@lru_cache(maxsize=10_000)
def _is_junk(cell: str) -> bool:
    bare = plain(cell)
    return bare in _JUNK or (len(set(bare)) == 1 and bare[0] in "0xfz")


def serial(longest: int):  # type: ignore[no-untyped-def]
    """A serial or inventory number as its label says it: no space around, no « .0 » of a spreadsheet.

    One that a spreadsheet turned into « 1,23E+11 » has lost figures nobody can give back: it is a Fault.
    """

    def parse_serial(cell: str) -> str | Said:
        text = " ".join(cell.strip("\ufeff\u200b'’`\" \t").split())
        if len(text) < 24 and _is_junk(text):
            return Said("", f"« {text} » n’est pas un numéro : laissé vide") if text and text.strip("-./?0 ") else ""
        if _EXPONENT.fullmatch(text):
            raise Fault(
                f"« {text} » a perdu ses derniers chiffres dans un tableur. Reprenez-le sur l’étiquette, "
                "dans une colonne au format texte."
            )
        if len(text) > longest:
            raise Fault(f"ce numéro dépasse {longest} signes.")
        if found := _ZEROES.fullmatch(text):
            return Said(found[1], f"« {text} » est lu {found[1]}")
        return text

    return parse_serial


def same_number(one: str, other: str) -> bool:
    """Are these one number, but for case, marks and the zeros a spreadsheet takes from the front?"""
    return bare_number(one) == bare_number(other)


def bare_number(text: str) -> str:
    """A number without case, marks, nor leading zeros."""
    return re.sub(r"[^0-9A-Z]", "", text.upper()).lstrip("0")


@lru_cache(maxsize=8_192)
def money(cell: str) -> Decimal | None:
    """An amount in euros: « 1 234,56 € », « 1,234.56 », « 450 EUR HT »; another currency is a Fault."""
    text = plain_spaces(cell).lower()
    if text in {"", "-", "nc", "n/a", "gratuit", "don"}:
        return None
    for mark, name in _CURRENCIES.items():
        if mark in text:
            raise Fault(f"« {cell} » est en {name} : donnez le montant en euros.")
    found = _MONEY.search(text)
    if not found or re.sub(r"[\d.,\-€]|eur(os?)?|ht|ttc|h\.t\.|t\.t\.c\.", "", text):
        raise Fault(f"« {cell} » n’est pas un montant.")
    amount = Decimal(_pointed(found[0].rstrip(".,")))
    if not 0 <= amount < 10_000_000:
        raise Fault(f"« {cell} » sort des montants possibles.")
    return amount.quantize(Decimal("0.01"))


def plain_spaces(cell: str) -> str:
    """Without any space: a French thousand is « 1 234 », with one of four kinds of space."""
    return re.sub(r"[\s\u202f\xa0']", "", cell)


def _pointed(digits: str) -> str:
    """The last mark is the decimal one unless exactly three figures follow it, or it comes twice."""
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return digits
    mark, tail = digits[last], digits[last + 1 :]
    other = "," if mark == "." else "."
    if digits.count(mark) > 1 or (len(tail) == 3 and other not in digits and mark == ","):
        return digits.replace(mark, "").replace(other, ".")
    return digits[:last].replace(other, "").replace(mark, "") + "." + tail


def months(cell: str) -> int | None:
    """A duration in months: « 36 », « 36 mois », « 3 ans »."""
    text = plain(cell.replace(",", "."))
    if text in {"", "0"}:
        return None
    found = _DURATION.fullmatch(cell.strip().lower().replace("é", "e"))
    if not found:
        raise Fault(f"« {cell} » n’est pas une durée. Écrivez-la comme « 36 mois ».")
    number, unit = float(found[1].replace(",", ".")), (found[2] or "mois")[0]
    count = round(number * 12) if unit in "ay" else round(number / 30.4) if unit in "jd" else round(number)
    if not 0 < count <= LONGEST_MONTHS:
        raise Fault(f"« {cell} » sort des durées possibles, de 1 à {LONGEST_MONTHS} mois.")
    return count
