"""The base equipment that the agreements require of every school, announced to the estate."""

import datetime as dt

from lekol.agreement.models import Agreement
from lekol.agreement.queries.territory import current
from lekol.pact.scopes import Level, Scope
from lekol.pact.standards import Requirement, Standard, standards


@standards
def standard_of_commune(insee: str, on: dt.date) -> Standard | None:
    """The base equipment of the convention in force in a commune that day, else of its last one (clause 3.14)."""
    written = (row for row in current(Agreement.objects.all(), Scope(Level.COMMUNE, insee), on) if _slots(row))
    found = next(written, None)
    return None if found is None else _standard(found)


def _slots(found: Agreement) -> list[dict[str, object]]:
    slots: list[dict[str, object]] = found.data.get("base_equipment", {}).get("slots", [])
    return slots


def _standard(found: Agreement) -> Standard:
    requirements = tuple(
        Requirement(str(row["kind"]), str(row["label"]), bool(row.get("exclusive")), int(str(row.get("count", 1))))
        for row in _slots(found)
    )
    return Standard(found.slug, found.short_title, str(found.data["base_equipment"].get("clause", "")), requirements)
