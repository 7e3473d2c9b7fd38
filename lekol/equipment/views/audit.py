"""Checking a room on the ground: everything is there unless said otherwise; with or without a network."""

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lekol.directory.access import visible_to as schools_visible_to
from lekol.directory.models import Room, School
from lekol.equipment import access
from lekol.equipment.actions import audit as actions
from lekol.equipment.choices import IN_SCHOOL, Kind
from lekol.equipment.choices.audit import Finding, Settled, counted
from lekol.equipment.models import Asset, Audit, AuditLine
from lekol.equipment.queries import audit as queries
from lekol.equipment.rules.audit import MOST
from lekol.equipment.views.devices import close, device
from lekol.equipment.views.labels import scanned, slow_down, stranger, too_many
from lekol.kit.http import PersonRequest

SCRIPT = Path(__file__).parents[1] / "static" / "equipment" / "hors-ligne.js"
SHOWN = 20


class CheckForm(forms.Form):
    """What a check sends: the key drawn by the page, what was shown, what lacks, what was read besides."""

    key = forms.UUIDField()
    taken_at = forms.CharField(required=False, max_length=40)
    extra = forms.CharField(required=False, max_length=MOST * 100)


def _room(request: PersonRequest, uai: str, pk: int) -> Room:
    room = get_object_or_404(
        Room.objects.select_related("school__commune"),
        pk=pk,
        school__uai=uai,
        school__in=schools_visible_to(request.person),
    )
    if not access.may_check(request.person, room.school):
        raise PermissionDenied
    return room


@require_safe
def checks(request: PersonRequest, uai: str) -> HttpResponse:
    """The rooms of a school to check, when each was last, and the last checks."""
    school = get_object_or_404(schools_visible_to(request.person), uai=uai)
    if not access.may_check(request.person, school):
        raise PermissionDenied
    counted = Count("assets", filter=Q(assets__status__in=IN_SCHOOL))
    rooms = school.rooms.annotate(devices=counted).filter(devices__gt=0).order_by("sort_key", "pk")
    open_lines = Count("lines", filter=Q(lines__settled=Settled.OPEN))
    done = Audit.objects.filter(school=school).select_related("room", "school", "trolley").annotate(open=open_lines)
    trolleys = Asset.objects.filter(school=school, kind=Kind.TROLLEY, status__in=IN_SCHOOL).select_related(
        "model", "room"
    )
    context = {"school": school, "rooms": rooms, "trolleys": trolleys, "audits": done[:SHOWN]}
    return render(request, "equipment/checks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def check_room(request: PersonRequest, uai: str, pk: int) -> HttpResponseBase:
    """The check of a room: all present by default; a script asks for JSON when it sends later.

    Its address is behind the QR code of the room: a stranger sees the school’s name, and nothing of the room.
    """
    if request.person is None or request.scope is None:
        return _stranger(request, uai, pk)
    room = _room(request, uai, pk)
    if request.method == "POST":
        return _recorded(request, room)
    expected = Asset.objects.filter(room=room, status__in=IN_SCHOOL)
    return _page(request, str(room), "cette salle", room.school, expected)


def _page(
    request: PersonRequest, title: str, here: str, school: School, expected: Any, trolley: Any = None
) -> HttpResponseBase:
    context = {
        "title": title, "here": here, "school": school, "expected": expected.select_related("model")[:MOST],
        "key": uuid.uuid4(), "trolley": trolley,
    }  # fmt: skip
    return render(request, "equipment/check_room.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def check_trolley(request: PersonRequest, number: str) -> HttpResponseBase:
    """The check of a trolley, behind the QR code of its label: what it must hold, all present by default.

    A stranger sees how to report a fault and the school’s name; who may not check it, its page.
    """
    if request.person is None or request.scope is None:
        if request.method == "POST":
            raise PermissionDenied
        return scanned(request, number)
    trolley = close(request, number)
    if trolley.school is None or not access.may_check(request.person, trolley.school):
        if request.method == "POST":
            raise PermissionDenied
        return device(request, number)
    if trolley.kind != Kind.TROLLEY:
        return redirect(trolley.get_absolute_url())
    if request.method == "POST":
        return _recorded(request, trolley)
    expected = actions.expected_in(trolley, timezone.localdate())
    return _page(request, f"la mallette {number}", "cette mallette", trolley.school, expected, trolley)


def _stranger(request: PersonRequest, uai: str, pk: int) -> HttpResponse:
    if request.method == "POST":
        raise PermissionDenied
    if too_many(request):
        return slow_down(request)
    room = get_object_or_404(Room.objects.select_related("school"), pk=pk, school__uai=uai)
    return stranger(request, room.school)


def _recorded(request: PersonRequest, place: Room | Asset) -> HttpResponseBase:
    form = CheckForm(request.POST)
    if not form.is_valid():
        return HttpResponse("Cette vérification est incomplète : rechargez la page.", status=400)
    words = form.cleaned_data
    audit = actions.record_audit(
        key=words["key"], place=place, taken_at=_moment(words["taken_at"]), by=request.person,
        shown=request.POST.getlist("shown")[:MOST], missing=request.POST.getlist("missing")[:MOST],
        extra=words["extra"].splitlines()[:MOST],
    )  # fmt: skip
    if place.pk != (audit.room_id if isinstance(place, Room) else audit.trolley_id):
        raise PermissionDenied  # a key drawn for another place
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"url": f"/verifications/{audit.key}/"})
    return redirect("equipment:audit", key=audit.key)


def _moment(text: str) -> dt.datetime:
    """When the check was done by the clock of the phone; a clock that is wrong is not followed."""
    try:
        told = parse_datetime(text)
    except ValueError:
        told = None
    now = timezone.now()
    if told is None:
        return now
    told = timezone.make_aware(told) if timezone.is_naive(told) else told
    return told if now - dt.timedelta(days=60) <= told <= now else now


@require_safe
def audit(request: PersonRequest, key: uuid.UUID) -> HttpResponse:
    """What a check found, and what is left to settle."""
    found = get_object_or_404(
        access.audits_visible_to(request.person).select_related("school", "room", "trolley"), key=key
    )
    lines = list(found.lines.select_related("asset__model"))
    context = {
        "audit": found,
        "same_day": queries.same_day(found, access.audits_visible_to(request.person)),
        "seen_since": queries.seen_since(found, access.audits_visible_to(request.person)),
        "to_settle": [line for line in lines if line.settled == Settled.OPEN],
        "others": [line for line in lines if line.settled != Settled.OPEN],
        "counts": [counted(each, count) for each in Finding if (count := sum(row.finding == each for row in lines))],
        "may_check": access.may_check(request.person, found.school),
        "may_keep": access.may_keep(request.person, found.school),
    }
    return render(request, "equipment/audit.html", context)


@require_POST
def settle(request: PersonRequest, key: uuid.UUID, pk: int) -> HttpResponse:
    """Settle one line: place here, declare lost, or leave."""
    rows = AuditLine.objects.filter(audit__in=access.audits_visible_to(request.person), audit__key=key)
    line: Any = get_object_or_404(rows.select_related("audit__school", "asset__school"), pk=pk)
    how, school = request.POST.get("how", ""), line.audit.school
    if not access.may_check(request.person, school):
        raise PermissionDenied
    if how == Settled.PLACED and line.asset and not access.may_place(request.person, line.asset, school):
        raise PermissionDenied
    try:
        actions.settle(line=line, how=how, by=request.person)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    else:
        messages.success(request, f"{line.number} : réglé.")
    return redirect("equipment:audit", key=key)


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The script that keeps the pages of checks for when there is no network; it holds no data."""
    response = HttpResponse(SCRIPT.read_text(encoding="utf-8"), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
