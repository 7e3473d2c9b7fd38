"""Read models of the network: rooms cabled, links in service, what lacks."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from lekol.directory.choices import RoomUse
from lekol.directory.models import Headcount, Room, School
from lekol.directory.queries import schools_in
from lekol.network.choices import VERY_HIGH_SPEED_READY, Payer, Technology
from lekol.network.models import Link, Outlet
from lekol.network.rules import LEAST, PER_CLASS, VERY_HIGH_SPEED
from lekol.pact.calendars import school_year_of
from lekol.pact.scopes import Scope

FIBRE = (Technology.FTTH, Technology.FTTO)


def outlets_on(on: dt.date) -> QuerySet[Outlet]:
    """Drops tested and not removed on a day."""
    return Outlet.objects.filter(Q(removed_on=None) | Q(removed_on__gt=on), tested_on__lte=on)


def classrooms(scope: Scope, on: dt.date, **grade: Any) -> tuple[QuerySet[Room], Q]:
    """Classrooms of open schools, and those with at least one working drop (of a grade when asked)."""
    drops = outlets_on(on).filter(room=OuterRef("pk"), **grade)
    rows = Room.objects.filter(use=RoomUse.CLASSROOM, school__in=schools_in(scope, on).values("pk"))
    return rows.annotate(cabled=Exists(drops)), Q(cabled=True)


def cabled(scope: Scope, on: dt.date) -> tuple[QuerySet[Room], Q]:
    """Clause 3.1."""
    return classrooms(scope, on)


def very_high_speed_ready(scope: Scope, on: dt.date) -> tuple[QuerySet[Room], Q]:
    """Clause 3.3: category 6 or fibre."""
    return classrooms(scope, on, category__in=VERY_HIGH_SPEED_READY)


def links_on(on: dt.date) -> QuerySet[Link]:
    """The link in service of the school in hand, on a day."""
    return Link.objects.filter(school=OuterRef("pk"), valid__contains=on)


def online(scope: Scope, on: dt.date) -> tuple[QuerySet[School], Q]:
    """Open schools, and those with a link in service."""
    return schools_in(scope, on).annotate(linked=Exists(links_on(on))), Q(linked=True)


def sized(scope: Scope, on: dt.date) -> tuple[QuerySet[School], Q]:
    """Open schools, and those whose link, paid by the City, carries what their classes need (clause 3.4).

    The rate is the one measured when known, else the one subscribed; the classes are those of the last
    school year known on that day.
    """
    known = Headcount.objects.filter(school=OuterRef("pk"), school_year__lte=school_year_of(on)).order_by(
        "-school_year"
    )
    rate = links_on(on).filter(payer=Payer.CITY).annotate(rate=Coalesce("measured_mbps", "downstream_mbps"))
    rows = schools_in(scope, on).annotate(
        need=Greatest(Value(LEAST), PER_CLASS * Coalesce(Subquery(known.values("classes")[:1]), Value(0))),
        rate=Subquery(rate.values("rate")[:1]),
    )
    return rows.annotate(rate_known=Coalesce("rate", Value(Decimal(0)))), Q(rate_known__gte=F("need"))


def eligible(scope: Scope, on: dt.date) -> tuple[QuerySet[School], Q]:
    """Schools an operator can serve, and those on fibre at 30 Mbit/s or more (clause 3.5)."""
    fast = links_on(on).filter(technology__in=FIBRE, downstream_mbps__gte=VERY_HIGH_SPEED)
    rows = schools_in(scope, on).filter(eligibility__since__lte=on)
    return rows.annotate(fast=Exists(fast)), Q(fast=True)
