"""What the estate keeps of people, and what of it has passed its term."""

import datetime as dt

from django.db.models import QuerySet

from lekol.directory.models import Person
from lekol.equipment.choices import Standing
from lekol.equipment.models import Audit, HandOver, Machine, Responsibility

RETURNED = dt.timedelta(days=2 * 365)
"""After the return: the time of a dispute over the state of the device."""

CHECKED = dt.timedelta(days=3 * 365)
"""Who went round a room: the time of three yearly checks."""

SILENT = dt.timedelta(days=365)
"""A machine nobody decided of and that says nothing any more."""

GONE = "nom effacé"


def old_slips(on: dt.date) -> QuerySet[HandOver]:
    """Slips of devices given back long ago, that still name whoever had them."""
    return HandOver.objects.filter(returned_on__lt=on - RETURNED).exclude(name=GONE)


def old_checks(on: dt.date) -> QuerySet[Audit]:
    """Checks of rooms that still name their author."""
    return Audit.objects.filter(taken_at__date__lt=on - CHECKED).exclude(actor_ref="", actor_name="")


def silent_machines(on: dt.date) -> QuerySet[Machine]:
    """Machines announced by agents, tied to no device, unheard of for long."""
    return Machine.objects.filter(last_seen_at__date__lt=on - SILENT, asset=None).exclude(standing=Standing.LINKED)


def slips_of(person: Person) -> QuerySet[HandOver]:
    return HandOver.objects.filter(person=person).order_by("on", "pk")


def duties_of(person: Person) -> QuerySet[Responsibility]:
    return Responsibility.objects.filter(person=person).select_related("asset__model").order_by("pk")
