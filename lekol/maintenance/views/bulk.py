"""Several tickets at once: chosen, seen again with what will happen to each, then solved together."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lekol.directory.access import asked_scope
from lekol.directory.models import Person
from lekol.kit.http import PersonRequest
from lekol.maintenance import access, actions
from lekol.maintenance.choices import RUNNING, Status
from lekol.maintenance.forms import Filters, TextForm
from lekol.maintenance.models import Ticket, TicketQuerySet
from lekol.maintenance.queries import narrowed

MOST = 200
TERRITORY = ("school__commune__academy", "school__district")


@dataclass(frozen=True, slots=True)
class Fate:
    """A ticket chosen, and why it would be left as it is; empty when it will be solved."""

    ticket: Ticket
    why_not: str


def fate(person: Person, ticket: Ticket) -> Fate:
    """What would happen to one ticket."""
    if not access.may_handle(person, ticket):
        return Fate(ticket, f"Elle est chez : {ticket.get_desk_display()}.")
    if ticket.status not in (*RUNNING, Status.WAITING):
        return Fate(ticket, f"Elle est déjà {ticket.get_status_display()}.")
    return Fate(ticket, "")


@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: PersonRequest) -> HttpResponseBase:
    """Step one: tick. Step two: read what will happen and write one sentence. Step three: done."""
    if not access.desks_of(request.person):
        raise PermissionDenied
    chosen = request.POST.getlist("panne")[:MOST]
    if not chosen:
        return _choose(request)
    rows = access.visible_to(request.person).filter(ref__in=chosen).select_related(*TERRITORY, "asset")
    fates = [fate(request.person, row) for row in rows.order_by("-opened_at", "-pk")]
    form = TextForm(request.POST if "text" in request.POST else None)
    if form.is_valid():
        return _solve(request, fates, form.cleaned_data["text"])
    ready = sum(not one.why_not for one in fates)
    return render(request, "maintenance/bulk_preview.html", {"fates": fates, "form": form, "ready": ready})


def _choose(request: PersonRequest) -> HttpResponse:
    form = Filters(request.GET or None)
    seen: TicketQuerySet = access.visible_to(request.person, asked_scope(request))
    mine = seen.filter(desk__in=access.desks_of(request.person), status__in=(*RUNNING, Status.WAITING))
    rows = narrowed(mine, form.cleaned_data if form.is_valid() else {})
    shown = rows.select_related("school").order_by("school__sort_key", "-opened_at", "-pk")[:MOST]
    context = {"form": form, "rows": shown, "most": MOST, "empty": request.method == "POST"}
    return render(request, "maintenance/bulk_choose.html", context)


def _solve(request: PersonRequest, fates: list[Fate], text: str) -> HttpResponseBase:
    done = sum(_solved(request.person, one.ticket, text) for one in fates if not one.why_not)
    left = len(fates) - done
    said = f"{done} {'pannes résolues' if done > 1 else 'panne résolue'}"
    messages.success(request, f"{said}, {left} laissées comme elles étaient." if left else f"{said}.")
    return redirect("maintenance:queue")


def _solved(person: Person, ticket: Ticket, text: str) -> bool:
    """One that changed meanwhile is left as it is."""
    try:
        actions.solve(ticket=ticket, by=person, solution=text)
    except ValidationError:
        return False
    return True
