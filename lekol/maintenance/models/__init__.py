"""Nouns of incidents."""

from lekol.maintenance.models.calendar import Break
from lekol.maintenance.models.closing import Article, Satisfaction
from lekol.maintenance.models.exchange import HandOff, SchoolKey, Transfer
from lekol.maintenance.models.habits import Check, Checklist, Macro, Mention, VisitPlan
from lekol.maintenance.models.mail import Mail, MailFile
from lekol.maintenance.models.tickets import Attachment, Follower, Leg, Line, Ticket, TicketQuerySet, new_ref
from lekol.maintenance.models.wishes import Wish
from lekol.maintenance.models.work import Effort, Stop

__all__ = [
    "Article",
    "Attachment",
    "Break",
    "Check",
    "Checklist",
    "Effort",
    "Follower",
    "HandOff",
    "Leg",
    "Line",
    "Macro",
    "Mail",
    "MailFile",
    "Mention",
    "Satisfaction",
    "SchoolKey",
    "Stop",
    "Ticket",
    "TicketQuerySet",
    "Transfer",
    "VisitPlan",
    "Wish",
    "new_ref",
]
