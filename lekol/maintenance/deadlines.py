"""Faults whose delay runs out: those of the parties one works for, and what one’s school must answer."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from lekol.directory.models import Person
from lekol.maintenance.access import desks_of, visible_to
from lekol.maintenance.choices import RUNNING
from lekol.pact.deadlines import LIMIT, Deadline, deadline


@deadline("maintenance.tickets", label="Pannes à résoudre", icon="outil")
def tickets(person: Person, since: dt.date, until: dt.date) -> Iterator[Deadline]:
    """The last day of the delay of each open ticket that one’s party must solve; one query."""
    rows = visible_to(person).filter(desk__in=desks_of(person), status__in=RUNNING)
    found = rows.filter(due_at__date__range=(since, until)).select_related("school").order_by("due_at", "id")[:LIMIT]
    for row in found:
        day = timezone.localtime(row.due_at).date()
        yield Deadline(
            day, f"Panne à résoudre : {row.summary}", str(row.school), row.get_absolute_url(), row.ref, "4.4"
        )
