"""What a standard asks of a school, slot by slot, and which device may take each (clause 3.14). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from lekol.pact.standards import Requirement

POSTS = ("fixe", "portable", "client_leger")
FITTING: dict[str, tuple[str, ...]] = {
    "poste_direction": POSTS,
    "poste_secretariat": POSTS,
    "telephone": ("telephone", "smartphone"),
    "copieur": ("copieur",),
    "mallette": ("mallette",),
    "internet": (),
}
"""The types that may take a place; nothing for what is no device; any type for a place the house does not know."""

SHARED_ROOMS = ("classe", "informatique", "bcd", "maitres", "refectoire", "activites")
"""Uses of rooms where everybody comes: a post for one’s sole use does not stand there."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place to fill: its kind and rank, in the words of the text."""

    kind: str
    rank: int
    exclusive: bool = False
    wording: str = ""
    clause: str = ""


def places(requirements: Iterable[Requirement], clause: str) -> list[Place]:
    """One place for each thing required: « 2 postes » are ranks 1 and 2."""
    return [
        Place(row.kind, rank, row.exclusive, row.label, clause)
        for row in requirements
        for rank in range(1, row.count + 1)
    ]


def fits(place: str, kind: str) -> bool:
    """May a device of this type take this place?"""
    return place not in FITTING or kind in FITTING[place]


def fitting(place: str) -> tuple[str, ...] | None:
    """The types that may take a place; None, any of them, for a place the house does not know."""
    return FITTING.get(place)


def is_shared(exclusive: bool, room_use: str) -> bool:
    """True when a device meant for one person’s sole use stands in a room where everybody comes."""
    return exclusive and room_use in SHARED_ROOMS
