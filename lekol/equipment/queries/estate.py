"""Read models of the estate: what is in use somewhere on a day, and what lacks."""

import datetime as dt

from django.db.models import (
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.functions import Cast

from lekol.directory.queries import schools_in
from lekol.equipment.choices import COMPUTERS, DIRECTION_SLOTS, POSTS, Kind, Origin, SlotKind
from lekol.equipment.models import Installation, Placement, Slot, SlotFilling
from lekol.pact.scopes import Scope

NETWORKED_KINDS = (*COMPUTERS, Kind.COPIER, Kind.BOARD)


def in_use(scope: Scope, on: dt.date) -> QuerySet[Placement]:
    """Where devices of a scope stand on a day: open schools, not retired."""
    return Placement.objects.filter(
        Q(asset__retired_on=None) | Q(asset__retired_on__gt=on),
        school__in=schools_in(scope, on).values("pk"),
        valid__contains=on,
    )


def networked(scope: Scope, on: dt.date) -> tuple[QuerySet[Placement], Q]:
    """Computers, copiers and boards in use, and those on the network (report of 2017)."""
    return in_use(scope, on).filter(asset__model__kind__in=NETWORKED_KINDS), Q(asset__networked_on__lte=on)


def within_age(scope: Scope, on: dt.date) -> tuple[QuerySet[Placement], Q]:
    """The City’s devices in use, and those younger than the service life of their model."""
    kept = Func(
        Cast("asset__model__years_kept", IntegerField()),
        function="make_interval",
        template="%(function)s(years => %(expressions)s)",
    )
    # A date and an interval make a timestamp: said as a date again, which is what readers and files expect.
    end = Cast(ExpressionWrapper(F("asset__acquired_on") + kept, output_field=DateTimeField()), DateField())
    rows = in_use(scope, on).filter(asset__origin=Origin.CITY).annotate(renew_on=end)
    return rows, Q(renew_on__gt=on)


def os_supported(scope: Scope, on: dt.date) -> tuple[QuerySet[Placement], Q]:
    """Computers and tablets in use, and those whose system still received updates on that day."""
    running = Installation.objects.filter(asset=OuterRef("asset"), valid__contains=on, system__supported_until__gte=on)
    rows = in_use(scope, on).filter(asset__model__kind__in=POSTS).annotate(supported=Exists(running))
    return rows, Q(supported=True)


def slots(scope: Scope, on: dt.date, kinds: tuple[SlotKind, ...]) -> tuple[QuerySet[Slot], Q]:
    """The places a standard requires on a day, and those filled by a device in use."""
    filling = SlotFilling.objects.filter(
        Q(asset__retired_on=None) | Q(asset__retired_on__gt=on), slot=OuterRef("pk"), valid__contains=on
    )
    rows = Slot.objects.filter(kind__in=kinds, required__contains=on, school__in=schools_in(scope, on).values("pk"))
    return rows.annotate(filled=Exists(filling)), Q(filled=True)


def direction_slots(scope: Scope, on: dt.date) -> tuple[QuerySet[Slot], Q]:
    """The base equipment of the directions (clause 3.14)."""
    return slots(scope, on, DIRECTION_SLOTS)


def trolley_slots(scope: Scope, on: dt.date) -> tuple[QuerySet[Slot], Q]:
    """The planned trolleys (report of 2017: 120 in 44 schools)."""
    return slots(scope, on, (SlotKind.TROLLEY,))
