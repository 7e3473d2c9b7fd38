"""The convention: its life, its commitments with their live figures, its text."""

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lekol.agreement import access, queries
from lekol.agreement.choices import State
from lekol.agreement.models import Agreement
from lekol.agreement.queries import Board, Line
from lekol.agreement.rules.term import Term, months_before
from lekol.kit import charts
from lekol.kit.charts.spans import Mark
from lekol.kit.exports import export
from lekol.kit.http import PersonRequest

TONES = {
    State.KEPT: "ok", State.ON_TRACK: "va", State.AT_RISK: "risque", State.BROKEN: "non",
    State.DECLARED: "dit", State.UNMEASURED: "nul",
}  # fmt: skip
RENEWAL_MONTHS = 6


@require_safe
def board(request: PersonRequest) -> HttpResponseBase:
    """`/convention/`: the one in force for the reader, or what to do when there is none."""
    found = in_force_for(request)
    if found is None:
        may_load = access.may_load(request.person)
        return render(request, "agreement/none.html", {"may_load": may_load})
    return _page(request, found)


@require_safe
def agreement(request: PersonRequest, slug: str) -> HttpResponseBase:
    """One convention, by its name."""
    return _page(request, get_object_or_404(access.visible_to(request.person), slug=slug))


@require_safe
def text(request: PersonRequest, slug: str) -> HttpResponse:
    """The text, article by article, with the live figure of each promise in the margin."""
    found = get_object_or_404(access.visible_to(request.person), slug=slug)
    seen = queries.board(found, request.scope, timezone.localdate())
    articles = [
        (article, [line for line in seen.lines if line.commitment.article_id == article.pk])
        for article in found.articles.all()
    ]
    return render(request, "agreement/text.html", {"agreement": found, "articles": articles})


def in_force_for(request: PersonRequest) -> Agreement | None:
    """The agreement to show a reader: in force today, else the last signed, else the last loaded."""
    visible = access.visible_to(request.person)
    today = timezone.localdate()
    ordered = visible.order_by("-starts_on", "-pk")
    return ordered.in_force_on(today).first() or ordered.exclude(signed_on=None).first() or ordered.first()


def _page(request: PersonRequest, found: Agreement) -> HttpResponseBase:
    today = timezone.localdate()
    seen = queries.board(found, request.scope, today)
    if fmt := request.GET.get("format"):
        return export(fmt, f"convention-{found.slug}", HEADS, _rows(seen))
    lines = _filtered(seen, request.GET.get("porteur", ""), request.GET.get("etat", ""))
    others = access.visible_to(request.person).exclude(pk=found.pk).order_by("-starts_on")
    context = {
        "agreement": found,
        "board": seen,
        "groups": _by_article(lines),
        "shown": len(lines),
        "bearers": [(bearer, len(rows), _bar(bearer["name"], rows)) for bearer, rows in seen.by_bearer],
        "states": [(state, TONES[state], seen.counts[state]) for state in TONES if seen.counts[state]],
        "chosen": request.GET.get("porteur", "") or request.GET.get("etat", ""),
        "lifeline": _lifeline(found, today),
        "term": _term(found),
        "days_left": _term(found).days_left(today) if found.ends_on else None,
        "elapsed": _term(found).elapsed(today) if found.ends_on else 0,
        "renewal_on": months_before(found.ends_on, RENEWAL_MONTHS) if found.ends_on else None,
        "term_years": found.data["term"]["years"],
        "committee": next(iter(found.data.get("committees", [])), None),
        "others": others,
        "may_sign": access.may_sign(request.person, found),
        "may_load": access.may_load(request.person),
    }
    return render(request, "agreement/board.html", context)


def _filtered(seen: Board, bearer: str, state: str) -> list[Line]:
    if state == "a-decider":
        return seen.to_decide
    lines = [line for line in seen.lines if not bearer or line.bearer["key"] == bearer]
    return [line for line in lines if not state or line.state == state]


def _by_article(lines: list[Line]) -> list[tuple[Any, list[Line]]]:
    ordered = sorted(lines, key=lambda line: line.commitment.rank)
    return [(article, list(rows)) for article, rows in groupby(ordered, key=lambda line: line.commitment.article)]


def _bar(name: str, rows: list[Line]) -> Any:
    counted = [(sum(row.state == state for row in rows), tone, str(state.label).lower()) for state, tone in TONES.items()]
    return charts.stacked(counted, name)


def _term(found: Agreement) -> Term:
    return Term(found.starts_on or dt.date.min, found.ends_on or dt.date.max)


def _lifeline(found: Agreement, today: dt.date) -> Any:
    if found.starts_on is None or found.ends_on is None:
        return ""
    marks = [
        Mark(dt.date.fromisoformat(row["on"]), f"avenant n° {row['number']}", amendment=True)
        for row in found.data.get("amendments", [])
    ]
    window = (months_before(found.ends_on, RENEWAL_MONTHS), "décider du renouvellement")
    return charts.lifeline(found.starts_on, found.ends_on, today, marks, window)


HEADS = ("Clause", "Engagement", "Porteur", "Service", "Dû", "Fait", "Unité", "Cible", "Échéance", "État", "Pourquoi", "Tendance")


def _rows(seen: Board) -> Iterator[tuple[Any, ...]]:
    for line in seen.lines:
        asked = line.commitment
        yield (
            asked.clause, asked.title, line.bearer["name"], asked.owner, line.due, line.met, line.units,
            line.target_words, asked.target_on, line.word, line.standing.reason, line.trend_words,
        )  # fmt: skip
