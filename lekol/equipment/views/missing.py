"""The rows behind each figure of the estate: exactly those that are due and not met today."""

import dataclasses
from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from lekol.directory.access import asked_scope, visible_to
from lekol.equipment import queries
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond

SCHOOL = Column(
    "École", lambda row: row.school.name, lambda row: row.school.get_absolute_url(), sort="school__sort_key"
)
SCHOOL_FIRST = dataclasses.replace(SCHOOL, lead=True)
ROOM = Column("Salle", lambda row: row.room.name if row.room else "")
DEVICE = Column(
    "Matériel",
    lambda row: row.asset.inventory_number,
    lambda row: row.asset.get_absolute_url(),
    lead=True,
    sort="asset__inventory_number",
)
MODEL = Column("Modèle", lambda row: str(row.asset.model))
BOUGHT = Column("Acquis le", lambda row: row.asset.acquired_on)
BY_SCHOOL = ("school__sort_key", "school_id", "id")
PARC = [("Parc", "/parc/")]


def _lacking(request: PersonRequest, counted: tuple[QuerySet[Any], Q], *related: str) -> QuerySet[Any]:
    """What a measure counts as due and not met, in the schools the reader sees."""
    rows, met = counted
    seen = visible_to(request.person, asked_scope(request)).values("pk")
    return rows.filter(school__in=seen).exclude(met).select_related("school", *related)


def _placements(request: PersonRequest, count: Callable[..., tuple[QuerySet[Any], Q]]) -> QuerySet[Any]:
    counted = count(asked_scope(request), timezone.localdate())
    return _lacking(request, counted, "asset__model", "room")


@require_safe
def not_networked(request: PersonRequest) -> HttpResponseBase:
    """Computers, copiers and boards that are not on the network (R.1)."""
    listing = Listing(
        "Appareils hors réseau",
        "Ordinateurs, copieurs et tableaux interactifs en service qui ne sont pas en réseau.",
        _placements(request, queries.networked),
        BY_SCHOOL,
        (DEVICE, MODEL, SCHOOL, ROOM, BOUGHT),
        "appareils-hors-reseau",
        "Tous les appareils de ce périmètre sont en réseau.",
        "appareil,appareils",
    )
    return respond(request, listing, trail=PARC)


@require_safe
def past_age(request: PersonRequest) -> HttpResponseBase:
    """The City’s devices past the service life of their model (R.4)."""
    renew = Column("À renouveler depuis le", lambda row: row.renew_on)
    listing = Listing(
        "Matériels à renouveler",
        "Matériels de la Ville qui ont dépassé la durée de service prévue pour leur modèle.",
        _placements(request, queries.within_age),
        BY_SCHOOL,
        (DEVICE, MODEL, SCHOOL, ROOM, BOUGHT, renew),
        "materiels-a-renouveler",
        "Aucun matériel de ce périmètre n’a dépassé sa durée de service.",
        "matériel,matériels",
    )
    return respond(request, listing, trail=PARC)


@require_safe
def os_unsupported(request: PersonRequest) -> HttpResponseBase:
    """Computers and tablets whose system no longer receives updates, or is unknown (3.13)."""
    listing = Listing(
        "Postes sans mises à jour",
        "Ordinateurs et tablettes dont le système ne reçoit plus de mises à jour, ou n’est pas connu.",
        _placements(request, queries.os_supported),
        BY_SCHOOL,
        (DEVICE, MODEL, SCHOOL, ROOM, BOUGHT),
        "postes-sans-mises-a-jour",
        "Tous les postes de ce périmètre ont un système à jour.",
        "poste,postes",
    )
    return respond(request, listing, trail=PARC)


def _slots(request: PersonRequest, count: Callable[..., tuple[QuerySet[Any], Q]]) -> QuerySet[Any]:
    return _lacking(request, count(asked_scope(request), timezone.localdate()))


@require_safe
def direction_gaps(request: PersonRequest) -> HttpResponseBase:
    """Base equipment that a direction lacks (3.14)."""
    listing = Listing(
        "Directions à équiper",
        "Ce qui manque à l’équipement de base des directions : poste, secrétariat, téléphone, copieur, Internet.",
        _slots(request, queries.direction_slots),
        BY_SCHOOL,
        (
            SCHOOL_FIRST,
            Column("Il manque", str),
        ),
        "directions-a-equiper",
        "Toutes les directions de ce périmètre ont leur équipement de base.",
        "équipement,équipements",
    )
    return respond(request, listing, trail=PARC)


@require_safe
def trolleys_missing(request: PersonRequest) -> HttpResponseBase:
    """Planned trolleys not delivered yet (R.2)."""
    listing = Listing(
        "Mallettes à livrer",
        "Mallettes prévues qui ne sont pas encore arrivées.",
        _slots(request, queries.trolley_slots),
        BY_SCHOOL,
        (
            SCHOOL_FIRST,
            Column("Mallette", str),
        ),
        "mallettes-a-livrer",
        "Toutes les mallettes prévues dans ce périmètre sont livrées.",
        "mallette,mallettes",
    )
    return respond(request, listing, trail=PARC)


@require_safe
def warranty_unknown(request: PersonRequest) -> HttpResponseBase:
    """Devices whose warranty nobody knows: neither the supplier nor the City can be called for sure (4.1)."""
    listing = Listing(
        "Garanties inconnues",
        "Matériels de la Ville et de l’État en service dont la fin de garantie n’est pas inscrite.",
        _placements(request, queries.warranty_known),
        BY_SCHOOL,
        (DEVICE, MODEL, SCHOOL, ROOM, BOUGHT),
        "garanties-inconnues",
        "La garantie de chaque matériel de ce périmètre est connue.",
        "matériel,matériels",
    )
    return respond(request, listing, trail=PARC)


@require_safe
def unmaintained(request: PersonRequest) -> HttpResponseBase:
    """Devices nobody maintains under the convention: the figure must be nothing (M5)."""
    origin = Column("Origine", lambda row: row.asset.get_origin_display())
    listing = Listing(
        "Matériels sans mainteneur",
        "Dons et achats des écoles que la table de l’article 4 ne confie à personne, sans mainteneur nommé. Nommez-en "
        "un sur la fiche. Les accepter dans l’inventaire de la Ville ne suffit que si la table le dit.",
        _placements(request, queries.maintained),
        BY_SCHOOL,
        (DEVICE, MODEL, origin, SCHOOL, ROOM),
        "sans-mainteneur",
        "Quelqu’un maintient chaque matériel de ce périmètre.",
        "matériel,matériels",
    )
    return respond(request, listing, trail=PARC)


@require_safe
def directions_incomplete(request: PersonRequest) -> HttpResponseBase:
    """Schools whose direction lacks something of its base equipment (3.14)."""
    rows, met = queries.directions_complete(asked_scope(request), timezone.localdate())
    seen = visible_to(request.person, asked_scope(request)).values("pk")
    listing = Listing(
        "Directions incomplètes",
        "Écoles où il manque au moins un équipement de base de la direction.",
        rows.filter(pk__in=seen).exclude(met),
        ("sort_key", "id"),
        (Column("École", lambda row: row.name, lambda row: row.get_absolute_url(), lead=True, sort="sort_key"),
         Column("Code UAI", lambda row: row.uai)),
        "directions-incompletes",
        "Toutes les directions de ce périmètre sont complètes.",
        "école,écoles",
    )  # fmt: skip
    return respond(request, listing, trail=PARC)
