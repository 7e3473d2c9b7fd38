"""The convention: its life, its commitments with their live figures, its text."""

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db.models import Q, prefetch_related_objects
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lekol.agreement import access, queries
from lekol.agreement.choices import Acquired, Fault, State
from lekol.agreement.models import Agreement
from lekol.agreement.queries import Board, Contents, Line
from lekol.agreement.rules.term import Term, effect_from, months_before
from lekol.kit import charts
from lekol.kit.charts.spans import Mark
from lekol.kit.exports import export
from lekol.kit.http import PersonRequest
from lekol.kit.panels import panels_for

TONES = {
    State.KEPT: "ok",
    State.ON_TRACK: "va",
    State.AT_RISK: "risque",
    State.BROKEN: "non",
    State.DECLARED: "dit",
    State.UNMEASURED: "nul",
}
RENEWAL_MONTHS = 6
TO_DECIDE = "a-decider"
CARDS = 8


@require_safe
def board(request: PersonRequest) -> HttpResponseBase:
    """`/convention/`: the one in force for the perimeter, a choice when there are several, what to do without."""
    found = _current(request)
    if len(found) == 1:
        return _page(request, found[0])
    others = access.visible_to(request.person).prefetch_related("parties")
    template = "agreement/choose.html" if found else "agreement/none.html"
    return render(request, template, {"agreements": others, "may_load": access.may_load(request.person)})


@require_safe
def agreement(request: PersonRequest, slug: str) -> HttpResponseBase:
    """One convention, by its name."""
    return _page(request, get_object_or_404(access.visible_to(request.person), slug=slug))


@require_safe
def text(request: PersonRequest, slug: str) -> HttpResponse:
    """The text, article by article, with the live figure of each promise in the margin."""
    found = get_object_or_404(access.visible_to(request.person), slug=slug)
    seen = queries.board(found, request.scope, timezone.localdate())
    lines = {article.pk: list(rows) for article, rows in _by_article(list(seen.lines))}
    context = {
        "agreement": found,
        "board": seen,
        "articles": [(article, lines.get(article.pk, [])) for article in found.articles.on(seen.on)],
        "objectives": found.objectives.all(),
        "data": found.data,
        "routing": [_route(found, row) for row in found.data.get("routing", [])],
        "contents": Contents(found),
        "relatives": _relatives(request, found),
    }
    return render(request, "agreement/text.html", context)


def _relatives(request: PersonRequest, found: Agreement) -> list[tuple[str, Agreement]]:
    """The agreements this one comes from, and those that come from it, as far as the reader sees them."""
    near = Q(pk__in=[found.parent_id, found.predecessor_id]) | Q(parent=found) | Q(predecessor=found)
    rows = access.visible_to(request.person).filter(near).exclude(pk=found.pk).defer("text", "data").order_by("slug")
    return [(_kinship(found, row), row) for row in rows]


def _kinship(found: Agreement, other: Agreement) -> str:
    if other.pk == found.parent_id:
        return "Convention mère"
    if other.pk == found.predecessor_id:
        return "Succède à"
    return "Découle de celle-ci" if other.parent_id == found.pk else "Lui succède"


OWNER_WORDS = {"ville": "la Ville", "etat": "l’État", "ecole": "l’école", "tiers": "un tiers"}


def _route(found: Agreement, row: dict[str, Any]) -> dict[str, str]:
    """A row of article 4 in words: what breaks, on what condition, who takes it in charge."""
    parties = {party.key: party.short_name for party in found.parties.all()}
    conditions = [str(Acquired(origin).label) for origin in row.get("origins", [])]
    said = [" ou ".join(conditions)] if conditions else []
    said += [] if row.get("warranty") is None else ["sous garantie" if row["warranty"] else "hors garantie"]
    said += [] if row.get("contract") is None else ["sous contrat" if row["contract"] else "sans contrat"]
    said += [f"propriété de {OWNER_WORDS[owner]}" for owner in row.get("owners", [])]
    said += [] if row.get("expert") is None else ["niveau expert" if row["expert"] else "niveau courant"]
    return {
        "what": ", ".join(str(Fault(nature).label) for nature in row.get("natures", [])) or "tout le reste",
        "condition": ", ".join(said),
        "desk": parties.get(row["desk"], row["desk"].capitalize()),
        "clause": row["clause"],
        "reason": row["reason"],
    }


def in_force_for(request: PersonRequest) -> Agreement | None:
    """The agreement a page speaks of when it can show only one; the first when several are in force."""
    return next(iter(_current(request)), None)


def _current(request: PersonRequest) -> list[Agreement]:
    return queries.current(access.visible_to(request.person), request.scope, timezone.localdate())


def _page(request: PersonRequest, found: Agreement) -> HttpResponseBase:
    today = timezone.localdate()
    prefetch_related_objects([found], "parties")
    seen = queries.board(found, request.scope, today)
    if fmt := request.GET.get("format"):
        return export(fmt, f"convention-{found.slug}", HEADS, _rows(seen))
    context = {
        "agreement": found,
        "board": seen,
        "cards": seen.to_decide[:CARDS],
        "panels": panels_for("convention", request.person, found),
        "committee": next(iter(found.data.get("committees", [])), None),
        "amendments": [_amendment(row) for row in found.data.get("amendments", [])],
        "duration": duration(found),
        "others": access.visible_to(request.person).exclude(pk=found.pk).defer("text", "data"),
        "may_sign": access.may_sign(request.person, found),
        "may_load": access.may_load(request.person),
        **_counts(seen),
        **_filters(request, seen),
        **_life(found, today),
    }
    return render(request, "agreement/board.html", context)


def _amendment(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "on": dt.date.fromisoformat(row["on"])}


def _counts(seen: Board) -> dict[str, Any]:
    return {
        "bearers": [(bearer, len(rows), _bar(bearer["name"], rows)) for bearer, rows in seen.by_bearer],
        "states": [
            (state, TONES[state], seen.counts[state], state.counted(seen.counts[state]))
            for state in TONES
            if seen.counts[state]
        ],
    }


def _bar(name: str, rows: list[Line]) -> Any:
    counts = {state: sum(row.state == state for row in rows) for state in TONES}
    return charts.stacked([(counts[state], tone, state.counted(counts[state])) for state, tone in TONES.items()], name)


def _filters(request: PersonRequest, seen: Board) -> dict[str, Any]:
    """The rows asked by `?porteur=` and `?etat=`; an unknown word shows none, and « tous » brings them back."""
    bearer, state = request.GET.get("porteur", ""), request.GET.get("etat", "")
    lines = seen.to_decide if state == TO_DECIDE else [row for row in seen.lines if state in ("", row.state)]
    lines = [line for line in lines if bearer in ("", line.bearer["key"])]
    return {"groups": _by_article(lines), "shown": len(lines), "bearer": bearer, "state": state}


def _by_article(lines: list[Line]) -> list[tuple[Any, list[Line]]]:
    ordered = sorted(lines, key=lambda line: line.commitment.rank)
    return [(article, list(rows)) for article, rows in groupby(ordered, key=lambda line: line.commitment.article)]


def _life(found: Agreement, today: dt.date) -> dict[str, Any]:
    """Its term, what is left of it, when to decide on renewal; nothing as long as the signature is unknown."""
    if found.signed_on is None or found.starts_on is None:
        return {
            "lifeline": "",
            "renewal_on": None,
            "days_left": None,
            "elapsed": None,
            "over": False,
            "deciding": False,
        }
    term = Term(found.starts_on, found.ends_on)
    renewal = months_before(found.ends_on, RENEWAL_MONTHS) if found.ends_on else None
    return {
        "lifeline": _lifeline(found, today, renewal),
        "renewal_on": renewal,
        "days_left": term.days_left(today),
        "elapsed": term.elapsed(today),
        "over": found.ends_on is not None and found.ends_on < today,
        "deciding": bool(renewal and found.ends_on and renewal <= today <= found.ends_on),
    }


def _lifeline(found: Agreement, today: dt.date, renewal: dt.date | None) -> Any:
    if found.starts_on is None or found.ends_on is None or renewal is None:
        return ""
    rows = [_amendment(row) for row in found.data.get("amendments", [])]
    marks = [Mark(row["on"], f"avenant n° {row['number']}", amendment=True) for row in rows]
    window = (max(renewal, found.starts_on), "décider du renouvellement")
    return charts.lifeline(found.starts_on, found.ends_on, today, marks, window)


def duration(agreement: Agreement) -> str:
    """« 4 ans à compter du jour de sa signature », from the rule of the pack."""
    term: dict[str, Any] = agreement.data["term"]
    effect = effect_from(term.get("takes_effect"))
    start = str(effect) if effect else "à compter du jour de sa signature"
    match term.get("rule", "annees"):
        case "annees":
            years = term["years"]
            return f"{years} {'ans' if years > 1 else 'an'} {start}"
        case "mois":
            return f"{term['months']} mois {start}"
        case "annees_scolaires":
            return f"années scolaires {', '.join(term['school_years'])}"
        case "evenement":
            return f"jusqu’à l’événement suivant : {term['event']}"
        case "indeterminee":
            return f"sans terme fixé, {start}"
        case _:
            return "du jour de sa signature au dernier jour que le texte fixe"


HEADS = (
    "Clause", "Engagement", "Porteur", "Service", "Dû", "Fait", "Unité", "Part", "Cible", "Échéance",
    "État", "Pourquoi", "Douze mois",
)  # fmt: skip


def _rows(seen: Board) -> Iterator[tuple[Any, ...]]:
    for line in seen.lines:
        asked = line.commitment
        yield (
            asked.clause, asked.title, line.bearer["name"], asked.owner, line.due, line.met, line.units, line.ratio,
            line.target_words, asked.target_on, line.word, line.standing.reason, line.trend_words,
        )  # fmt: skip
