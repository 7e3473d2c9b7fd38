"""A school and its faults: the panel of its page, the code posted there, its labels; the public page of a commune."""

import datetime as dt
from typing import Any

import segno
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from lekol.directory.access import visible_to as schools_visible_to
from lekol.directory.models import Commune, School
from lekol.equipment.models import Asset
from lekol.kit.http import PersonRequest
from lekol.kit.panels import Panel, panel
from lekol.maintenance import access, actions
from lekol.maintenance.choices import RUNNING, Impact, Status
from lekol.maintenance.models import SchoolKey, Ticket
from lekol.maintenance.queries import rounds

SHOWN = 8
MONTH = dt.timedelta(days=30)
LABELS = 400
"""Labels of one sheet: a whole school."""


@panel("school", order=15)
def tickets_of_school(person: Any, school: Any) -> Panel:
    """Open tickets of the school, those that wait for it first."""
    rows = access.visible_to(person).filter(school=school).open().select_related("assignee")
    waiting = rows.filter(status__in=(Status.WAITING, Status.SOLVED)).order_by("-opened_at", "-id")[:SHOWN]
    others = rows.filter(status__in=RUNNING).order_by("-opened_at", "-id")[:SHOWN]
    context = {
        "school": school,
        "waiting": list(waiting),
        "others": list(others),
        "now": timezone.now(),
        "visit": rounds.last_word(school),
        "may_post_codes": access.may_post_codes(person, school),
    }
    return Panel("maintenance/panel_tickets.html", context)


def _school(request: PersonRequest, uai: str) -> School:
    rows = schools_visible_to(request.person).select_related("commune__academy", "district")
    found = get_object_or_404(rows, uai=uai)
    if not access.may_post_codes(request.person, found):
        raise PermissionDenied
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def school_code(request: PersonRequest, uai: str) -> HttpResponseBase:
    """The six digits posted in the school; asking for new ones closes the old."""
    school = _school(request, uai)
    if request.method == "POST":
        actions.new_key(school=school, by=request.person)
        return redirect("maintenance:school_code", uai)
    key = SchoolKey.objects.filter(school=school).first()
    return render(request, "maintenance/school_code.html", {"school": school, "key": key})


@require_safe
def labels(request: PersonRequest, uai: str) -> HttpResponse:
    """Signed labels of the rooms and devices of a school, a page to print."""
    school = _school(request, uai)
    rooms = list(school.rooms.order_by("sort_key", "pk"))
    placed = Q(placements__school=school, placements__valid__contains=timezone.localdate())
    assets = Asset.objects.filter(placed, retired_on=None).order_by("inventory_number", "pk").distinct()[:LABELS]
    things: list[Any] = [*rooms, *assets]
    made = [(str(getattr(one, "inventory_number", one)), _code(request, one, school)) for one in things]
    return render(request, "maintenance/labels.html", {"school": school, "labels": made})


def _code(request: HttpRequest, thing: Any, school: School) -> SafeString:
    """The QR of a label, drawn by segno: its whole text is ours."""
    address = reverse("maintenance:report_signed", args=[actions.label_of(thing, school)])
    drawn = segno.make(request.build_absolute_uri(address), error="m", micro=False)
    return mark_safe(drawn.svg_inline(scale=2, border=2, omitsize=True))  # noqa: S308 — no text in it but a path


@require_safe
def status(request: HttpRequest, insee: str) -> HttpResponse:
    """The public page of a commune: how many schools are stopped, how many faults are followed. No name, no place."""
    commune = get_object_or_404(Commune, insee=insee)
    rows = Ticket.objects.open().filter(school__commune=commune)
    counted = rows.aggregate(
        running=Count("pk", filter=Q(status__in=RUNNING)),
        late=Count("pk", filter=Q(status__in=RUNNING, due_at__lt=timezone.now())),
        stopped=Count("school", filter=Q(status__in=RUNNING, impact=Impact.SCHOOL), distinct=True),
    )
    recent = Ticket.objects.filter(school__commune=commune, solved_at__gte=timezone.now() - MONTH)
    context = {"commune": commune, "solved": recent.count(), "at": timezone.now(), **counted}
    return render(request, "maintenance/status.html", context)
