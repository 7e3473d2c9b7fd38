"""Writing the timeline of a ticket. Called inside the verbs’ transactions."""

import datetime as dt

from django.utils import timezone

from lekol.directory.models import Person
from lekol.journal.actions import write
from lekol.maintenance.choices import LineKind, Side
from lekol.maintenance.models import Line, Ticket


def tell(
    ticket: Ticket,
    kind: LineKind,
    text: str,
    *,
    by: Person | None = None,
    author: str = "",
    side: str = Side.ALL,
    at: dt.datetime | None = None,
    message_id: str = "",
) -> Line:
    """One line more; the author’s name is kept as it was that day."""
    return Line.objects.create(
        ticket=ticket, at=at or timezone.now(), kind=kind, side=side, by=by, text=text.strip()[:8000],
        author=author or (str(by) if by else "Lékol"), message_id=message_id,
    )  # fmt: skip


def record(ticket: Ticket, verb: str, summary: str, by: Person | None, clause: str = "4.4") -> None:
    """The same act in the journal: what was done, never what was said."""
    write(verb=f"ticket.{verb}", thing=ticket, by=by, clause=clause, summary=summary)
