"""Who acts on a fault, by when and why: the policy of the convention applied to what is known (article 4)."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from lekol.pact.delays import Delay
from lekol.pact.policies import Policy
from lekol.pact.routing import Breakdown, Route, deciding_row, route

BOUND_BY_NOTHING = "ecole"
"""The desk of what no administration has to repair: the school keeps it, and is told what it can do."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known before sending. Dates are turned into yes or no on the day of the fault."""

    nature: str
    origin: str = "ville"
    owner: str = ""
    warranty_until: dt.date | None = None
    contract_until: dt.date | None = None
    contract: bool = False
    expert: bool = False
    impact: str = "poste"

    def on(self, day: dt.date) -> Breakdown:
        """The fault as the table reads it; the last day of a warranty still counts."""
        warranty = self.warranty_until is not None and day <= self.warranty_until
        contract = self.contract or (self.contract_until is not None and day <= self.contract_until)
        return Breakdown(self.nature, self.origin, warranty, self.expert, contract, self.owner)


@dataclass(frozen=True, slots=True)
class Decision:
    """Who acts, under which clause, why, in how long; `steps` when nobody is bound."""

    rank: int
    row: Route
    desk: str
    desk_name: str
    clause: str
    reason: str
    delay: Delay | None
    convention: str

    @property
    def bound(self) -> bool:
        """False when no administration has to act."""
        return self.desk != BOUND_BY_NOTHING


def decide(policy: Policy, facts: Facts, day: dt.date) -> Decision:
    """The row of the policy that decides, and its delay. Nobody bound, nobody late."""
    fault = facts.on(day)
    row = route(policy.rows, fault)
    rank = (deciding_row(policy.rows, fault) or 0) + 1
    bound = row.desk != BOUND_BY_NOTHING
    delay = policy.protocol.delay(facts.nature, facts.impact, row.desk) if bound else None
    return Decision(rank, row, row.desk, policy.name(row.desk), row.clause, row.reason, delay, policy.slug)


def passed_on(made: Decision, policy: Policy, facts: Facts, desk: str, who: str) -> Decision:
    """The same fault when someone was named to maintain the device: they pass before the table, whose clause is kept.

    A desk that the policy does not know changes nothing.
    """
    if desk == made.desk or desk not in policy.desks:
        return made
    reason = f"Mainteneur nommé : {who}. Sans cela : {made.desk_name}."
    row = replace(made.row, desk=desk, reason=reason, steps=(), against="", question="")
    delay = policy.protocol.delay(facts.nature, facts.impact, desk) if desk != BOUND_BY_NOTHING else None
    return replace(made, row=row, desk=desk, desk_name=policy.name(desk), reason=reason, delay=delay)


Words = Callable[[str], str]


def condition(row: Route, origin: Words, owner: Words) -> str:
    """« reçu en don, sous garantie »: on what condition a row decides, in words; empty when there is none."""
    said = [" ou ".join(map(origin, row.origins))] if row.origins else []
    said += [f"propriété de {' ou de '.join(map(owner, row.owners))}"] if row.owners else []
    said += _told(row.warranty, "sous garantie", "hors garantie")
    said += _told(row.contract, "sous contrat", "sans contrat")
    said += _told(row.expert, "niveau expert", "niveau courant")
    return ", ".join(said)


def _told(fact: bool | None, yes: str, no: str) -> list[str]:
    return [] if fact is None else [yes if fact else no]
