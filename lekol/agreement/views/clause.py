"""One promise: its words, who owes it, its figure and why it stands where it does, school by school."""

import datetime as dt
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lekol.agreement import access, queries
from lekol.agreement.choices import Part
from lekol.agreement.models import Agreement
from lekol.agreement.queries import WORST_FIRST, Board, Contents, Line
from lekol.agreement.views.board import in_force_for
from lekol.directory.access import visible_to as schools_visible_to
from lekol.kit import charts
from lekol.kit.exports import export
from lekol.kit.http import PersonRequest
from lekol.kit.pages import page_of
from lekol.kit.templatetags.kit import share

DECLARATIONS = 20


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
    prefetch_related_objects([agreement], "parties")
    seen = queries.board(agreement, request.scope, timezone.localdate(), clause=clause)
    line = seen.line(clause)
    if line is None:
        raise Http404
    if fmt := request.GET.get("format"):
        return export(
            fmt, f"clause-{clause}", ("Code UAI", "École", "Dû", "Fait", "Manque"), _rows(request, seen, line)
        )
    context = {
        "agreement": agreement,
        "line": line,
        "commitment": line.commitment,
        "board": seen,
        "stakes": line.commitment.stakes.all(),
        "over_time": _over_time(line),
        "amounts": Contents(agreement).amounts_of(clause),
        "horizon": _horizon(agreement, line),
        "owed": line.commitment.is_owed_on(line.on),
        "owed_words": queries.span_words(line.commitment.since, line.commitment.until),
        "revisions": _revisions(line),
        "chart": _chart(line),
        "points": line.history.points[::-1],
        "page": page_of(_schools(request, seen, line), request.GET, WORST_FIRST) if line.by_school else None,
        "declarations": _declarations(request, line),
        "may_declare": not line.measured and access.may_declare(request.person, line.commitment),
        "objectives": line.commitment.objectives.all(),
    }
    return render(request, "agreement/clause.html", context)


def _over_time(line: Line) -> list[tuple[str, Any]]:
    """Who owes and when, when that changes with the date."""
    rows = [row for row in line.commitment.every_stake if row.part == Part.DEBTOR]  # type: ignore[attr-defined]
    dated = any(row.since or row.until for row in rows)
    rows = sorted(rows, key=lambda row: (row.since or dt.date.min, row.party.rank))
    return [(queries.span_words(row.since, row.until), row.party) for row in rows] if dated else []


def _horizon(agreement: Agreement, line: Line) -> str:
    rows = agreement.data.get("horizons", [])
    return next((row["title"] for row in rows if row["key"] == line.commitment.horizon), "")


def _revisions(line: Line) -> list[tuple[dt.date, int]]:
    """The avenants that change this clause, with their first day."""
    return [(dt.date.fromisoformat(row["since"]), row["number"]) for row in line.commitment.revisions]


def _chart(line: Line) -> Any:
    points = line.history.ratios
    if len(points) < 2:
        return ""
    label = f"{line.commitment.title} : de {share(points[0][1])} à {share(points[-1][1])} en douze mois."
    return charts.series(points, label, line.target)


def _schools(request: PersonRequest, seen: Board, line: Line) -> Any:
    """The schools behind the figure: those of the perimeter that the reader sees and the commitment is about."""
    kinds = line.commitment.school_kinds
    schools = schools_visible_to(request.person).filter(pk__in=seen.extent.schools.order_by().values("pk"))
    return queries.school_figures(
        schools.filter(kind__in=kinds) if kinds else schools, line.commitment.indicator, line.on
    )


def _rows(request: PersonRequest, seen: Board, line: Line) -> Any:
    if line.by_school:
        for row in _schools(request, seen, line).order_by(*WORST_FIRST).iterator():
            yield row.uai, row.name, row.due, row.met, row.missing


def _declarations(request: PersonRequest, line: Line) -> list[dict[str, Any]]:
    """Every declaration, newest first, with its answers and whether the reader may answer it."""
    if line.measured:
        return []
    rows = line.commitment.declarations.select_related("party", "by").prefetch_related("answers__party", "answers__by")
    found = []
    for row in rows[:DECLARATIONS]:
        row.commitment = line.commitment
        valid = row.valid_until >= line.on
        found.append({"row": row, "may_answer": access.may_answer(request.person, row), "valid": valid})
    return found


def clause_or_404(request: PersonRequest, slug: str, clause: str) -> Any:
    """A commitment the reader sees, its agreement loaded."""
    agreement: Agreement = get_object_or_404(access.visible_to(request.person), slug=slug)
    prefetch_related_objects([agreement], "parties")
    rows = agreement.commitments.select_related("article").prefetch_related("stakes__party")
    found = get_object_or_404(rows, clause=clause)
    found.agreement = agreement
    return found
