"""What an agreement or a difference is called, in French."""

from lekol.pupils.rules.fields import Birth, Field, First, Home, Name, Same, Settled

TITLES = {
    Field.NAME: "nom", Field.FIRST: "prénom", Field.BORN: "naissance", Field.SEX: "sexe",
    Field.SECOND: "deuxième prénom", Field.BIRTHPLACE: "lieu de naissance", Field.SCHOOL: "école",
    Field.GRADE: "niveau", Field.PHONE: "téléphone", Field.GUARDIAN: "responsable", Field.ADDRESS: "adresse",
    Field.INE: "INE",
}  # fmt: skip
_SAME: dict[int, str] = {Same.SAME: "identique", Same.OTHER: "différent"}
_SETTLED: dict[int, str] = {
    Settled.SAME: "identique", Settled.OTHER: "différent",
    Settled.SAME_MOVED: "identique malgré un changement d’adresse",
    Settled.OTHER_MOVED: "différent, comme l’adresse",
}  # fmt: skip
_HOME: dict[int, str] = {
    Home.SAME: "identique",
    Home.NEAR: "proche",
    Home.PARTLY: "en partie commun",
    Home.OTHER: "différent",
}
_NAMES: dict[int, str] = {
    Name.EXACT: "identique", Name.COMPOUND: "double d’un côté, simple de l’autre, ou dans un autre ordre",
    Name.HEARD: "même prononciation", Name.EDIT: "une lettre d’écart", Name.NEAR: "très proche", Name.CUT: "abrégé",
    Name.PARTLY: "un mot commun", Name.WEAK: "un peu proche", Name.OTHER: "différent",
    Name.SWAPPED: "nom et prénom inversés",
}  # fmt: skip
LEVELS: dict[Field, dict[int, str]] = {
    Field.NAME: {**_NAMES, Name.USAGE: "nom de famille contre nom d’usage", Name.PARENT: "nom d’un parent"},
    Field.FIRST: {**_NAMES, First.SECOND: "deuxième prénom employé comme premier", First.LOST: "premier prénom perdu"},
    Field.BORN: {
        Birth.EXACT: "identique", Birth.SWAPPED: "jour et mois inversés", Birth.DIGIT: "un chiffre d’écart",
        Birth.MONTH: "même mois de la même année", Birth.DAY: "même jour, autre année",
        Birth.HOLDER: "date provisoire de la même année", Birth.YEAR: "même année", Birth.CLOSE: "à deux mois près",
        Birth.OTHER: "différente",
    },
    Field.SEX: _SAME, Field.SECOND: _SAME, Field.BIRTHPLACE: _SAME, Field.GRADE: _SAME, Field.INE: _SAME,
    Field.SCHOOL: {
        **_SETTLED, Settled.OTHER: "différente", Settled.OTHER_MOVED: "différente, comme l’adresse",
    },
    Field.PHONE: _SETTLED, Field.GUARDIAN: _HOME,
    Field.ADDRESS: {**_HOME, Home.PARTLY: "en partie commune", Home.OTHER: "différente"},
}  # fmt: skip
HYPOTHESES = ("même enfant", "jumeaux", "frère ou sœur", "inconnus l’un de l’autre")


def signed(weight: float) -> str:
    """« +5,2 », « −0,4 »."""
    return f"{weight:+.1f}".replace("-", "−").replace(".", ",")
