"""What hangs on a ticket, asked on every opening of its page: questions compiled once."""

from functools import cache
from typing import Any

from django.db.models import QuerySet

from lekol.kit.compiled import compiled
from lekol.maintenance.models import Attachment, Check, Effort, HandOff, Leg, Line, Ticket, Transfer

CHILDREN = 50
"""Tickets named under a general outage."""
LINES = 300
"""Lines told of one ticket; a longer story is in the export of its page."""


@compiled(str)
def of_ref(ref: str) -> QuerySet[Ticket]:
    """The ticket of a number, whoever sees it, with the territory of its school."""
    return Ticket.objects.filter(ref=ref).select_related(
        "school__commune__academy", "school__district", "asset__model", "room", "reporter", "assignee", "parent"
    )


TOLD = (
    "ref", "nature", "symptom", "impact", "summary", "detail", "status", "desk", "clause", "reason", "convention",
    "opened_at", "respond_by", "due_at", "taken_at", "solved_at", "closed_at", "channel", "reporter",
    "school__uai", "school__district", "school__commune__academy", "asset__inventory_number", "room__name",
)  # fmt: skip


@compiled(str)
def told_of_ref(ref: str) -> QuerySet[Ticket]:
    """The same, with what machines are told of it and what says who sees it, nothing else: a third of the reading."""
    return Ticket.objects.filter(ref=ref).select_related("school__commune", "asset", "room").only(*TOLD)


@compiled(int)
def transfers_of(ticket: int) -> QuerySet[Transfer]:
    return Transfer.objects.filter(ticket=ticket)


@compiled(int)
def legs_of(ticket: int) -> QuerySet[Leg]:
    return Leg.objects.filter(ticket=ticket)


@compiled(int)
def handoffs_of(ticket: int) -> QuerySet[HandOff]:
    return HandOff.objects.filter(ticket=ticket)


@compiled(int)
def checks_of(ticket: int) -> QuerySet[Check]:
    return Check.objects.filter(ticket=ticket).select_related("done_by")


@compiled(int)
def efforts_of(ticket: int) -> QuerySet[Effort]:
    return Effort.objects.filter(ticket=ticket).select_related("person")


@compiled(int)
def children_of(ticket: int) -> QuerySet[Ticket]:
    return Ticket.objects.filter(parent=ticket).order_by("pk")[:CHILDREN]


def lines_of(ticket: int, sides: frozenset[str]) -> list[Line]:
    """The first lines of a ticket that those sides read, oldest first; one query."""
    found: list[Line] = _lines_for(tuple(sorted(sides)))(ticket)
    return found


@cache
def _lines_for(sides: tuple[str, ...]) -> Any:
    """One question for each set of sides: a post gives one or two of four."""

    def question(ticket: int) -> QuerySet[Line]:
        return Line.objects.filter(ticket=ticket, side__in=sides)[:LINES]

    return compiled(int)(question)


@compiled(int)
def attachments_of(ticket: int) -> QuerySet[Attachment]:
    """Every file of a ticket, by line: who may read which is for the lines to say."""
    return Attachment.objects.filter(line__ticket=ticket)
