"""Devices, for machines: the rows of the estate’s own list, by the same keyset and within the same perimeter."""

import datetime as dt
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from ninja.errors import HttpError

from lekol.api.caller import Bearer, Caller, Refused
from lekol.api.paging import page
from lekol.api.schemas import FINDING, DeviceOut, Devices, said
from lekol.api.words import After, DeviceKind, DeviceNumber, DeviceStatus, Limit, OfSchool, Words
from lekol.directory.access import default_scope
from lekol.directory.models import Person
from lekol.equipment import access
from lekol.equipment.queries import listing
from lekol.identity.choices import Reach
from lekol.kit.compiled import prepared
from lekol.pact.scopes import Scope

router = Router(tags=["Matériels"], auth=Bearer(Reach.DEVICES))
FIELDS = (
    "id", "sort_key", "inventory_number", "serial", "name", "kind", "model__make", "model__name", "status", "origin",
    "commune__insee", "acquired_on", "warranty_until", "networked_on", "retired_on", "school__uai", "room__name",
)  # fmt: skip
_READ: Callable[[Any], tuple[Any, ...]] = attrgetter(*(name.replace("__", ".") for name in FIELDS[:-2]))
"""The same of a device object, but for its school and room, which it may not have."""
Day = dt.date | None


@router.get("/materiels", response={200: Devices, **FINDING}, url_name="devices", summary="Les matériels")
def devices(
    request: HttpRequest,
    ecole: OfSchool = None,
    type: DeviceKind = None,
    etat: DeviceStatus = None,
    q: Words = None,
    limit: Limit = 50,
    after: After = None,
) -> HttpResponse:
    """Les matériels que voit la personne du jeton, dans l’ordre de leurs numéros ; tous les états, sauf `etat`."""
    words = {"type": type or "", "etat": etat or "tous", "q": (q or "").strip()}
    person, scope = _reader(request)
    rows: QuerySet[Any] = listing.narrowed(access.listed_to(person, scope), words, timezone.localdate())
    if ecole is not None:
        rows = rows.filter(school__uai=ecole)
    read = list if any((ecole, type, etat, q)) else prepared
    found, mark = page(rows.values_list(*FIELDS, named=True), ("sort_key", "id"), limit, after, read)
    return said({"items": [_device(*row) for row in found], "next": mark})


@router.get("/materiels/{numero}", response={200: DeviceOut, **FINDING}, url_name="device", summary="Un matériel")
def device(request: HttpRequest, numero: DeviceNumber) -> HttpResponse:
    """Un matériel, par son numéro d’inventaire."""
    person, scope = _reader(request)
    found = access.listed_by_number(person, scope, numero)
    if found is None:
        raise HttpError(404, "Ce numéro d’inventaire n’existe pas, ou n’est pas dans votre périmètre.")
    words: list[Any] = [*_READ(found), found.school.uai if found.school else "", found.room.name if found.room else ""]
    return said(_device(*words))


def _reader(request: HttpRequest) -> tuple[Person, Scope]:
    """The person of the token and the perimeter it reads."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    scope = caller.token.scope or default_scope(caller.person)
    if scope is None:
        raise Refused("La personne de ce jeton n’a aucun poste aujourd’hui : il n’ouvre rien.")
    return caller.person, scope


def _device(
    key: int, sort_key: str, number: str, serial: str, name: str, kind: str, make: str, model: str, status: str,
    origin: str, commune: str, acquired_on: Day, warranty_until: Day, networked_on: Day, retired_on: Day,
    school: str | None, room: str | None,
) -> dict[str, Any]:  # fmt: skip
    """A device as `DeviceOut` describes it, from the values of FIELDS."""
    return {
        "number": number, "serial": serial or None, "name": name or None, "kind": kind, "make": make, "model": model,
        "status": status, "origin": origin, "commune": commune, "school": school or None, "room": room or None,
        "acquired_on": _day(acquired_on), "warranty_until": _day(warranty_until), "networked_on": _day(networked_on),
        "retired_on": _day(retired_on),
    }  # fmt: skip


def _day(day: Day) -> str | None:
    return day.isoformat() if day else None
