"""The measures: what each one counts, where it is used, its figure and its year."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lekol.agreement import access, queries
from lekol.agreement.models import Agreement, Commitment
from lekol.agreement.queries import Ask, Extent, History, histories
from lekol.agreement.rules import trend
from lekol.kit import charts
from lekol.kit.http import PersonRequest
from lekol.pact.measures import announced, known, of_conventions


@require_safe
def measures(request: PersonRequest) -> HttpResponse:
    """Every announced measure, with its figure in the reader’s perimeter."""
    found = histories(map(Ask, announced()), Extent(request.scope), timezone.localdate())
    uses = _uses(queries.current(access.visible_to(request.person), request.scope, timezone.localdate()))
    rows = [_row(key, found.get(Ask(key), History()), uses[key]) for key in sorted(announced())]
    once = [(row, uses[key]) for key, row in sorted(of_conventions().items())]
    return render(request, "agreement/measures.html", {"rows": rows, "once": once})


def _row(key: str, history: History, uses: list[Commitment]) -> dict[str, Any]:
    ratios = [ratio for _, ratio in history.ratios]
    words = trend.words(history.ratios)
    return {"measure": announced()[key], "reading": history.reading, "ratios": ratios, "words": words, "uses": uses}


@require_safe
def measure(request: PersonRequest, key: str) -> HttpResponse:
    """One measure: how it counts, its year as a chart and as a table."""
    if key not in known():
        raise Http404
    found = known()[key]
    history = histories([Ask(key)], _extent(request, key), timezone.localdate()).get(Ask(key), History())
    words = trend.words(history.ratios)
    context = {
        "measure": found,
        "reading": history.reading,
        "points": history.points[::-1],
        "words": words,
        "chart": charts.series(history.ratios, f"{found.label} : {words} en douze mois."),
        "uses": _uses(access.visible_to(request.person))[key],
        "scope": request.scope,
    }
    return render(request, "agreement/measure.html", context)


def _extent(request: PersonRequest, key: str) -> Extent:
    """The reader’s perimeter; for what is counted once per convention, the convention one opens there."""
    if key in of_conventions():
        found = queries.current(access.visible_to(request.person), request.scope, timezone.localdate())
        return Extent.of(found[0], request.scope) if found else Extent(request.scope)
    return Extent(request.scope)


def _uses(agreements: Iterable[Agreement]) -> dict[str, list[Commitment]]:
    """Measure key → the commitments that read it, in these agreements."""
    uses: dict[str, list[Commitment]] = defaultdict(list)
    rows = Commitment.objects.filter(agreement__in=agreements).exclude(indicator="").select_related("agreement")
    for row in rows.order_by("agreement__slug", "rank"):
        for key in row.measure_keys:
            uses[key].append(row)
    return uses
