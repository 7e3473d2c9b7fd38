"""What hangs on a ticket, asked on every opening of its page: questions compiled once."""

from django.db.models import QuerySet

from lekol.kit.compiled import compiled
from lekol.maintenance.models import Check, Effort, HandOff, Leg, Ticket, Transfer

CHILDREN = 50
"""Tickets named under a general outage."""


@compiled(str)
def of_ref(ref: str) -> QuerySet[Ticket]:
    """The ticket of a number, whoever sees it, with the territory of its school."""
    return Ticket.objects.filter(ref=ref).select_related(
        "school__commune__academy", "school__district", "asset__model", "room", "reporter", "assignee", "parent"
    )


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
