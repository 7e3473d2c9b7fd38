"""Devices, for machines: the rows of the estate’s own list, by the same keyset and within the same perimeter."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from ninja.errors import HttpError

from lekol.api.caller import Bearer, Caller, Refused
from lekol.api.paging import page
from lekol.api.schemas import FINDING, DeviceOut, Devices
from lekol.api.words import After, DeviceKind, DeviceNumber, DeviceStatus, Limit, OfSchool, Words
from lekol.directory.access import default_scope
from lekol.equipment import access
from lekol.equipment.models import Asset, AssetQuerySet
from lekol.equipment.queries import listing
from lekol.identity.choices import Reach

router = Router(tags=["Matériels"], auth=Bearer(Reach.DEVICES))
FIELDS = (
    "inventory_number", "serial", "name", "kind", "status", "origin", "acquired_on", "warranty_until", "networked_on",
    "retired_on", "sort_key", "model__make", "model__name", "commune__insee", "school__uai", "room__name",
)  # fmt: skip


@router.get("/materiels", response={200: Devices, **FINDING}, url_name="devices", summary="Les matériels")
def devices(
    request: HttpRequest,
    ecole: OfSchool = None,
    type: DeviceKind = None,
    etat: DeviceStatus = None,
    q: Words = None,
    limit: Limit = 50,
    after: After = None,
) -> dict[str, Any]:
    """Les matériels que voit la personne du jeton, dans l’ordre de leurs numéros ; tous les états, sauf `etat`."""
    words = {"type": type or "", "etat": etat or "tous", "q": (q or "").strip()}
    rows = listing.narrowed(_rows(request), words, timezone.localdate())
    if ecole is not None:
        rows = rows.filter(school__uai=ecole)
    found, mark = page(rows, ("sort_key", "id"), limit, after)
    return {"items": [_device(row) for row in found], "next": mark}


@router.get("/materiels/{numero}", response={200: DeviceOut, **FINDING}, url_name="device", summary="Un matériel")
def device(request: HttpRequest, numero: DeviceNumber) -> dict[str, Any]:
    """Un matériel, par son numéro d’inventaire."""
    found = _rows(request).numbered(numero).order_by("pk").first()
    if found is None:
        raise HttpError(404, "Ce numéro d’inventaire n’existe pas, ou n’est pas dans votre périmètre.")
    return _device(found)


def _rows(request: HttpRequest) -> AssetQuerySet:
    caller: Caller = request.auth  # type: ignore[attr-defined]
    scope = caller.token.scope or default_scope(caller.person)
    if scope is None:
        raise Refused("La personne de ce jeton n’a aucun poste aujourd’hui : il n’ouvre rien.")
    rows = access.listed_to(caller.person, scope)
    return rows.select_related("model", "commune", "school", "room").only(*FIELDS)


def _device(row: Asset) -> dict[str, Any]:
    return {
        "number": row.inventory_number, "serial": row.serial or None, "name": row.name or None, "kind": row.kind,
        "make": row.model.make, "model": row.model.name, "status": row.status, "origin": row.origin,
        "commune": row.commune.insee, "school": row.school.uai if row.school else None,
        "room": row.room.name if row.room else None, "acquired_on": row.acquired_on,
        "warranty_until": row.warranty_until, "networked_on": row.networked_on, "retired_on": row.retired_on,
    }  # fmt: skip
