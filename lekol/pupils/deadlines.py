"""What the people of a base must answer, and by when (3.12)."""

import datetime as dt
from collections.abc import Iterator

from lekol.directory.models import Person
from lekol.pact.deadlines import LIMIT, Deadline, deadline
from lekol.pupils import access
from lekol.pupils.models import Correction


@deadline("pupils.correction", label="Corrections des bases élèves à répondre", icon="repeter")
def corrections(person: Person, since: dt.date, until: dt.date) -> Iterator[Deadline]:
    """Corrections asked of the bases the person answers for; no child is named in a calendar."""
    rows = Correction.objects.waiting().filter(
        due_on__range=(since, until), discrepancy__in=access.gaps_readable(person).values("pk"),
        discrepancy__owner__in=access.sides(person),
    )  # fmt: skip
    for row in rows.select_related("discrepancy__school").order_by("due_on", "pk")[:LIMIT]:
        gap = row.discrepancy
        place = gap.school.name if gap.school else ""
        yield Deadline(
            row.due_on, f"Répondre à une correction ({gap.title})", place, gap.get_absolute_url(), gap.ref, "3.12"
        )
