"""Cells as a person may read them: dates as on paper, schools by their name, numbers masked until revealed."""

from lekol.directory.models import School
from lekol.pupils.linking.files import Base
from lekol.pupils.rules import days, names, places
from lekol.pupils.rules.deciding import masked_ine, masked_phone

Schools = dict[str, School]
At = tuple[Base, int]
SHOWN = (
    ("Nom", "name"), ("Nom d’usage", "usage"), ("Prénom", "first"), ("Deuxième prénom", "second"),
    ("Naissance", "born"), ("Lieu de naissance", "birthplace"), ("Sexe", "sex"), ("École", "school"),
    ("Niveau", "grade"), ("Responsable", "g1_name"), ("Prénom du responsable", "g1_first"),
    ("Téléphone", "g1_phone"), ("Identifiant national", "ine"),
)  # fmt: skip
"""What a person sees of two pupils to decide, and nothing more: no address, no second guardian."""
HIDDEN = ("ine", "g1_phone")
"""What stays masked until a person says why they must read it."""


def cells_of(one: At, two: At, schools: Schools) -> list[dict[str, str | bool]]:
    """What the two entries say, field after field, and whether it is the same thing."""
    rows = ((title, field, _said(*one, field, schools), _said(*two, field, schools)) for title, field in SHOWN)
    return [
        {"titre": title, "champ": field, "etat": left, "ville": right, "memes": _same(left, right)}
        for title, field, left, right in rows
        if left or right
    ]


def hidden_of(one: At, two: At) -> dict[str, dict[str, str]]:
    """The masked cells whole, by field then side."""
    found = {}
    for field in HIDDEN:
        cells = {side: _whole(base, row, field) for side, (base, row) in (("etat", one), ("ville", two))}
        if any(cells.values()):
            found[field] = cells
    return found


def _word(base: Base, row: int, field: str) -> str:
    column = base.columns.get(field)
    return column.words[column.codes[row]] if column else ""


def _whole(base: Base, row: int, field: str) -> str:
    word = _word(base, row, field)
    if field == "ine":
        return places.ine(word)
    number = places.phone(word)
    return f"0{number:09d}" if number else ""


def _said(base: Base, row: int, field: str, schools: Schools) -> str:
    word = _word(base, row, field)
    if field == "g1_phone":
        return masked_phone(places.phone(word))
    return masked_ine(places.ine(word)) if field == "ine" else plainly(field, word, schools)


def plainly(field: str, word: str, schools: Schools) -> str:
    """A cell as on paper; a national number whole."""
    if field == "born":
        return on_paper(days.read(word))
    if field == "school":
        known = schools.get(places.school(word))
        return known.name if known else word[:80]
    return places.ine(word) if field == "ine" else word[:80]


def on_paper(born: int) -> str:
    """« 14/03/2019 » of 20190314; nothing for nothing."""
    return f"{born % 100:02d}/{born // 100 % 100:02d}/{born // 10_000}" if born else ""


def _same(left: str, right: str) -> bool:
    """Equal but for accents, capitals and marks."""
    return names.upper(left) == names.upper(right) and _digits(left) == _digits(right)


def _digits(cell: str) -> str:
    return "".join(filter(str.isdigit, cell))
