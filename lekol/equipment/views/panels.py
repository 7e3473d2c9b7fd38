"""What the estate shows on the page of a school: its devices by kind, the base equipment of its direction."""

import datetime as dt
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Value
from django.utils import timezone

from lekol.equipment import access
from lekol.equipment.choices import IN_SCHOOL, Kind, Origin
from lekol.equipment.models import Asset
from lekol.equipment.queries.standard import places_of
from lekol.kit.panels import Panel, panel
from lekol.pact.scopes import Level, Scope


@panel("school", order=10)
def devices_of_school(person: Any, school: Any) -> Panel:
    """A line per kind: how many, how old, how many under warranty, how many from gifts."""
    today = timezone.localdate()
    rows = list(_by_kind(school, today))
    for row in rows:
        row["label"] = Kind(row["kind"]).label
        row["years"] = round(row["age"].days / 365.25, 1) if row["age"] is not None else None
    total = sum(row["count"] for row in rows)
    context = {"rows": rows, "total": total, "school": school, "may_keep": access.may_keep(person, school)}
    context["may_check"] = access.may_check(person, school)
    return Panel("equipment/panel_devices.html", context)


def _by_kind(school: Any, today: dt.date) -> QuerySet[Any]:
    age = ExpressionWrapper(Value(today) - F("acquired_on"), output_field=DurationField())
    rows = Asset.objects.filter(school=school, status__in=IN_SCHOOL)
    return (
        rows.order_by("kind")
        .values("kind")
        .annotate(
            count=Count("pk"),
            age=Avg(age),
            covered=Count("pk", filter=Q(warranty_until__gte=today)),
            gifts=Count("pk", filter=Q(origin__in=(Origin.GIFT, Origin.OWN_FUNDS))),
        )
    )


@panel("school", order=20)
def direction_of_school(person: Any, school: Any) -> Panel | None:
    """The base equipment of the direction: what is there, what lacks (3.14)."""
    today = timezone.localdate()
    found = places_of([school], Scope(Level.SCHOOL, school.uai), today)[0]
    if not found.base:
        return None
    context = {"lines": found.base, "school": school, "today": today, "may_fill": access.may_fill(person, school)}
    return Panel("equipment/panel_direction.html", context, aside=True)
