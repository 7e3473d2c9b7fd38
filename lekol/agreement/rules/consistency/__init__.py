"""Second look at a pack: what only makes sense together."""

from lekol.agreement.rules.consistency import citations, life, means, whole
from lekol.agreement.rules.consistency.life import change_faults
from lekol.agreement.rules.consistency.whole import clause_of, groups_of, members, route_of
from lekol.agreement.rules.shape import Report, Row

__all__ = ["change_faults", "check", "clause_of", "groups_of", "members", "route_of"]


def check(pack: Row, report: Report) -> None:
    """Report everything that does not hold together."""
    for look in (whole.check, citations.check, life.check, means.check):
        look(pack, report)
