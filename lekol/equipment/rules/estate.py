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


DEVICE = "appareil"
NATURE_OF = {"commutateur": "commutateur", "borne": "commutateur", "routeur": "routeur"}
"""What makes the network itself: the policy sends the faults of these types as those of the network (4.2, 4.6)."""
NATURES = (DEVICE, *dict.fromkeys(NATURE_OF.values()))


def nature_of(kind: str) -> str:
    """What the policy calls a fault of that type of device."""
    return NATURE_OF.get(kind, DEVICE)


def owner_of(accepted: bool) -> str:
    """Whose a device is: the City’s once it accepted it, else whoever acquired it (nothing said)."""
    return "ville" if accepted else ""


def decide(
    policy: Policy | None, origin: str, warranty: bool, accepted: bool, *, nature: str = DEVICE, contract: bool = False
) -> Maintainer:
    """Who maintains a device: by the policy in force, which reads whose it became, else by the table above."""
    if policy is None:
        return maintainer(origin, warranty, accepted)
    return under(policy, Breakdown(nature, origin, warranty, contract=contract, owner=owner_of(accepted)))


Case = tuple[bool, ...]
"""Is it under warranty, did the City accept it, is it under a contract?"""
FACTS = 3


def bound_cases(policy: Policy | None, nature: str = DEVICE) -> Mapping[str, frozenset[Case]]:
    """For each origin, the cases where an administration has to act."""
    return {
        origin: frozenset(
            (warranty, accepted, contract)
            for warranty, accepted, contract in product((False, True), repeat=FACTS)
            if decide(policy, origin, warranty, accepted, nature=nature, contract=contract).bound
        )
        for origin in ORIGINS
    }


def telling(cases: frozenset[Case]) -> list[int]:
    """The ranks of the facts that change something; none when every case is there, or none."""
    return [rank for rank in range(FACTS) if any(_turned(case, rank) not in cases for case in cases)]


def _turned(case: Case, rank: int) -> Case:
    return (*case[:rank], not case[rank], *case[rank + 1 :])


def maintainer(origin: str, under_warranty: bool, accepted: bool = False) -> Maintainer:
    """The first row that fits decides; a gift the City accepted into its inventory is the City’s."""
    return next(row.answer for row in TABLE if row.fits(origin, under_warranty, accepted))
