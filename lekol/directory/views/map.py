"""The schools on a map, coloured and shaped by any announced measure, with its table twin."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lekol.directory import access
from lekol.directory.models import School
from lekol.kit import charts
from lekol.kit.charts.places import Point, shape
from lekol.kit.http import PersonRequest
from lekol.kit.templatetags.kit import share
from lekol.pact.measures import Measure, announced

# (least ratio, tone, words): the same classes on the map, in the legend and in the table.
CLASSES = (
    (1.0, "ok", "complet"),
    (0.9, "va", "neuf dixièmes ou plus"),
    (0.5, "risque", "de la moitié à neuf dixièmes"),
    (0.0, "non", "moins de la moitié"),
)
NOTHING = ("nul", "rien de dû ici")
LIMIT = 1500


@require_safe
def map_page(request: PersonRequest) -> HttpResponse:
    """`/carte/?mesure=network.classrooms_cabled`: two queries, whatever the measure."""
    scope, today = access.asked_scope(request), timezone.localdate()
    chosen = announced().get(request.GET.get("mesure", "")) or _first()
    schools = list(
        access.visible_to(request.person, scope)
        .open_on(today)
        .select_related("commune")
        .order_by("sort_key", "pk")[:LIMIT]
    )
    readings = {row.school_id: row for row in chosen.read(scope, today)} if chosen else {}
    rows = [_row(school, readings.get(school.pk)) for school in schools]
    placed = [row for row in rows if row["school"].latitude is not None and row["school"].longitude is not None]
    outline = schools[0].commune.outline if schools and len({school.commune_id for school in schools}) == 1 else []
    context = {
        "measures": sorted(announced().values(), key=lambda measure: measure.label),
        "chosen": chosen,
        "rows": rows,
        "svg": charts.territory(
            [_point(row) for row in placed], outline, f"Carte : {chosen.label if chosen else 'écoles'}"
        ),
        "legend": _legend(rows),
        "unplaced": len(rows) - len(placed),
    }
    return render(request, "directory/map.html", context)


def _first() -> Measure | None:
    return next(iter(sorted(announced().values(), key=lambda measure: measure.label)), None)


def _row(school: School, reading: Any) -> dict[str, Any]:
    ratio = reading.met / reading.due if reading and reading.due else None
    tone, word = next(((t, w) for least, t, w in CLASSES if ratio is not None and ratio >= least), NOTHING)
    return {"school": school, "reading": reading, "ratio": ratio, "tone": tone, "word": word}


def _point(row: dict[str, Any]) -> Point:
    school, reading = row["school"], row["reading"]
    said = f"{reading.met} sur {reading.due}, {share(row['ratio'])}" if reading else row["word"]
    return Point(school.longitude, school.latitude, row["tone"], f"{school.name} : {said}", school.get_absolute_url())


def _legend(rows: list[dict[str, Any]]) -> list[tuple[Any, str, int]]:
    words = [(tone, word) for _, tone, word in CLASSES] + [NOTHING]
    counted = [(tone, word, sum(row["tone"] == tone for row in rows)) for tone, word in words]
    return [(shape(tone, 10, 10, 7), word, count) for tone, word, count in counted if count]
