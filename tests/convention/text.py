"""The text as the tests of its articles read it: who owes what, under which clause."""

from lekol.agreement.rules.pack import CommitmentText, read
from lekol.pact.routing import Breakdown, route
from tests.agreement.packs import SHIPPED, shipped

PACK = read(shipped(SHIPPED[0]))

CITY = ("ville",)
ACADEMY = ("rectorat",)
TOGETHER = ("ville", "rectorat")


def promises(article: str, debtors: tuple[str, ...]) -> dict[str, str]:
    """Clause → title of what those debtors owe under an article."""
    return {row.clause: row.title for row in PACK.commitments if row.article == article and row.debtors == debtors}


def promise(clause: str) -> CommitmentText:
    """One promise by its clause."""
    return next(row for row in PACK.commitments if row.clause == clause)


def takes_charge(nature: str, **facts: object) -> tuple[str, str]:
    """Who takes a fault in charge, and under which clause."""
    found = route(PACK.routing, Breakdown(nature, **facts))  # type: ignore[arg-type]
    return found.desk, found.clause
