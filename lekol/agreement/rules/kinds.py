"""The kinds of values a pack holds. A kind names itself in French and says what is wrong with a value."""

import datetime as dt
import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from stdnum.fr import siren

from lekol.agreement.rules.money import CURRENCIES, decimal
from lekol.agreement.rules.receipt import NotReceipt, parse
from lekol.pact.clauses import Clause
from lekol.pact.scopes import Scope
from lekol.pact.uai import fault as uai_fault

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_MEASURE = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_HOUR = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_SCHOOL_YEAR = re.compile(r"(\d{4})-(\d{4})")


@dataclass(frozen=True, slots=True)
class Kind:
    """`fault` answers a French sentence, or nothing when the value is right."""

    name: str
    fault: Callable[[object], str]


def shown(value: object) -> str:
    """A value as a message quotes it, never longer than a line."""
    words = str(value).replace("\n", " ")
    return words if len(words) <= 60 else f"{words[:57]}…"


def near(word: str, known: Iterable[str]) -> str:
    """« Vouliez-vous dire… », or nothing when no known word comes close among the first hundred."""
    close = difflib.get_close_matches(word[:60], list(known)[:100], n=1)
    return f" Vouliez-vous dire « {close[0]} » ?" if close else ""


def text(longest: int) -> Kind:
    """Words, not empty, without control characters."""

    def fault(value: object) -> str:
        if not isinstance(value, str):
            return "on attend un texte entre guillemets."
        if not value.strip():
            return "le texte est vide. Écrivez-le, ou retirez la clé si elle est facultative."
        if _CONTROL.search(value):
            return "le texte contient un caractère de contrôle. Retapez-le sans copier-coller."
        if len(value.strip()) > longest:
            return f"le texte fait {len(value.strip())} signes ; il en faut {longest} au plus."
        return ""

    return Kind(f"texte, {longest} signes au plus", fault)


def matching(kind: Kind, name: str, wrong: Callable[[str], str]) -> Kind:
    """A text that also passes `wrong`, a function that answers a French sentence or nothing."""

    def fault(value: object) -> str:
        return kind.fault(value) or wrong(str(value))

    return Kind(name, fault)


def slug(longest: int) -> Kind:
    """A key others refer to."""

    def wrong(value: str) -> str:
        if _SLUG.fullmatch(value):
            return ""
        return f"« {shown(value)} » n’est pas une clé : des minuscules sans accent, des chiffres et des tirets."

    return matching(text(longest), f"clé (minuscules, chiffres, tirets), {longest} signes au plus", wrong)


def one_of(*choices: str) -> Kind:
    """One word of a closed list."""
    listed = ", ".join(choices)

    def wrong(value: str) -> str:
        return "" if value in choices else f"« {shown(value)} » n’est pas prévu : {listed}.{near(value, choices)}"

    return matching(text(60), f"un mot parmi : {listed}", wrong)


def whole(least: int, most: int) -> Kind:
    """A whole number within bounds."""

    def fault(value: object) -> str:
        if isinstance(value, bool) or not isinstance(value, int):
            return "on attend un nombre entier, sans guillemets."
        return "" if least <= value <= most else f"le nombre doit être compris entre {least} et {most}."

    return Kind(f"nombre entier de {least} à {most}", fault)


def _share(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return "on attend une part, comme 0.95 ou 1, sans guillemets."
    return "" if 0.0001 <= value <= 1 else "la part va de 0 (exclu) à 1 : écrivez 0.95 pour 95 %."


def _decimal(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return "on attend un nombre sans guillemets ni espaces, comme 12.50."
    return "" if 0 < value <= 10**12 else "le nombre doit être positif, et d’un billion au plus."


def _amount(value: object) -> str:
    if fault := _decimal(value):
        return fault
    digits = decimal(value).as_tuple().exponent
    return "" if isinstance(digits, int) and digits >= -4 else "un montant s’écrit avec quatre décimales au plus."


def _currency(value: str) -> str:
    if value in CURRENCIES:
        return ""
    return f"« {shown(value)} » n’est pas une monnaie : son code de trois lettres, comme EUR.{near(value, CURRENCIES)}"


def _url(value: str) -> str:
    if re.fullmatch(r"https?://[^\s/?#@\"<>]+\.[^\s/?#@\"<>.]{2,}(?::\d{1,5})?(?:[/?#][^\s\"<>]*)?", value):
        return ""
    return f"« {shown(value)} » n’est pas une adresse, comme https://www.education.gouv.fr/page."


def _receipt(value: str) -> str:
    try:
        parse(value)
    except NotReceipt as fault:
        return str(fault)
    return ""


def _flag(value: object) -> str:
    return "" if isinstance(value, bool) else "on attend true ou false, sans guillemets."


def _day(value: object) -> str:
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
        return "on attend une date sans guillemets ni heure, comme 2025-02-03."
    return "" if 1900 <= value.year <= 2200 else f"l’année {value.year} n’est pas vraisemblable. Vérifiez la date."


def _parsed(parse: Callable[[str], object]) -> Callable[[str], str]:
    def wrong(value: str) -> str:
        try:
            parse(value)
        except ValueError as fault:
            return str(fault)
        return ""

    return wrong


def _siren(value: str) -> str:
    if siren.is_valid(value):
        return ""
    return f"« {shown(value)} » n’est pas un numéro SIREN : neuf chiffres, le dernier contrôlant les autres."


def _measure(value: str) -> str:
    if _MEASURE.fullmatch(value):
        return ""
    return f"« {shown(value)} » n’a pas la forme d’une mesure, comme network.links_sized."


def _school_year(value: str) -> str:
    found = _SCHOOL_YEAR.fullmatch(value)
    ok = found is not None and int(found[2]) == int(found[1]) + 1 and 1900 <= int(found[1]) <= 2200
    return "" if ok else f"« {shown(value)} » n’est pas une année scolaire, comme 2026-2027."


def _hour(value: object) -> str:
    right = isinstance(value, str) and _HOUR.fullmatch(value)
    return "" if right else 'on attend une heure entre guillemets, comme "07:30".'


HOUR = Kind("heure, comme 07:30", _hour)
FLAG = Kind("true ou false", _flag)
SHARE = Kind("part de 0 à 1", _share)
DAY = Kind("date, comme 2025-02-03", _day)
SCOPE = matching(text(30), "niveau:code, comme commune:97411", _parsed(Scope.parse))
CLAUSE = matching(text(8), "numéro de clause, comme 3.14 ou R.1", _parsed(Clause.parse))
SIREN = matching(text(9), "numéro SIREN", _siren)
UAI = matching(text(8), "code UAI", uai_fault)
MEASURE = matching(text(120), "nom de mesure, comme network.links_sized", _measure)
DECIMAL = Kind("nombre positif", _decimal)
AMOUNT = Kind("montant positif, comme 12.50", _amount)
CURRENCY = matching(text(3), "monnaie (trois lettres), comme EUR", _currency)
URL = matching(text(500), "adresse, comme https://exemple.fr/page", _url)
RECEIPT = matching(text(60), "accusé, comme 974-219740115-20171125-177004b-DE", _receipt)
SCHOOL_YEAR = matching(text(9), "année scolaire, comme 2026-2027", _school_year)


def day_or(*words: str) -> Kind:
    """A date, or one agreed word."""
    listed = " ou ".join(f"« {word} »" for word in words)

    def fault(value: object) -> str:
        if isinstance(value, str):
            return "" if value in words else f"on attend une date sans guillemets, ou le mot {listed}."
        return _day(value)

    return Kind(f"date, ou {listed}", fault)


def many(kind: Kind) -> Kind:
    """A list, without repeats."""

    def fault(value: object) -> str:
        if not isinstance(value, list):
            return "on attend une liste entre crochets."
        if first := next(filter(None, map(kind.fault, value)), ""):
            return first
        double = next((item for item in value if value.count(item) > 1), None) if len(value) <= 500 else len(value)
        return "" if double is None else f"« {shown(double)} » est répété dans la liste, ou la liste est trop longue."

    return Kind(f"liste ({kind.name})", fault)
