"""Who maintains a device (article 4): the policy in force, else a first-match table, every row citing its clause."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product

from lekol.pact.clauses import Clause
from lekol.pact.policies import Policy
from lekol.pact.routing import ORIGINS, Breakdown, route


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


def decide(
    policy: Policy | None, origin: str, warranty: bool, accepted: bool, *, network: bool = False, contract: bool = False
) -> Maintainer:
    """Who maintains a device: by the policy in force, else by the table above. An accepted gift is the City’s."""
    if policy is None:
        return maintainer(origin, warranty, accepted)
    nature = "commutateur" if network else "appareil"
    return under(policy, Breakdown(nature, "ville" if accepted else origin, warranty, contract=contract))


Case = tuple[bool, bool]
"""Is it under warranty, did the City accept it?"""


def bound_cases(policy: Policy | None, *, network: bool = False) -> Mapping[str, frozenset[Case]]:
    """For each origin, the cases where an administration has to act, with a contract or without."""
    return {
        origin: frozenset(
            (warranty, accepted)
            for warranty, accepted in product((False, True), repeat=2)
            if all(
                decide(policy, origin, warranty, accepted, network=network, contract=contract).bound
                for contract in (False, True)
            )
        )
        for origin in ORIGINS
    }


def maintainer(origin: str, under_warranty: bool, accepted: bool = False) -> Maintainer:
    """The first row that fits decides; a gift the City accepted into its inventory is the City’s."""
    return next(row.answer for row in TABLE if row.fits(origin, under_warranty, accepted))
