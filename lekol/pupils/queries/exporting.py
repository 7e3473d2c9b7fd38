"""Corrections in the format of the base that makes them: ONDE’s layout, or the columns of the City’s software."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lekol.directory.choices import Side
from lekol.directory.models import School
from lekol.pupils.choices import Kind
from lekol.pupils.models import Discrepancy, Software
from lekol.pupils.rules.discrepancies import COMPARED, TITLES
from lekol.pupils.rules.headers import normal

ONDE = (
    "Nom élève", "Nom d'usage élève", "Prénom élève", "Date naissance", "Sexe", "INE", "Adresse1", "Cp1", "Commune1",
    "Pays1", "Adresse2", "Cp2", "Commune2", "Pays2", " Cycle", "Niveau", "Libellé classe", "Identifiant classe",
    "Attestation fournie", "Autorisation associations", "Autorisation photo", "Décision de passage",
)  # fmt: skip
"""The 22 columns of 2017, to the space before « Cycle »; those linkage never reads stay empty."""
_ONDE_FIELDS = {
    "name": "Nom élève", "usage": "Nom d'usage élève", "first": "Prénom élève", "born": "Date naissance",
    "sex": "Sexe", "ine": "INE", "grade": "Niveau",
}  # fmt: skip
_CANONICAL = {
    "id": "ref_commune", "name": "nom_famille", "usage": "nom_usage", "first": "prenom", "sex": "sexe",
    "born": "date_naissance", "birthplace": "commune_naissance", "school": "libelle_ecole", "grade": "niveau",
}  # fmt: skip
"""Of Lékol’s own file for communes, when no software was saved."""
WHAT = "À corriger"


def heads(side: str, software: Software | None) -> list[str]:
    """The headers of the file, and at its end what is to be corrected."""
    if side == Side.STATE:
        return [*ONDE, WHAT]
    return [*_city_columns(software).values(), WHAT]


def _city_columns(software: Software | None) -> Mapping[str, str]:
    mapping = software.mapping if software else {}
    kept = {field: mapping[field] for field in ("id", *_CANONICAL) if field in mapping}
    return kept or _CANONICAL


def rows(side: str, gaps: Iterable[Discrepancy], software: Software | None) -> Iterator[list[str]]:
    """One line a child: its cells in that base, the corrected one in place, then what changed in words."""
    columns = _ONDE_FIELDS if side == Side.STATE else dict(_city_columns(software))
    order: Sequence[str] = ONDE if side == Side.STATE else list(columns.values())
    gaps = list(gaps)
    codes = _codes(columns.get("school", ""), {gap.commune_id for gap in gaps})
    for reference, some in _by_child(side, gaps).items():
        cells = {**_cells(side, some[0]), "id": reference}
        for gap in some:
            if gap.field in COMPARED:
                cells[COMPARED[gap.field]] = right_value(gap)
        cells["school"] = codes.get(cells.get("school", ""), cells.get("school", ""))
        line = {columns[field]: cells.get(field, "") for field in columns}
        yield [*(line.get(name, "") for name in order), _where(side, some[0]) + " ; ".join(told(gap) for gap in some)]


def _codes(header: str, communes: set[int]) -> Mapping[str, str]:
    """Name of a school → its UAI, where the column of the base holds codes."""
    if not re.search("uai|rne|code", normal(header)):
        return {}
    return dict(School.objects.filter(commune__in=communes).values_list("name", "uai"))


def _where(side: str, gap: Discrepancy) -> str:
    """The school: ONDE’s layout has no column for it, and an académie corrects in many."""
    return f"{gap.school.name} ({gap.school.uai}). " if side == Side.STATE and gap.school else ""


def _by_child(side: str, gaps: Iterable[Discrepancy]) -> dict[str, list[Discrepancy]]:
    found: dict[str, list[Discrepancy]] = {}
    for gap in gaps:
        reference = gap.state_reference if side == Side.STATE else gap.city_reference
        found.setdefault(reference or gap.ref, []).append(gap)
    return found


def _cells(side: str, gap: Discrepancy) -> dict[str, str]:
    """What that base says of the child, or the other one where it knows nothing: a child to enter must have a name. A
    national number never comes with it."""
    theirs = gap.known(Side.CITY if side == Side.STATE else Side.STATE)
    return gap.known(side) or {field: cell for field, cell in theirs.items() if field != "ine"}


def right_value(gap: Discrepancy) -> str:
    """The value of the base presumed right."""
    return gap.state_value if gap.presumed == Side.STATE else gap.city_value


def told(gap: Discrepancy) -> str:
    """« Prénom : Lou au lieu de Loup », « inscrit par la Ville, à admettre… »."""
    if gap.field in COMPARED:
        wrong = gap.city_value if gap.presumed == Side.STATE else gap.state_value
        return f"{TITLES[gap.field]} : {right_value(gap)} au lieu de {wrong or 'rien'}"
    return f"fiche en double de {gap.twin_reference}" if gap.kind == Kind.TWICE else _TASKS[Kind(gap.kind), gap.owner]


_TASKS: Mapping[tuple[str, str], str] = {
    (Kind.ONLY_STATE, Side.CITY): "admis par l’école, à inscrire",
    (Kind.ONLY_STATE, Side.STATE): "la Ville ne le connaît plus, à radier s’il est parti",
    (Kind.ONLY_CITY, Side.STATE): "inscrit par la Ville, à admettre ou à dire scolarisé ailleurs",
    (Kind.ONLY_CITY, Side.CITY): "l’État ne le connaît plus, à radier s’il est parti",
}
"""What its base has to do of a child that one base only knows, by kind and by who corrects."""


def name_of(side: str, on: dt.date) -> str:
    """« corrections-onde-2026-11-28 »."""
    return f"corrections-{'onde' if side == Side.STATE else 'ville'}-{on:%Y-%m-%d}"
