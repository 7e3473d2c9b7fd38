"""What an act still lacks to be in force. Each row cites its source; the order is that of the law.

A commune’s act is enforceable once published (or notified, for an individual one) **and** transmitted to the
prefect (code général des collectivités territoriales, L. 2131-1 and L. 2131-2). An act of the State needs no
transmission.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from lekol.pact.clocks import months_after

CONTROL = dt.timedelta(days=62)
APPEAL_MONTHS = 2


@dataclass(frozen=True, slots=True)
class ActFacts:
    """The days that are known; `local` for a collectivité, whose acts the prefect controls."""

    nature: str
    local: bool = True
    decided_on: dt.date | None = None
    signed_on: dt.date | None = None
    transmitted_on: dt.date | None = None
    received_on: dt.date | None = None
    published_on: dt.date | None = None
    notified_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """One step without which the act does not bind: when it is lacking, and how it is said."""

    key: str
    source: str
    lacking: Callable[[ActFacts], bool]
    says: str


NEEDS = (
    Need("decided", "CGCT, L. 2121-20", lambda f: f.nature == "deliberation" and f.decided_on is None,
         "le jour où l’assemblée a décidé"),
    Need("signed", "CGCT, L. 2131-1", lambda f: f.nature != "deliberation" and f.signed_on is None, "la signature"),
    Need("transmitted", "CGCT, L. 2131-1", lambda f: f.local and f.transmitted_on is None and f.received_on is None,
         "la transmission au représentant de l’État"),
    Need("notified", "CGCT, L. 2131-1", lambda f: f.nature == "individuel" and f.notified_on is None,
         "la notification à l’intéressé"),
    Need("published", "CGCT, L. 2131-1", lambda f: f.nature != "individuel" and f.published_on is None,
         "la publication"),
)  # fmt: skip


def missing(facts: ActFacts) -> list[Need]:
    """What the act still lacks, in the order of the law; nothing when it is in force."""
    return [need for need in NEEDS if need.lacking(facts)]


def in_force_on(facts: ActFacts) -> dt.date | None:
    """The first day it is in force: the last of the days it needed; None while something lacks."""
    if missing(facts):
        return None
    sent = facts.transmitted_on or facts.received_on
    shown = facts.notified_on if facts.nature == "individuel" else facts.published_on
    days = [facts.decided_on if facts.nature == "deliberation" else facts.signed_on, shown]
    return max(day for day in [*days, *([sent] if facts.local else [])] if day is not None)


def appeal_until(facts: ActFacts) -> dt.date | None:
    """The last day of a citizen’s appeal, two months after publication or notification (CJA, R. 421-1)."""
    shown = facts.notified_on if facts.nature == "individuel" else facts.published_on
    return None if shown is None else months_after(shown, APPEAL_MONTHS)


def order_faults(facts: ActFacts) -> list[str]:
    """Days that cannot follow one another, one sentence each."""
    pairs = (
        (facts.decided_on, facts.signed_on, "La signature précède la décision."),
        (facts.decided_on, facts.transmitted_on, "La transmission précède la décision."),
        (facts.transmitted_on, facts.received_on, "La réception en préfecture précède la transmission."),
        (facts.decided_on, facts.published_on, "La publication précède la décision."),
        (facts.decided_on, facts.notified_on, "La notification précède la décision."),
    )
    return [sentence for before, after, sentence in pairs if before and after and after < before]


def vote_fault(present: int | None, for_: int | None, against: int | None, abstained: int | None) -> str:
    """The count does not hold: more votes than present."""
    cast = sum(count or 0 for count in (for_, against, abstained))
    return "" if present is None or cast <= present else f"{cast} votes pour {present} votants : vérifiez le vote."
