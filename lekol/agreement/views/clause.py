"""One promise: its words, who owes it, its figure and why it stands where it does, school by school."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lekol.agreement import access, queries
from lekol.agreement.models import Agreement
from lekol.agreement.queries import Line
from lekol.agreement.queries.clause import school_figures
from lekol.agreement.views.board import in_force_for
from lekol.directory.access import visible_to as schools_visible_to
from lekol.directory.queries import schools_in
from lekol.kit import charts
from lekol.kit.exports import export
from lekol.kit.http import PersonRequest
from lekol.kit.templatetags.kit import share

LIMIT = 100


@require_safe
def short(request: PersonRequest, clause: str) -> HttpResponse:
    """`/convention/3.14/`: the clause of the convention in force."""
    found = in_force_for(request)
    if found is None or not found.commitments.filter(clause=clause).exists():
        raise Http404
    return redirect("agreement:clause", slug=found.slug, clause=clause)


@require_safe
def clause(request: PersonRequest, slug: str, clause: str) -> HttpResponseBase:
    """The page of one clause."""
    agreement = get_object_or_404(access.visible_to(request.person), slug=slug)
    seen = queries.board(agreement, request.scope, timezone.localdate(), clause=clause)
    line = seen.line(clause)
    if line is None:
        raise Http404
    if fmt := request.GET.get("format"):
        return export(fmt, f"clause-{clause}", ("Code UAI", "École", "Dû", "Fait", "Manque"), _rows(request, line))
    context = {
        "agreement": agreement,
        "line": line,
        "commitment": line.commitment,
        "board": seen,
        "debtors": line.debtors,
        "stakes": line.commitment.stakes.all(),
        "chart": _chart(line),
        "schools": _schools(request, line)[:LIMIT] if line.measured else [],
        "declarations": _declarations(request, line),
        "may_declare": not line.measured and access.may_declare(request.person, line.commitment),
        "objectives": line.commitment.objectives.all(),
    }
    return render(request, "agreement/clause.html", context)


def _chart(line: Line) -> Any:
    points = line.history.ratios
    if len(points) < 2:
        return ""
    label = f"{line.commitment.title} : de {share(points[0][1])} à {share(points[-1][1])} en douze mois."
    return charts.series(points, label, line.target)


def _schools(request: PersonRequest, line: Line) -> Any:
    within = schools_in(line.commitment.agreement.scope).values("pk")
    schools = schools_visible_to(request.person, request.scope).filter(pk__in=within)
    return school_figures(schools, line.commitment.indicator, line.on).order_by("-missing", "sort_key", "pk")


def _rows(request: PersonRequest, line: Line) -> Any:
    for row in _schools(request, line).iterator():
        yield row.uai, row.name, row.due, row.met, row.missing


def _declarations(request: PersonRequest, line: Line) -> list[dict[str, Any]]:
    """Every declaration, newest first, with its answers and whether the reader may answer it."""
    rows = line.commitment.declarations.select_related("party", "by").prefetch_related("answers__party", "answers__by")
    found = []
    for row in rows[:20]:
        row.commitment = line.commitment
        found.append({"row": row, "may_answer": access.may_answer(request.person, row), "valid": row.valid_until >= line.on})
    return found


def clause_or_404(request: PersonRequest, slug: str, clause: str) -> Any:
    """A commitment the reader sees, its agreement loaded."""
    agreement: Agreement = get_object_or_404(access.visible_to(request.person), slug=slug)
    rows = agreement.commitments.select_related("agreement", "article").prefetch_related("stakes__party")
    return get_object_or_404(rows, clause=clause)
