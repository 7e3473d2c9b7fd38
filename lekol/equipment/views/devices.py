"""The page of one device, and how every other page finds it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lekol.equipment import access
from lekol.equipment.choices import Kind
from lekol.equipment.models import Asset
from lekol.equipment.queries import Card
from lekol.equipment.rules import life
from lekol.equipment.views.labels import scanned
from lekol.kit.http import PersonRequest
from lekol.kit.panels import panels_for
from lekol.pact.rights import Right


@require_safe
def device(request: PersonRequest, number: str) -> HttpResponse:
    """One device: what asks for something, who maintains it and how to call them, where it is, its history.

    Whoever saw it in their school and no longer does keeps its card and the time it spent there, nothing of its
    life elsewhere. Its address is behind the QR code of its label: a stranger sees how to report, and nothing of it.
    """
    if request.person is None or request.scope is None:
        return scanned(request, number)
    asset = asset_or_404(request, number)
    near = access.near_to(request.person, asset)
    card = Card(asset, timezone.localdate(), near)
    if not near:
        card.places = [place for place in card.places if access.sees(request.person, place.school)]
    context = {
        "asset": asset,
        "card": card,
        "near": near,
        "alerts": card.alerts if near else [],
        "panels": panels_for("asset", request.person, asset) if near else [],
        "locked": life.lock(asset.status),
        "may_check": asset.kind == Kind.TROLLEY
        and asset.school is not None
        and near
        and access.may_check(request.person, asset.school),
        "may_keep": near and access.may(request.person, access.KEEP, asset),
        "may_count": near and access.may(request.person, access.COUNT, asset),
        "may_lend": near and access.may(request.person, access.LEND, asset),
        "may_contract": near and access.may(request.person, access.CONTRACT, asset),
    }
    return render(request, "equipment/device.html", context)


def asset_or_404(request: PersonRequest, number: str) -> Asset:
    """The device of that number among those the reader sees; two communes may share a number."""
    asset = access.seen_by_number(request.person, number, request.GET.get("c", "")[:5])
    if asset is None:
        raise Http404
    return asset


def held(request: PersonRequest, number: str, wanted: Right = access.KEEP) -> Asset:
    """A device on which the reader may use a right where it stands today."""
    asset = asset_or_404(request, number)
    if not access.near_to(request.person, asset) or not access.may(request.person, wanted, asset):
        raise PermissionDenied
    return asset


def close(request: PersonRequest, number: str) -> Asset:
    """A device that stands today where the reader sees: its papers and photographs are theirs to read."""
    asset = asset_or_404(request, number)
    if not access.near_to(request.person, asset):
        raise Http404
    return asset
