"""The rows behind each figure of incidents: exactly those that are due and not met today."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lekol.directory.access import asked_scope
from lekol.directory.access import visible_to as schools_visible_to
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Listing, respond
from lekol.maintenance.models import Ticket
from lekol.maintenance.queries import figures
from lekol.maintenance.views.tickets import COLUMNS
from lekol.pact.measures import announced

Figure = Callable[..., tuple[QuerySet[Any], Q]]
Page = Callable[[PersonRequest], HttpResponseBase]


def _page(key: str, figure: Figure, ticket: str = "") -> Page:
    """The page of one measure; `ticket` names the ticket of a row when the row is not one."""

    @require_safe
    def page(request: PersonRequest) -> HttpResponseBase:
        scope = asked_scope(request)
        rows, met = figure(scope, timezone.localdate())
        missing = rows.exclude(met).values(ticket or "pk")
        seen = schools_visible_to(request.person, scope).values("pk")
        shown = Ticket.objects.filter(pk__in=missing, school__in=seen).select_related("school", "assignee")
        told = announced()[f"maintenance.{key}"]
        listing = Listing(
            told.label,
            f"Les pannes qui manquent à ce chiffre. {told.doc}",
            shown,
            ("-opened_at", "-id"),
            COLUMNS,
            key.replace("_", "-"),
            "Aucune panne ne manque à ce chiffre dans ce périmètre.",
            "panne,pannes",
        )
        return respond(request, listing, trail=[("Pannes", reverse("maintenance:tickets"))])

    return page


PAGES: dict[str, Page] = {
    "devices_in_time": _page("devices_in_time", figures.devices, "ticket"),
    "network_in_time": _page("network_in_time", figures.network, "ticket"),
    "routers_in_time": _page("routers_in_time", figures.routers, "ticket"),
    "filter_experts_in_time": _page("filter_experts_in_time", figures.experts, "ticket"),
    "suppliers_in_time": _page("suppliers_in_time", figures.suppliers, "ticket"),
    "followed": _page("followed", figures.followed),
    "gifts_answered": _page("gifts_answered", figures.gifts),
    "routed": _page("routed", figures.routed),
    "backlog": _page("backlog", figures.backlog),
}
