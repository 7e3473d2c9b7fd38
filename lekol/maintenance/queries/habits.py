"""What a desk keeps for itself, seen from a ticket; who reads a message and may be named in it."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from lekol.directory.models import Post, School
from lekol.equipment.models import Asset, StockItem
from lekol.maintenance.choices import Desk
from lekol.maintenance.models import Checklist, Macro, Ticket

SHOWN = 12
"""Articles to load proposed for a round."""


def of_desk(ticket: Ticket) -> Q:
    """What belongs to the desk that acts on a ticket: the commune’s, which follows its suppliers, or the académie’s."""
    if ticket.desk == Desk.STATE:
        return Q(academy=ticket.school.commune.academy_id)
    return Q(commune=ticket.school.commune_id)


def checklists_for(ticket: Ticket) -> list[Checklist]:
    """The checklists of the desk written for that very nature: they come with the ticket when it is taken."""
    if ticket.desk not in (Desk.CITY, Desk.STATE):
        return []
    return list(Checklist.objects.filter(of_desk(ticket), nature=ticket.nature))


def macros_for(ticket: Ticket) -> QuerySet[Macro]:
    """The saved answers of the desk that suit the ticket, the most used first."""
    fits = Q(nature="") | Q(nature=ticket.nature)
    return Macro.objects.filter(of_desk(ticket), fits).order_by("-used", "name", "pk")


def near(school: School, on: dt.date | None = None) -> QuerySet[Post]:
    """Every post whose territory holds the school on a day, its person loaded; one query."""
    covers = Q(school=school) | Q(commune=school.commune_id) | Q(academy=school.commune.academy_id)
    if school.district_id:
        covers |= Q(district=school.district_id)
    rows = Post.objects.on(on or timezone.localdate()).filter(covers).select_related("person")
    return rows.order_by("person__sort_key", "pk")


def stores_of(ticket: Ticket) -> QuerySet[StockItem]:
    """What is left in the stores a repair may take from: the City’s, and the school’s own."""
    here = Q(school=None) | Q(school=ticket.school_id)
    return StockItem.objects.filter(here, commune=ticket.school.commune_id, quantity__gt=0).order_by("name", "pk")


def to_load(schools: list[int], work: Q) -> list[StockItem]:
    """What a round may need: articles in the City’s store that serve the models of the faulty devices; one query."""
    models = Asset.objects.filter(tickets__in=Ticket.objects.filter(work, school__in=schools)).values("model")
    rows = StockItem.objects.filter(models_served__in=models, school=None, quantity__gt=0)
    return list(rows.distinct().order_by("name", "pk")[:SHOWN])
