"""What the estate shows on the page of a school: its devices by kind, the base equipment of its direction."""

import datetime as dt
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Value
from django.utils import timezone

from lekol.equipment import access
from lekol.equipment.choices import DIRECTION_SLOTS, Kind, Origin, SlotKind
from lekol.equipment.models import Placement, Slot, SlotFilling
from lekol.kit.panels import Panel, panel

ICONS = {
    Kind.DESKTOP: "parc", Kind.LAPTOP: "portable", Kind.TABLET: "tablette", Kind.TROLLEY: "mallette",
    Kind.PROJECTOR: "projecteur", Kind.BOARD: "tni", Kind.COPIER: "copieur", Kind.PHONE: "telephone",
    Kind.ACCESS_POINT: "borne", Kind.SWITCH: "reseau",
}  # fmt: skip


@panel("school", order=10)
def devices_of_school(person: Any, school: Any) -> Panel:
    """A line per kind: how many, how old, how many under warranty, how many from gifts."""
    today = timezone.localdate()
    rows = list(_by_kind(school, today))
    for row in rows:
        row["label"], row["icon"] = Kind(row["asset__model__kind"]).label, ICONS[Kind(row["asset__model__kind"])]
        row["years"] = round(row["age"].days / 365.25, 1)
    total = sum(row["count"] for row in rows)
    context = {"rows": rows, "total": total, "school": school, "may_keep": access.may_keep(person, school)}
    context["may_check"] = access.may_check(person, school)
    return Panel("equipment/panel_devices.html", context)


def _by_kind(school: Any, today: dt.date) -> QuerySet[Any]:
    age = ExpressionWrapper(Value(today) - F("asset__acquired_on"), output_field=DurationField())
    rows = Placement.objects.filter(school=school, valid__contains=today).exclude(asset__retired_on__lte=today)
    return (
        rows.order_by("asset__model__kind")
        .values("asset__model__kind")
        .annotate(
            count=Count("pk"),
            age=Avg(age),
            covered=Count("pk", filter=Q(asset__warranty_until__gte=today)),
            gifts=Count("pk", filter=Q(asset__origin__in=(Origin.GIFT, Origin.OWN_FUNDS))),
        )
    )


@panel("school", order=20)
def direction_of_school(person: Any, school: Any) -> Panel | None:
    """The base equipment of the direction: what is there, what lacks (3.14)."""
    today = timezone.localdate()
    slots = list(Slot.objects.filter(school=school, kind__in=DIRECTION_SLOTS, required__contains=today))
    if not slots:
        return None
    filled = SlotFilling.objects.filter(slot__in=slots, valid__contains=today).select_related("asset__model")
    by_slot = {row.slot_id: row.asset for row in filled}
    order = {kind: rank for rank, kind in enumerate(DIRECTION_SLOTS)}
    lines = [(slot, by_slot.get(slot.pk)) for slot in sorted(slots, key=lambda slot: order[SlotKind(slot.kind)])]
    context = {"lines": lines, "school": school, "today": today, "may_fill": access.may_fill(person, school)}
    return Panel("equipment/panel_direction.html", context, aside=True)
