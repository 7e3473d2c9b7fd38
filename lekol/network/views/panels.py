"""What the network shows on the page of a school: its rooms cabled or not, its link beside its need."""

from itertools import groupby
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from lekol.directory.access import may_edit_school
from lekol.directory.models import Room
from lekol.kit.panels import Panel, panel
from lekol.network import access
from lekol.network.choices import VERY_HIGH_SPEED_READY
from lekol.network.rules import need_mbps


@panel("school", order=30)
def rooms_of_school(person: Any, school: Any) -> Panel:
    """Rooms by floor, each with its working drops."""
    today = timezone.localdate()
    working = Q(outlets__tested_on__lte=today) & (Q(outlets__removed_on=None) | Q(outlets__removed_on__gt=today))
    ready = working & Q(outlets__category__in=VERY_HIGH_SPEED_READY)
    rows = Room.objects.filter(school=school).select_related("floor__building").annotate(
        drops=Count("outlets", filter=working), fast=Count("outlets", filter=ready)
    )  # fmt: skip
    rooms = list(rows.order_by("floor__building__name", "floor__level", "sort_key", "pk"))
    floors = [(floor, list(inside)) for floor, inside in groupby(rooms, key=lambda room: room.floor)]
    context = {
        "floors": floors,
        "cabled": sum(room.drops > 0 for room in rooms),
        "total": len(rooms),
        "school": school,
        "several": len({room.floor.building_id for room in rooms}) > 1,
        "may_keep": access.may_keep(person, school),
        "may_edit": may_edit_school(person, school),
    }
    return Panel("network/panel_rooms.html", context)


@panel("school", order=40)
def link_of_school(person: Any, school: Any) -> Panel:
    """The link in service, its rate, and what the classes of the year need."""
    today = timezone.localdate()
    link = school.links.filter(valid__contains=today).first()
    count = school.headcounts.order_by("-school_year").values_list("classes", flat=True).first() or 0
    need = need_mbps(count)
    rate = (link.measured_mbps or link.downstream_mbps) if link else None
    context = {
        "link": link,
        "rate": rate,
        "need": need,
        "short": rate is None or rate < need,
        "classes": count,
        "eligibility": getattr(school, "eligibility", None),
        "school": school,
        "may_keep": access.may_keep(person, school),
    }
    return Panel("network/panel_link.html", context, aside=True)
