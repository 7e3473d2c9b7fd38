"""The estate as a list, and the page of one device."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lekol.directory.access import asked_scope
from lekol.equipment import access
from lekol.equipment.forms import Filters
from lekol.equipment.models import Asset, Placement
from lekol.equipment.rules import maintainer
from lekol.equipment.views.missing import DEVICE, MODEL, ROOM, SCHOOL
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond
from lekol.kit.panels import panels_for

COLUMNS = (
    DEVICE,
    Column("Type", lambda row: row.asset.model.get_kind_display(), sort="asset__model__kind"),
    MODEL,
    Column("Série", lambda row: row.asset.serial),
    SCHOOL,
    ROOM,
    Column("Origine", lambda row: row.asset.get_origin_display(), sort="asset__origin"),
    Column("Garantie", lambda row: row.asset.warranty_until),
)


@require_safe
def devices(request: PersonRequest) -> HttpResponseBase:
    """Every device that stands in the reader’s perimeter today."""
    form = Filters(request.GET or None)
    words = form.cleaned_data if form.is_valid() else {}
    listing = Listing(
        "Parc",
        "Les matériels en service dans votre périmètre.",
        _filtered(access.placements_visible_to(request.person, asked_scope(request)), words),
        ("asset__inventory_number", "id"),
        COLUMNS,
        "parc",
        "Aucun matériel ne répond à ces critères dans votre périmètre.",
        "matériel,matériels",
    )
    return respond(request, listing, form=Filters(request.GET or None))


def _filtered(rows: QuerySet[Placement], words: dict[str, Any]) -> QuerySet[Placement]:
    today = timezone.localdate()
    rows = rows.exclude(asset__retired_on__lte=today).select_related("asset__model", "school", "room")
    if words.get("q"):
        asked = words["q"].strip()
        rows = rows.filter(asset__inventory_number__istartswith=asked) | rows.filter(asset__serial__istartswith=asked)
    if words.get("type"):
        rows = rows.filter(asset__model__kind=words["type"])
    return rows.filter(asset__origin=words["origine"]) if words.get("origine") else rows


@require_safe
def device(request: PersonRequest, number: str) -> HttpResponse:
    """One device: what it is, where it stands, who maintains it and why, what it went through."""
    asset = asset_or_404(request, number)
    today = timezone.localdate()
    places = list(asset.placements.select_related("school__commune__academy", "school__district", "room", "container"))
    here = next((place for place in places if _holds(place, today)), None)
    context = {
        "asset": asset,
        "here": here,
        "places": places,
        "contents": asset.contents.filter(valid__contains=today).select_related("asset__model").order_by("pk"),
        "systems": asset.installations.select_related("system"),
        "slot": asset.fillings.filter(valid__contains=today).select_related("slot__school").first(),
        "maintainer": maintainer(asset.origin, asset.under_warranty(today)),
        "under_warranty": asset.under_warranty(today),
        "panels": panels_for("asset", request.person, asset),
        "may_keep": here is not None and access.may_keep(request.person, here.school),
    }
    return render(request, "equipment/device.html", context)


def _holds(place: Placement, day: Any) -> bool:
    lower, upper = place.valid.lower, place.valid.upper
    return (lower is None or lower <= day) and (upper is None or day < upper)


def asset_or_404(request: PersonRequest, number: str) -> Asset:
    """The device of that number among those the reader sees; two communes may share a number."""
    found = access.visible_to(request.person).filter(inventory_number=number).select_related("model", "commune")
    asset = found.order_by("pk").first()
    if asset is None:
        raise Http404
    return asset
