"""What two entries of one child disagree on, who corrects, and what a child in one base only may be (3.12).

Compared: the five identity criteria, the nom d’usage, the school, the level. Neither telephones nor addresses
(NS-058: each office keeps its own). Accents, capitals and hyphens are no disagreement.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from lekol.pact.calendars import REUNION, YearStart, school_year_of
from lekol.pact.presumptions import Rulebook, other
from lekol.pupils.rules import days, names, places

STATE, CITY = "etat", "ville"
COMPARED: Mapping[str, str] = {
    "nom": "name", "nom_usage": "usage", "prenom": "first", "naissance": "born", "sexe": "sex",
    "lieu_naissance": "birthplace", "ecole": "school", "niveau": "grade",
}  # fmt: skip
"""What the agreement calls a field → the column of a base."""
TITLES: Mapping[str, str] = {
    "nom": "Nom", "nom_usage": "Nom d’usage", "prenom": "Prénom", "naissance": "Date de naissance", "sexe": "Sexe",
    "lieu_naissance": "Lieu de naissance", "ecole": "École", "niveau": "Niveau", "inscription": "Inscription",
    "doublon": "Doublon", "deuxieme_prenom": "Deuxième prénom", "ine": "Identifiant national",
}  # fmt: skip
MUST_BE_SAID = frozenset({"nom", "prenom", "naissance", "sexe"})
"""Fields that both bases hold of everybody: an empty cell is a disagreement."""
_GRADE = re.compile(r"\b(TPS|PS|MS|GS|CP|CE1|CE2|CM1|CM2|ULIS)\b")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field, as each base writes it."""

    field: str
    state: str
    city: str


def differences(state: Mapping[str, str], city: Mapping[str, str]) -> list[Difference]:
    """Cells by field of the agreement (dates as numbers written, schools by their code) → what disagrees."""
    found = []
    for field in COMPARED.keys() & state.keys() & city.keys():
        one, two = state[field], city[field]
        if _silent(field, one, two) or plain(field, one) == plain(field, two):
            continue
        found.append(Difference(field, one, two))
    return _usage_settled(sorted(found, key=lambda row: list(COMPARED).index(row.field)), state, city)


def _silent(field: str, one: str, two: str) -> bool:
    """Nothing can be said: an optional field that one base leaves empty, a level or a date nobody can read."""
    left, right = plain(field, one), plain(field, two)
    return not (left and right) and (field not in MUST_BE_SAID or not (left or right))


def plain(field: str, cell: str) -> str:
    """A cell as it is compared."""
    match field:
        case "naissance":
            return str(days.read(cell) or "")
        case "sexe":
            return names.SEXES.get(names.upper(cell) or cell.strip(), "")
        case "ecole":
            return places.school(cell)
        case "niveau":
            return " ".join(sorted(set(_GRADE.findall(cell.upper().replace("_", " ")))))
        case _:
            return names.spaced(cell).replace(" ", "")


def _usage_settled(found: list[Difference], state: Mapping[str, str], city: Mapping[str, str]) -> list[Difference]:
    """A family name written where the other base keeps the nom d’usage is one disagreement, not two."""
    crossed = {plain("nom", state.get("nom_usage", "")), plain("nom", city.get("nom_usage", ""))} - {""}
    name = next((row for row in found if row.field == "nom"), None)
    if name is None or not crossed & {plain("nom", name.state), plain("nom", name.city)}:
        return found
    return [row for row in found if row.field != "nom_usage"]


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is presumed right, who corrects, and why."""

    presumed: str
    corrects: str
    reason: str
    clause: str


def owner(rules: Rulebook, field: str) -> Owner:
    """The base that corrects a field is the one that is not presumed right."""
    row = rules.of(field)
    return Owner(row.base, other(row.base), row.reason, row.clause or rules.clause)


ARRIVED, LEFT, NEVER, TWICE = "arrive", "parti", "jamais", "doublon"
ALONE_REASONS: Mapping[tuple[str, str], str] = {
    (STATE, ARRIVED): "L’école a admis l’élève ; la Ville ne l’a pas inscrit. L’inscription est un acte du maire.",
    (STATE, LEFT): "La Ville ne connaît plus l’élève : a-t-il quitté l’école sans être radié ?",
    (CITY, NEVER): "La Ville a inscrit l’élève ; aucune école ne l’a admis.",
    (CITY, LEFT): "L’école a radié l’élève : a-t-il quitté la commune ?",
}


def corrects(side: str, cause: str) -> str:
    """The base that has something to do of a child that one base only knows: its own when the child has left."""
    return side if cause == LEFT else other(side)


FIRST_AGE, LAST_AGE = 3, 16


def compulsory(born: int, on: dt.date, start: YearStart = REUNION) -> bool:
    """Must a child born that day (20180314; parts may be 00) be schooled? From 3 to 16 (L131-1, since 2019).

    The duty begins with the school year of the calendar year in which the child is three.
    """
    if not born:
        return False
    year, month, day = born // 10_000, born // 100 % 100 or 12, born % 100 or 28
    sixteen = (year + LAST_AGE, month, day) > (on.year, on.month, on.day)
    return year + FIRST_AGE <= school_year_of(on, start) and sixteen


AGES = ((7, "moins de 7 jours"), (30, "7 à 30 jours"), (90, "30 à 90 jours"))
OLDEST = "plus de 90 jours"
SOON = 30
"""Days: an open disagreement younger than that is not late."""


def age_class(days_open: int) -> str:
    """The class of age of an open disagreement."""
    return next((words for limit, words in AGES if days_open < limit), OLDEST)


AGE_CLASSES = (*(words for _, words in AGES), OLDEST)
