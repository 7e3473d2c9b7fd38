"""The rows of a list of tickets, drawn in Python: fifty rows of eight cells through a template cost four times that."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from lekol.kit.addresses import address
from lekol.kit.lists import Column
from lekol.maintenance.choices import OPEN, RUNNING, Desk, Status
from lekol.maintenance.models import Ticket

DESKS, STATES = dict(Desk.choices), dict(Status.choices)


def table(columns: Iterable[Column], rows: Iterable[Ticket]) -> SafeString:
    """The head and the body of the table. Every word of a ticket is escaped here."""
    heads = "".join(f'<th role="columnheader" scope="col">{escape(column.head)}</th>' for column in columns)
    names, now = [str(column.head) for column in columns], timezone.now()
    tickets, schools = _before("maintenance:ticket"), _before("directory:school")
    body = "".join(_row(row, names, now, tickets, schools) for row in rows)
    drawn = f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead><tbody role="rowgroup">{body}</tbody>'
    return mark_safe(drawn)  # noqa: S308 — every word of it is escaped or ours


def _before(name: str) -> str:
    """The address of a thing, up to its own word."""
    return address(name, "X").removesuffix("X/")


def is_late(ticket: Ticket, now: dt.datetime) -> bool:
    """Past its delay while its clock runs."""
    return ticket.due_at is not None and ticket.due_at < now and ticket.status in RUNNING


def _row(row: Ticket, names: list[str], now: dt.datetime, tickets: str, schools: str) -> str:
    school = row.school
    due = _moment(row.due_at) if row.due_at and row.status in OPEN else ""
    shown = (
        escape(row.summary),
        f'<a href="{schools}{escape(school.uai)}/">{escape(school.name)}</a>',
        str(DESKS[row.desk]),
        "en retard" if is_late(row, now) else str(STATES[row.status]),
        _moment(row.opened_at),
        due,
        escape(row.assignee) if row.assignee else "",
    )
    cells = "".join(_cell(name, value) for name, value in zip(names[1:], shown, strict=True))
    lead = f'<th role="rowheader" scope="row"><a href="{tickets}{row.ref}/">{row.ref}</a></th>'
    return f'<tr role="row">{lead}{cells}</tr>'


def _cell(name: str, value: str) -> str:
    if not value:
        return f'<td role="cell" data-l="{name}" class="rien">—</td>'
    return f'<td role="cell" data-l="{name}">{value}</td>'


def _moment(at: dt.datetime) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M}"
