"""The policy in force somewhere on a day: who repairs what, and by when. Announced by whoever keeps the texts.

The maintenance stands below the agreement and never imports it; the agreement announces here how a policy is
found, the maintenance asks (docs/decisions/0014).
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lekol.pact.delays import HOUSE, Protocol
from lekol.pact.routing import Route

BASE, SHIPPED = "base", "paquets"


@dataclass(frozen=True, slots=True)
class Policy:
    """The table of article 4 of one convention, its protocol, and how it names who acts."""

    slug: str
    title: str
    rows: tuple[Route, ...]
    protocol: Protocol = HOUSE
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, desk: str) -> str:
        """« Ville », « Rectorat »: the party in the words of the text."""
        return self.names.get(desk, desk.capitalize())

    @property
    def desks(self) -> tuple[str, ...]:
        """Everyone who may be asked to act, in the order of the table."""
        return tuple(dict.fromkeys(row.desk for row in self.rows))


Source = Callable[[str, dt.date], Policy | None]
Whole = Callable[[dt.date], Mapping[str, Policy]]
_announced: dict[str, Source] = {}
_whole: list[Whole] = []


def policies(kind: str) -> Callable[[Source], Source]:
    """Announce where policies are found: in the base by INSEE code, or among the shipped packs by slug."""

    def announce(find: Source) -> Source:
        _announced[kind] = find
        return find

    return announce


def own_policies(find: Whole) -> Whole:
    """Announce, by INSEE code, the policies of every commune that has one in the base."""
    _whole[:] = [find]
    return find


def owned(on: dt.date) -> Mapping[str, Policy]:
    """By INSEE code, the policy of each commune that does not follow the shipped one: what SQL asks of many at once."""
    return _whole[0](on) if _whole else {}


def in_force(insee: str, on: dt.date) -> Policy | None:
    """The policy of a commune on a day, from its convention loaded in the base, else from the shipped packs."""
    return _ask(BASE, insee, on) or _ask(SHIPPED, "", on)


def shipped(slug: str, on: dt.date) -> Policy | None:
    """The policy of a pack that comes with Lékol; the one in force that day when no slug is given. No base needed."""
    return _ask(SHIPPED, slug, on)


def _ask(kind: str, word: str, on: dt.date) -> Policy | None:
    return _announced[kind](word, on) if kind in _announced else None
