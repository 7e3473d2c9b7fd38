"""Nouns of incidents."""

from lekol.maintenance.models.calendar import Break
from lekol.maintenance.models.closing import Article, Satisfaction
from lekol.maintenance.models.exchange import HandOff, SchoolKey, Transfer
from lekol.maintenance.models.tickets import Attachment, Follower, Leg, Line, Ticket, TicketQuerySet, new_ref

__all__ = [
    "Article", "Attachment", "Break", "Follower", "HandOff", "Leg", "Line", "Satisfaction", "SchoolKey", "Ticket",
    "TicketQuerySet", "Transfer", "new_ref",
]  # fmt: skip
