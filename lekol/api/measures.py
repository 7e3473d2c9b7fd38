"""Announced measures and their kept figures, for machines."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from ninja.errors import HttpError

from lekol.agreement.queries import Ask, Extent, History, histories
from lekol.api.agreements import figure, history
from lekol.api.caller import Bearer, Caller
from lekol.api.schemas import FINDING, MeasureDetail, Measures
from lekol.api.words import MeasureKey, On, Perimeter, day_of
from lekol.identity.choices import Reach
from lekol.pact.measures import Measure, announced

router = Router(tags=["Mesures"], auth=Bearer(Reach.MEASURES))


@router.get("/mesures", response={200: Measures, **FINDING}, url_name="measures", summary="Les mesures")
def measures(request: HttpRequest, perimetre: Perimeter = None, on: On = None) -> dict[str, Any]:
    """Chaque mesure annoncée, et son chiffre dans un périmètre."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    scope, day = caller.scope(perimetre), day_of(on, timezone.localdate())
    found = histories((Ask(key) for key in announced()), Extent(scope), day)
    items = [_measure(row, found.get(Ask(key), History())) for key, row in sorted(announced().items())]
    return {"scope": str(scope), "on": day, "items": items}


@router.get(
    "/mesures/{key}", response={200: MeasureDetail, **FINDING}, url_name="measure", summary="Une mesure et son année"
)
def measure(request: HttpRequest, key: MeasureKey, perimetre: Perimeter = None, on: On = None) -> dict[str, Any]:
    """Une mesure, et ses chiffres mois par mois."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    scope, day, row = caller.scope(perimetre), day_of(on, timezone.localdate()), announced().get(key)
    if row is None:
        raise HttpError(404, f"Aucune mesure ne porte le nom « {key} ».")
    found = histories([Ask(key)], Extent(scope), day).get(Ask(key), History())
    return {**_measure(row, found), "history": history(found)}


def _measure(row: Measure, found: History) -> dict[str, Any]:
    return {"key": row.key, "label": row.label, "unit": row.unit, "how": row.doc, **figure(found.reading)}
