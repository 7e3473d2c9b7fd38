"""What a child whom one base only knows may be, how sure that is, and on what it rests (3.12, L131-6).

Nothing is deduced from absence alone: a child may have just arrived, live under a declaration the City has received, or
belong to a school that the compared extraction does not hold. Nobody is ever said « never schooled »: only a person,
who asks the family, may say so.
"""

import datetime as dt
import re
from dataclasses import dataclass

from lekol.pact.calendars import YearStart, bounds, school_year_of
from lekol.pupils.rules import days, names
from lekol.pupils.rules.discrepancies import ARRIVED, LEFT, NEVER, compulsory

NEW, PARTIAL, UNPLACED = "nouveau", "partiel", "sans"
HIGH, MIDDLE, LOW = "forte", "moyenne", "faible"
SETTLED = 30
"""Days: younger, an enrolment or a school year has not had the time to reach both bases."""
GONE, ELSEWHERE, BEFORE, HERE = "parti", "ailleurs", "avant", "ici"
_SITUATIONS = (
    (re.compile(r"RADI|SORTI|\bPARTIE?\b|DEMENAG|QUITT|ANNUL|DESINSCR|SUPPRIM"), GONE),
    (
        re.compile(r"PRIVE|CONTRAT|HORS COMMUNE|AUTRE COMMUNE|DOMICILE|FAMILLE|CNED|DISTANCE|\bIEF\b|INSTRUCTION"),
        ELSEWHERE,
    ),
    (re.compile(r"PRE ?INSCRI|DEMANDE|ATTENTE|EN COURS|A VENIR"), BEFORE),
)
_GRADES = re.compile(r"\b(PS|MS|GS|CP|CE1|CE2|CM1|CM2)\b")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the files and the comparison say of a child whom the City only knows. Days are dates, or None."""

    born: int
    on: dt.date
    start: YearStart
    grade: str = ""
    status: str = ""
    """The City’s own word: « inscrit », « préinscrit », « radié », « instruction en famille »."""
    since: dt.date | None = None
    until: dt.date | None = None
    school: str = ""
    """What the City calls the school."""
    known: bool = False
    """Is that school of the directory?"""
    others: int = 0
    """Pupils of that school in the State’s base, as compared."""
    alone: bool = False
    """Was one school only compared?"""
    cut: bool = False
    """Does the State’s file stop before its end?"""
    was_linked: bool = False
    first_seen: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a child may be, how sure, why; and whether the duty of instruction holds at that age."""

    cause: str
    certainty: str
    grounds: str
    compulsory: bool


def situation(status: str, school: str = "") -> str:
    """What the City’s word says of a child: gone, schooled elsewhere, not yet enrolled, here."""
    word = f"{names.upper(status)} | {names.upper(school)}"
    return next((found for pattern, found in _SITUATIONS if pattern.search(word)), HERE)


def unknown_to_state(facts: Facts) -> Finding | None:
    """A child whom the City knows and the State’s base does not; None when that is no disagreement: the City itself
    says the child gone, or schooled where the State’s base of public schools does not reach."""
    word = situation(facts.status, "" if facts.known else facts.school)
    if word in (GONE, ELSEWHERE) or (facts.until and facts.until <= facts.on):
        return None
    cause, certainty, grounds = _found(facts, word)
    owed, age = _owed(facts)
    return Finding(cause, certainty, f"{grounds} {age}".strip(), owed)


def _found(facts: Facts, word: str) -> tuple[str, str, str]:
    on = facts.on
    first = bounds(school_year_of(on, facts.start), facts.start)[0]
    if facts.was_linked:
        return LEFT, MIDDLE, "La base de l’État le connaissait à la comparaison précédente : radié, ou passé ailleurs."
    if facts.cut:
        return PARTIAL, LOW, "Le fichier de l’État s’arrête avant sa fin : l’élève peut être dans ce qui manque."
    if facts.alone:
        return PARTIAL, LOW, "Une seule école a été comparée : il peut être dans une autre."
    if facts.known and not facts.others:
        return PARTIAL, LOW, f"L’école {facts.school} n’a aucun élève dans l’extraction de l’État : rien n’en est dit."
    if facts.school and not facts.known:
        return (
            PARTIAL,
            LOW,
            f"« {facts.school} » n’est pas une école du répertoire : privée, ailleurs, ou mal écrite.",
        )
    if word == BEFORE:
        return NEW, LOW, "Préinscrit par la Ville : l’admission par l’école peut suivre."
    if facts.since and (on - facts.since).days < SETTLED:
        return NEW, LOW, f"Inscrit par la Ville le {facts.since:%d/%m/%Y} : il vient sans doute d’arriver."
    if (on - first).days < SETTLED:
        return NEW, LOW, f"La rentrée a moins d’un mois ({first:%d/%m/%Y}) : l’admission peut suivre."
    return _lasting(facts)


def _lasting(facts: Facts) -> tuple[str, str, str]:
    """Neither new nor out of what is compared: how long that has lasted says how sure it is."""
    known_since = min((day for day in (facts.since, facts.first_seen) if day), default=None)
    long = known_since is not None and (facts.on - known_since).days >= SETTLED
    when = f" depuis le {known_since:%d/%m/%Y}" if long and known_since else ""
    if not facts.school:
        said = f"La Ville le connaît{when} sans lui donner d’école, et l’État ne le connaît pas."
        return UNPLACED, MIDDLE if long else LOW, said
    there = f"{facts.others} {'élève est' if facts.others == 1 else 'élèves sont'} dans la base de l’État"
    said = f"Inscrit par la Ville{when} à l’école {facts.school}, dont {there}."
    return NEVER, HIGH if long else MIDDLE, said


def _owed(facts: Facts) -> tuple[bool, str]:
    """Is instruction owed? A child without a date of birth is not forgotten when the level says its age."""
    if facts.born:
        return compulsory(facts.born, facts.on, facts.start), ""
    if grade := _GRADES.search(facts.grade.upper()):
        return True, f"Date de naissance inconnue ; son niveau ({grade[0]}) est d’un âge d’instruction obligatoire."
    return False, "Ni date de naissance ni niveau : l’obligation d’instruction ne peut être vérifiée."


@dataclass(frozen=True, slots=True)
class Admission:
    """What the State’s file and the comparison say of a child whom the State only knows."""

    on: dt.date
    status: str = ""
    """The State’s own word, when its file has one."""
    since: dt.date | None = None
    """When the child entered the school, or was admitted there."""
    until: dt.date | None = None
    was_linked: bool = False
    alone: bool = False
    """Does the City’s list hold one school alone?"""
    cut: bool = False
    """Does the City’s file stop before its end?"""


def unknown_to_city(facts: Admission) -> Finding | None:
    """A child whom the State’s base knows and the City does not; None when the State itself says the child gone."""
    if situation(facts.status) == GONE or (facts.until and facts.until <= facts.on):
        return None
    return Finding(*_admitted(facts), False)


def _admitted(facts: Admission) -> tuple[str, str, str]:
    if facts.was_linked:
        return LEFT, MIDDLE, "La Ville le connaissait à la comparaison précédente."
    if facts.cut:
        return PARTIAL, LOW, "Le fichier de la Ville s’arrête avant sa fin : l’élève peut être dans ce qui manque."
    if facts.alone:
        return ARRIVED, LOW, "La liste de la Ville ne dit que cette école : il peut être inscrit dans une autre."
    if facts.since is None:
        return ARRIVED, MIDDLE, "L’école l’a admis ; aucune inscription de la Ville ne lui ressemble."
    if facts.since > facts.on:
        return ARRIVED, MIDDLE, f"L’école l’attend le {facts.since:%d/%m/%Y} : l’inscription par la Ville peut suivre."
    if (facts.on - facts.since).days < SETTLED:
        return ARRIVED, HIGH, f"Son entrée à l’école date du {facts.since:%d/%m/%Y} : l’inscription peut suivre."
    said = f"Dans l’école depuis le {facts.since:%d/%m/%Y} ; aucune inscription de la Ville ne lui ressemble."
    return ARRIVED, MIDDLE, said


def day(cell: str) -> dt.date | None:
    """A whole day as a date; None for a part of one, or anything else."""
    number = days.read(cell)
    try:
        return dt.date(number // 10_000, number // 100 % 100, number % 100)
    except ValueError:
        return None
