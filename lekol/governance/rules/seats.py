"""Seats of a committee, from the pack: functions by party, with what each one allows (article 8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lekol.pact.names import plain


@dataclass(frozen=True, slots=True)
class Seat:
    """A function that sits for a party. `chair`: co-chairs the committee; `substitute`: « ou son représentant »."""

    key: str
    party: str
    function: str
    chair: bool = False
    substitute: bool = False


@dataclass(frozen=True, slots=True)
class Committee:
    """A committee as the pack describes it; `minimum` meetings per `per`, 0 when the text asks for none."""

    key: str
    name: str
    clause: str
    frequency: str
    minimum: int
    per: str
    extraordinary: bool
    named_by: str
    missions: tuple[str, ...]
    quorum: int
    seats: tuple[Seat, ...]

    @property
    def chairs(self) -> tuple[Seat, ...]:
        """Who approves for each party: the co-chairs, or every seat when the text names none."""
        return tuple(seat for seat in self.seats if seat.chair) or self.seats

    @property
    def chair_parties(self) -> tuple[str, ...]:
        """The parties whose agreement is needed, in the order of the text."""
        return tuple(dict.fromkeys(seat.party for seat in self.chairs))

    def seat(self, key: str) -> Seat | None:
        return next((seat for seat in self.seats if seat.key == key), None)


def committees_of(data: Mapping[str, Any]) -> tuple[Committee, ...]:
    """Every committee of an agreement’s data, in the order of the text."""
    return tuple(_committee(row) for row in data.get("committees", []))


def committee_of(data: Mapping[str, Any], key: str) -> Committee | None:
    """One of them, or None."""
    return next((found for found in committees_of(data) if found.key == key), None)


def _committee(row: Mapping[str, Any]) -> Committee:
    return Committee(
        key=row["key"],
        name=row["name"],
        clause=str(row.get("clause", "")),
        frequency=row.get("frequency", ""),
        minimum=row.get("minimum", 0),
        per=row.get("per", ""),
        extraordinary=bool(row.get("extraordinary", False)),
        named_by=row.get("named_by", ""),
        missions=tuple(row.get("missions", ())),
        quorum=row.get("quorum", 0),
        seats=_seats(row.get("chairs", []), row.get("members", [])),
    )


def _seats(chairs: Sequence[Mapping[str, Any]], members: Sequence[Mapping[str, Any]]) -> tuple[Seat, ...]:
    """Chairs first; a chair the text also lists among the members sits once."""
    chairing = {(row["party"], plain(row["function"])) for row in chairs}
    rows = [(row, True) for row in chairs]
    rows += [(row, False) for row in members if (row["party"], plain(row["function"])) not in chairing]
    taken: dict[str, int] = {}
    return tuple(seat for row, chair in rows for seat in _of_function(row, chair, taken))


def _of_function(row: Mapping[str, Any], chair: bool, taken: dict[str, int]) -> list[Seat]:
    stem = f"{row['party']}-{plain(row['function']).replace(' ', '-')}"[:110].rstrip("-")
    found = []
    for _ in range(row.get("count", 1)):
        taken[stem] = taken.get(stem, 0) + 1
        key = stem if taken[stem] == 1 else f"{stem}-{taken[stem]}"
        found.append(Seat(key, row["party"], row["function"], chair, bool(row.get("substitute", False))))
    return found


# First words that fit decide: (words all present in the function, role of the directory).
ROLES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("elu", "informatique"), "elu_informatique"),
    (("elu", "numerique"), "elu_informatique"),
    (("elu",), "elu_education"),
    (("adjoint", "informatique"), "elu_informatique"),
    (("adjoint",), "elu_education"),
    (("maire",), "maire"),
    (("daasen",), "ia_daasen"),
    (("dasen",), "ia_daasen"),
    (("recteur",), "recteur"),
    (("rectrice",), "recteur"),
    (("ien", "tice"), "ien_tice"),
    (("ien", "numerique"), "ien_tice"),
    (("ien",), "ien"),
    (("inspecteur", "circonscription"), "ien"),
    (("delegue", "protection"), "dpo"),
    (("delegue", "academique"), "dan"),
    (("referent", "academique"), "dan"),
    (("conseiller", "numerique"), "conseiller_numerique"),
    (("directeur", "informatique"), "dsi"),
    (("directeur", "informatiques"), "dsi"),
    (("direction", "informatique"), "dsi"),
    (("directeur", "educatif"), "direction_peg"),
    (("direction", "educatif"), "direction_peg"),
    (("directeur", "education"), "direction_peg"),
    (("representant", "commune"), "projet_ville"),
    (("chef", "projet"), "projet_ville"),
    (("expert", "filtrage"), "expert_filtrage"),
    (("technicien",), "technicien"),
)
BY_SIDE = {("dsi", True): "dsi_ville", ("dsi", False): "dsi_academie", ("dpo", True): "dpo_ville",
           ("dpo", False): "dpo_academie"}  # fmt: skip


def role_of(function: str, city: bool) -> str:
    """The function of the directory a seat most likely means, or nothing: only ever a proposal."""
    words = set(plain(function).split())
    found = next((role for wanted, role in ROLES if words.issuperset(wanted)), "")
    return BY_SIDE.get((found, city), found)


def place_named(function: str, places: Sequence[str]) -> str:
    """Among the names of circonscriptions, the longest one the function ends with; nothing otherwise."""
    said = f" {plain(function)} "
    named = [name for name in places if f" {plain(name)} " in said]
    return max(named, key=len, default="")


def quorum_reached(committee: Committee, present: int) -> bool | None:
    """True or False when the text asks for a quorum, None when it asks for none."""
    return present >= committee.quorum if committee.quorum else None
