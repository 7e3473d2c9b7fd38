"""The rows behind each figure of the network: exactly those that are due and not met today."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from lekol.directory.access import asked_scope
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond
from lekol.network import queries
from lekol.network.access import visible_to

Count = Callable[..., tuple[QuerySet[Any], Q]]
ROOM = (
    Column("Salle", lambda row: row.name, lead=True, sort="sort_key"),
    Column("École", lambda row: row.school.name, lambda row: row.school.get_absolute_url(), sort="school__sort_key"),
    Column("Bâtiment", lambda row: row.floor.building.name),
    Column("Étage", lambda row: row.floor.name),
)
SCHOOL = Column("École", lambda row: row.name, lambda row: row.get_absolute_url(), lead=True, sort="sort_key")
DISTRICT = Column("Circonscription", lambda row: row.district.name if row.district else "")


def _rooms(request: PersonRequest, count: Count) -> QuerySet[Any]:
    scope = asked_scope(request)
    rows, met = count(scope, timezone.localdate())
    seen = visible_to(request.person, scope).values("pk")
    return rows.filter(school__in=seen).exclude(met).select_related("school", "floor__building")


def _schools(request: PersonRequest, count: Count) -> QuerySet[Any]:
    scope = asked_scope(request)
    rows, met = count(scope, timezone.localdate())
    return rows.filter(pk__in=visible_to(request.person, scope).values("pk")).exclude(met).select_related("district")


@require_safe
def rooms(request: PersonRequest) -> HttpResponseBase:
    """Classrooms without a working drop (3.1)."""
    listing = Listing(
        "Salles à câbler",
        "Salles de classe sans aucune prise réseau testée.",
        _rooms(request, queries.cabled),
        ("school__sort_key", "school_id", "id"),
        ROOM,
        "salles-a-cabler",
        "Toutes les salles de classe de ce périmètre sont câblées.",
        "salle,salles",
    )
    return respond(request, listing)


@require_safe
def rooms_very_high_speed(request: PersonRequest) -> HttpResponseBase:
    """Classrooms whose cabling is not ready for very high speed (3.3)."""
    listing = Listing(
        "Salles à recâbler",
        "Salles de classe sans prise de catégorie 6 ou mieux.",
        _rooms(request, queries.very_high_speed_ready),
        ("school__sort_key", "school_id", "id"),
        ROOM,
        "salles-a-recabler",
        "Toutes les salles de classe de ce périmètre sont prêtes pour le très haut débit.",
        "salle,salles",
    )
    return respond(request, listing)


@require_safe
def links_short(request: PersonRequest) -> HttpResponseBase:
    """Schools whose link is too small for their classes, or not paid by the City (3.4)."""
    listing = Listing(
        "Liaisons trop petites",
        "Écoles dont la liaison payée par la Ville ne porte pas le débit que demandent leurs classes.",
        _schools(request, queries.sized),
        ("sort_key", "id"),
        (
            SCHOOL,
            DISTRICT,
            Column("Besoin (Mbit/s)", lambda row: row.need, numeric=True),
            Column("Débit (Mbit/s)", lambda row: row.rate, numeric=True),
        ),
        "liaisons-trop-petites",
        "Toutes les liaisons de ce périmètre sont à la taille de leur école.",
        "école,écoles",
    )
    return respond(request, listing)


@require_safe
def not_very_high_speed(request: PersonRequest) -> HttpResponseBase:
    """Eligible schools not on fibre yet (3.5)."""
    listing = Listing(
        "Écoles à raccorder",
        "Écoles éligibles au très haut débit qui n’y sont pas encore raccordées.",
        _schools(request, queries.eligible).select_related("district", "eligibility"),
        ("sort_key", "id"),
        (SCHOOL, DISTRICT, Column("Éligible depuis le", lambda row: row.eligibility.since)),
        "ecoles-a-raccorder",
        "Toutes les écoles éligibles de ce périmètre sont raccordées.",
        "école,écoles",
    )
    return respond(request, listing)


@require_safe
def offline(request: PersonRequest) -> HttpResponseBase:
    """Schools without any link in service (3.14)."""
    listing = Listing(
        "Écoles sans Internet",
        "Écoles ouvertes dont aucune liaison n’est en service aujourd’hui.",
        _schools(request, queries.online),
        ("sort_key", "id"),
        (SCHOOL, DISTRICT, Column("Téléphone", lambda row: row.phone)),
        "ecoles-sans-internet",
        "Toutes les écoles de ce périmètre ont une liaison en service.",
        "école,écoles",
    )
    return respond(request, listing)
