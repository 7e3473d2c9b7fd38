"""Writing the timeline of a ticket. Called inside the verbs’ transactions."""

import datetime as dt

from django.utils import timezone

from lekol.directory.models import Person
from lekol.journal.actions import drafted as entry
from lekol.journal.actions import write
from lekol.journal.models import Entry
from lekol.maintenance.choices import LineKind, Side
from lekol.maintenance.models import Line, Ticket

SENT_KINDS = (
    LineKind.SAID, LineKind.ASKED, LineKind.TAKEN, LineKind.SOLVED, LineKind.CLOSED, LineKind.REOPENED,
    LineKind.TRANSFER, LineKind.SUPPLIER, LineKind.PUT_OFF,
)  # fmt: skip
"""What those who follow a ticket are told of by mail, when everybody may read it."""


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
    made = drafted(ticket, kind, text, by=by, author=author, side=side, at=at, message_id=message_id)
    made.save(force_insert=True)
    return made


def drafted(
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
    """The line, not yet written. One that nobody is told of by mail waits for no sending."""
    moment = at or timezone.now()
    told = kind == LineKind.ALERT or (side == Side.ALL and kind in SENT_KINDS)
    return Line(
        ticket=ticket, at=moment, kind=kind, side=side, by=by, text=text.strip()[:8000],
        author=author or (str(by) if by else "Lékol"), message_id=message_id, mailed_at=None if told else moment,
    )  # fmt: skip


def record(ticket: Ticket, verb: str, summary: str, by: Person | None, clause: str = "4.4") -> None:
    """The same act in the journal: what was done, never what was said."""
    write(verb=f"ticket.{verb}", thing=ticket, by=by, clause=clause, summary=summary)


def report_entry(ticket: Ticket, by: Person | None) -> Entry:
    """The journal’s entry of a report, written with its rows."""
    said = f"{ticket.summary} : {ticket.get_desk_display()}. {ticket.reason}"
    return entry(verb="ticket.reported", thing=ticket, by=by, clause=ticket.clause, summary=said)
