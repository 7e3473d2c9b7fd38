"""Where the reader was named in a private message."""

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond
from lekol.maintenance import access, actions
from lekol.maintenance.models import Mention

COLUMNS = (
    Column("Panne", lambda row: row.line.ticket.summary, lambda row: row.line.ticket.get_absolute_url(), lead=True),
    Column("Par", lambda row: row.line.author),
    Column("Le", lambda row: row.at),
    Column("Message", lambda row: row.line.text[:200]),
    Column("Lu", lambda row: row.seen_at is not None),
)


@require_safe
def mentions(request: PersonRequest) -> HttpResponseBase:
    """The messages that name the reader, in tickets still seen, the newest first."""
    seen = access.visible_to(request.person).values("pk")
    rows = Mention.objects.filter(person=request.person, line__ticket__in=seen).select_related("line__ticket")
    listing = Listing(
        "On vous a cité",
        "Les messages internes où un collègue vous appelle par votre nom.",
        rows,
        ("-at", "-id"),
        COLUMNS,
        "citations",
        "Personne ne vous a cité.",
        "message,messages",
        template="maintenance/mentions.html",
    )
    new = rows.filter(seen_at=None).exists()
    return respond(request, listing, new=new, trail=[("Pannes", reverse("maintenance:tickets"))])


@require_POST
def seen_mentions(request: PersonRequest) -> HttpResponseBase:
    """« Tout est lu »."""
    actions.seen_mentions(person=request.person)
    return redirect("maintenance:mentions")
