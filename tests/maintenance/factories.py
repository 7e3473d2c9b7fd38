"""Real incidents, reported by the verbs themselves."""

from typing import Any

from lekol.directory.models import School
from lekol.maintenance import actions
from lekol.maintenance.choices import Nature
from lekol.maintenance.models import Ticket


def reported(school: School, nature: str = Nature.SWITCH, summary: str = "Réseau coupé", **words: Any) -> Ticket:
    """A fault of the City’s own, unless said otherwise."""
    return actions.report(actions.Report(school=school, nature=nature, summary=summary, **words))
