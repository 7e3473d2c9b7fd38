"""One row of the matrix, and the readers rows speak of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lekol.directory.choices import Role
from lekol.pact.rights import Right
from tests.access.world import ANONYMOUS, FOREIGNER, NEIGHBOUR, POSTLESS, World

Readers = frozenset[str]
ROLES: Readers = frozenset(Role.values)
WITH_POST: Readers = ROLES | {NEIGHBOUR, FOREIGNER}
COMMUNE: Readers = ROLES | {NEIGHBOUR}
"""Whoever sees a school of the first commune: every function, and the head of another of its schools."""
ALPHA: Readers = ROLES
"""Whoever sees alpha: one of every function; neither the neighbour nor the foreigner."""


def holding(right: Right) -> Readers:
    """The readers of the world whose function gives a right."""
    return frozenset(right.roles)


@dataclass(frozen=True)
class Visit:
    """One address, and what each reader gets from it."""

    name: str
    args: Callable[[World], tuple[Any, ...]] = lambda world: ()
    sees: Readers = WITH_POST
    may: Readers | None = None
    data: Callable[[World], Mapping[str, Any]] | None = None
    ok: int = 200
    open: bool = False
    without_post: bool = False

    def expected(self, reader: str) -> int:
        """The status that reader must get."""
        if reader == ANONYMOUS:
            return self.ok if self.open else 302
        if reader == POSTLESS:
            return self.ok if self.open or self.without_post else 403
        if reader not in self.sees:
            return 404
        return self.ok if self.may is None or reader in self.may else 403


def alpha(world: World) -> tuple[str]:
    return (world.alpha.uai,)
