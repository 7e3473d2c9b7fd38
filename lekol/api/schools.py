"""Schools, for machines."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from ninja.errors import HttpError

from lekol.api.caller import Bearer, Caller
from lekol.api.paging import page
from lekol.api.schemas import FINDING, SchoolOut, Schools
from lekol.api.words import After, Code, DistrictCode, Limit, Uai
from lekol.directory.models import School
from lekol.directory.models.territory import SchoolQuerySet
from lekol.directory.queries import school_rows
from lekol.identity.choices import Reach

router = Router(tags=["Écoles"], auth=Bearer(Reach.SCHOOLS))


@router.get("/ecoles", response={200: Schools, **FINDING}, url_name="schools", summary="Les écoles")
def schools(
    request: HttpRequest,
    commune: Code = None,
    circonscription: DistrictCode = None,
    limit: Limit = 50,
    after: After = None,
) -> dict[str, Any]:
    """Les écoles que voit la personne du jeton, par nom."""
    rows, mark = page(_filtered(_rows(request), commune, circonscription), ("sort_key", "id"), limit, after)
    return {"items": [_school(row) for row in rows], "next": mark}


@router.get("/ecoles/{uai}", response={200: SchoolOut, **FINDING}, url_name="school", summary="Une école")
def school(request: HttpRequest, uai: Uai) -> dict[str, Any]:
    """Une école, par son code UAI d’aujourd’hui."""
    found = _rows(request).filter(uai=uai).first()
    if found is None:
        raise HttpError(404, f"L’école « {uai} » n’existe pas, ou n’est pas dans votre périmètre.")
    return _school(found)


def _rows(request: HttpRequest) -> SchoolQuerySet:
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return school_rows(caller.schools, timezone.localdate()).select_related("commune__academy")


def _filtered(rows: SchoolQuerySet, commune: str | None, district: str | None) -> SchoolQuerySet:
    if commune is not None:
        rows = rows.filter(commune__insee=commune)
    return rows if district is None else rows.filter(district__code=district)


def _school(row: School) -> dict[str, Any]:
    return {
        "uai": row.uai, "name": row.name, "kind": row.kind, "priority_education": row.priority_education or None,
        "commune": row.commune.insee, "commune_name": row.commune.name,
        "district": row.district.code if row.district else None, "academy": row.commune.academy.code,
        "address": row.address or None, "postal_code": row.postal_code or None,
        "latitude": row.latitude, "longitude": row.longitude, "opened_on": row.opened_on, "closed_on": row.closed_on,
        "pupils": row.pupils, "classes": row.classes,  # type: ignore[attr-defined]
    }  # fmt: skip
