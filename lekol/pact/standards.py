"""What a text requires of every school: « un poste pour la direction, un copieur 4 en 1 », and who knows it is there.

The estate stands below the agreement and never imports it; whoever keeps the texts announces here how the
standard in force somewhere is found, and the estate asks. In the same way, an app that is not the estate
announces which schools have something the standard names (« l’accès à Internet » is known by the network).
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lekol.pact.scopes import Scope


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that every school must have: its kind, how many, in the words of the text."""

    kind: str
    label: str
    exclusive: bool = False
    count: int = 1


@dataclass(frozen=True, slots=True)
class Standard:
    """The base equipment of one convention, and the clause that promises it."""

    slug: str
    title: str
    clause: str
    requirements: tuple[Requirement, ...]


Source = Callable[[str, dt.date], Standard | None]
Holding = Callable[[Scope, dt.date], Iterable[int]]
_sources: list[Source] = []
_holdings: dict[str, Holding] = {}


def standards(find: Source) -> Source:
    """Announce where the standard of a commune, by its INSEE code, is found on a day."""
    _sources[:] = [find]
    return find


def in_force(insee: str, on: dt.date) -> Standard | None:
    """The standard of a commune on a day; None when no text requires anything there."""
    return _sources[0](insee, on) if _sources else None


def held(kind: str) -> Callable[[Holding], Holding]:
    """Announce which schools of a scope have what a requirement names, when that is no device: their ids, unread."""

    def announce(find: Holding) -> Holding:
        _holdings[kind] = find
        return find

    return announce


def held_elsewhere(scope: Scope, on: dt.date) -> dict[str, Iterable[int]]:
    """By kind of requirement, the schools that have it according to whoever knows; a query that is not run yet."""
    return {kind: find(scope, on) for kind, find in _holdings.items()}
