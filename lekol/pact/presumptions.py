"""Which of the two pupil bases is presumed right, field by field, and how long its owner has to answer (3.12).

The pupil databases stand below the agreement and never import it: the agreement announces here what its text says,
the comparison asks. Where a convention says nothing, HOUSE holds, each row with its reason.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

FIELDS = (
    "nom", "nom_usage", "prenom", "naissance", "sexe", "lieu_naissance", "ecole", "niveau", "inscription", "doublon",
)  # fmt: skip
"""What two entries of one child may disagree on; « inscription »: one base only knows the child."""
BASES = ("etat", "ville")


@dataclass(frozen=True, slots=True)
class Presumption:
    """The base presumed right for a field, and why; « verifier »: neither is, both look."""

    base: str
    reason: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The whole rule of one convention. `answer_days` are days of school."""

    title: str
    rows: Mapping[str, Presumption]
    answer_days: int = 10
    clause: str = "3.12"

    def of(self, field: str) -> Presumption:
        """What is presumed of a field: the text’s word, else the house’s."""
        return self.rows.get(field) or HOUSE.rows[field]


def other(base: str) -> str:
    """The base that corrects when that one is right."""
    return BASES[1 - BASES.index(base)]


_STATE = "L’identité de la base de l’État est celle de l’immatriculation nationale (INE)."
HOUSE = Rulebook(
    "règle par défaut de Lékol",
    MappingProxyType(
        {
            "nom": Presumption("etat", _STATE),
            "prenom": Presumption("etat", _STATE),
            "naissance": Presumption("etat", _STATE),
            "sexe": Presumption("etat", _STATE),
            "lieu_naissance": Presumption("etat", _STATE),
            "nom_usage": Presumption("ville", "Le nom d’usage se déclare à l’inscription, pièces à l’appui."),
            "ecole": Presumption("etat", "L’élève est dans l’école dont la direction a prononcé l’admission."),
            "niveau": Presumption("etat", "La répartition dans les classes est faite par la direction de l’école."),
            "inscription": Presumption("ville", "L’inscription est un acte du maire (Code de l’éducation, L131-5)."),
            "doublon": Presumption("etat", "Chaque base corrige ses propres doublons."),
        }
    ),
)


def rulebook_of(title: str, data: Mapping[str, Any] | None) -> Rulebook:
    """What a pack writes under `[pupil_bases]`; the house’s rule when it says nothing."""
    if not data:
        return HOUSE
    rows = _rows(data.get("presumed", ()))
    return Rulebook(
        title, MappingProxyType(rows), int(data.get("answer_days", HOUSE.answer_days)), data.get("clause", HOUSE.clause)
    )


def _rows(written: Sequence[Mapping[str, Any]]) -> dict[str, Presumption]:
    """The first row that names a field decides."""
    rows: dict[str, Presumption] = {}
    for row in written:
        for field in row["fields"]:
            rows.setdefault(field, Presumption(row["base"], row["reason"], row.get("clause", "")))
    return rows


Source = Callable[[str, dt.date], Rulebook | None]
_announced: list[Source] = []


def presumptions(find: Source) -> Source:
    """Announce where the rule of a commune is found, by its INSEE code."""
    _announced[:] = [find]
    return find


def in_force(insee: str, on: dt.date) -> Rulebook:
    """The rule of a commune on a day."""
    return next((found for find in _announced if (found := find(insee, on))), HOUSE)
