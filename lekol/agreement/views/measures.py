"""The measures: what each one counts, where it is used, its figure and its year."""

from collections import defaultdict
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lekol.agreement import access
from lekol.agreement.models import Commitment
from lekol.agreement.queries import History, histories
from lekol.agreement.rules import trend
from lekol.kit import charts
from lekol.kit.http import PersonRequest
from lekol.kit.templatetags.kit import share
from lekol.pact.measures import announced


@require_safe
def measures(request: PersonRequest) -> HttpResponse:
    """Every announced measure, with its figure in the reader’s perimeter."""
    found = histories(announced(), request.scope, request.scope, timezone.localdate())
    uses = _uses(request)
    rows = [
        {"measure": row, "history": found.get(key, History(())), "uses": uses[key]} for key, row in sorted(announced().items())
    ]
    return render(request, "agreement/measures.html", {"rows": rows})


@require_safe
def measure(request: PersonRequest, key: str) -> HttpResponse:
    """One measure: how it counts, its year as a chart and as a table."""
    if key not in announced():
        raise Http404
    row = announced()[key]
    history = histories([key], request.scope, request.scope, timezone.localdate()).get(key, History(()))
    points = history.ratios
    label = f"{row.label} : {trend.words(points)} en douze mois."
    context = {
        "measure": row,
        "history": history,
        "chart": charts.series(points, label),
        "ratio": share(points[-1][1]) if points else "—",
        "uses": _uses(request)[key],
    }
    return render(request, "agreement/measure.html", context)


def _uses(request: PersonRequest) -> dict[str, list[Commitment]]:
    """Measure key → the commitments that read it, in the agreements the reader sees."""
    uses: dict[str, list[Commitment]] = defaultdict(list)
    rows: Any = Commitment.objects.filter(agreement__in=access.visible_to(request.person)).exclude(indicator="")
    for row in rows.select_related("agreement"):
        for key in row.measure_keys:
            uses[key].append(row)
    return uses
