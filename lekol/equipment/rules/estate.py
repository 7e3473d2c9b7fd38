"""Who maintains a device (article 4): the policy in force, else a first-match table, every row citing its clause."""

from collections.abc import Callable
from dataclasses import dataclass

from lekol.pact.clauses import Clause
from lekol.pact.policies import Policy
from lekol.pact.routing import Breakdown, route


@dataclass(frozen=True, slots=True)
class Maintainer:
    """Who answers for a device today, and the sentence that says why."""

    who: str
    clause: Clause
    reason: str
    bound: bool = True
    """False when no administration has to act."""


@dataclass(frozen=True, slots=True)
class Row:
    fits: Callable[[str, bool, bool], bool]
    answer: Maintainer


TABLE: tuple[Row, ...] = (
    Row(
        lambda origin, warranty, accepted: origin in {"don", "fonds_propres"} and not accepted,
        Maintainer(
            "École",
            Clause("4", 3),
            "Don ou achat sur fonds propres : les services municipaux n’interviennent pas.",
            bound=False,
        ),
    ),
    Row(
        lambda origin, warranty, accepted: warranty,
        Maintainer("Fournisseur", Clause("4", 1), "Sous garantie : le fournisseur répare."),
    ),
    Row(
        lambda origin, warranty, accepted: True,
        Maintainer("Ville", Clause("4", 1), "Hors garantie, matériel de la collectivité : la Ville répare."),
    ),
)


BOUND_BY_NOTHING = "ecole"


def under(policy: Policy, fault: Breakdown) -> Maintainer:
    """Who the policy in force sends a fault of the device to: the same table as the reports of faults."""
    row = route(policy.rows, fault)
    return Maintainer(policy.name(row.desk), Clause.parse(row.clause), row.reason, row.desk != BOUND_BY_NOTHING)


def maintainer(origin: str, under_warranty: bool, accepted: bool = False) -> Maintainer:
    """The first row that fits decides; a gift the City accepted into its inventory is the City’s."""
    return next(row.answer for row in TABLE if row.fits(origin, under_warranty, accepted))
