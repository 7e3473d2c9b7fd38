"""Conventions and their commitments, with live figures, for machines."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from ninja.errors import HttpError

from lekol.agreement.models import Agreement, Party
from lekol.agreement.queries import WORST_FIRST, Board, Contents, History, Line, board, school_figures
from lekol.api.caller import Bearer, Caller
from lekol.api.paging import page
from lekol.api.schemas import (
    FINDING,
    AgreementDetail,
    Agreements,
    CommitmentDetail,
    Commitments,
    SchoolFigures,
)
from lekol.api.words import After, ClauseNumber, Limit, On, Perimeter, Slug, day_of
from lekol.identity.choices import Reach
from lekol.pact.measures import Reading

router = Router(tags=["Conventions"], auth=Bearer(Reach.AGREEMENTS))


@router.get("/conventions", response={200: Agreements, **FINDING}, url_name="agreements", summary="Les conventions")
def agreements(request: HttpRequest, limit: Limit = 50, after: After = None) -> dict[str, Any]:
    """Les conventions que voit la personne du jeton, par identifiant."""
    rows, mark = page(_caller(request).agreements.prefetch_related("parties"), ("slug", "id"), limit, after)
    return {"items": [_agreement(row) for row in rows], "next": mark}


@router.get(
    "/conventions/{slug}", response={200: AgreementDetail, **FINDING}, url_name="agreement", summary="Une convention"
)
def agreement(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    """Une convention : ses parties, ses durées, ses montants, ses exemplaires."""
    return _detail(_caller(request).agreement(slug))


@router.get("/conventions/{slug}/engagements", response={200: Commitments, **FINDING}, url_name="commitments",
            summary="Les engagements d’une convention")  # fmt: skip
def commitments(request: HttpRequest, slug: Slug, perimetre: Perimeter = None, on: On = None) -> dict[str, Any]:
    """Chaque engagement : qui doit, le dû, le fait, la cible, l’état."""
    seen = _board(request, slug, perimetre, on)
    return {
        "scope": str(seen.scope), "on": seen.on, "measured_on": seen.measured_on,
        "items": [_commitment(line) for line in seen.lines],
    }  # fmt: skip


@router.get("/conventions/{slug}/engagements/{clause}", response={200: CommitmentDetail, **FINDING},
            url_name="commitment", summary="Un engagement et son année")  # fmt: skip
def commitment(
    request: HttpRequest, slug: Slug, clause: ClauseNumber, perimetre: Perimeter = None, on: On = None
) -> dict[str, Any]:
    """Un engagement, et ses chiffres mois par mois."""
    line = _line(_board(request, slug, perimetre, on, clause), clause)
    return {**_commitment(line), "history": history(line.history)}


@router.get("/conventions/{slug}/engagements/{clause}/ecoles", response={200: SchoolFigures, **FINDING},
            url_name="commitment_schools", summary="Un engagement, école par école")  # fmt: skip
def commitment_schools(
    request: HttpRequest, slug: Slug, clause: ClauseNumber, on: On = None, limit: Limit = 50, after: After = None
) -> dict[str, Any]:
    """Les écoles où quelque chose est dû, celles où il manque le plus d’abord."""
    caller, day = _caller(request), day_of(on, timezone.localdate())
    found = caller.agreement(slug).commitments.filter(clause=clause).first()
    if found is None:
        raise _unknown(clause)
    rows, mark = page(school_figures(caller.schools, found.indicator, day), WORST_FIRST, limit, after)
    return {
        "items": [
            {"uai": row.uai, "name": row.name, "due": row.due, "met": row.met, "missing": row.missing}  # type: ignore[attr-defined]
            for row in rows
        ],
        "next": mark,
    }


def _caller(request: HttpRequest) -> Caller:
    return request.auth  # type: ignore[attr-defined,no-any-return]


def _board(request: HttpRequest, slug: str, asked: str | None, on: str | None, clause: str = "") -> Board:
    caller = _caller(request)
    return board(caller.agreement(slug), caller.scope(asked), day_of(on, timezone.localdate()), clause)


def _line(seen: Board, clause: str) -> Line:
    line = seen.line(clause)
    if line is None:
        raise _unknown(clause)
    return line


def _unknown(clause: str) -> HttpError:
    return HttpError(404, f"La clause {clause} n’est pas celle d’un engagement de cette convention.")


def _agreement(row: Agreement) -> dict[str, Any]:
    return {
        "slug": row.slug, "title": row.title, "short_title": row.short_title, "scope": str(row.scope),
        "demonstration": row.demonstration, "signed_on": row.signed_on, "starts_on": row.starts_on,
        "ends_on": row.ends_on, "template": row.template, "terminated_on": row.terminated_on,
        "parties": [_party(party) for party in row.parties.all()],
    }  # fmt: skip


def _party(party: Party) -> dict[str, Any]:
    return {
        "key": party.key, "name": party.name, "level": party.level, "signing": party.signing,
        "group": party.group or None, "roles": party.roles, "since": party.since, "until": party.until,
    }  # fmt: skip


def _detail(row: Agreement) -> dict[str, Any]:
    """What only the page of one agreement tells."""
    contents = Contents(row)
    return {
        **_agreement(row),
        "parent": row.parent.slug if row.parent else None,
        "predecessor": row.predecessor.slug if row.predecessor else None,
        "amounts": [_amount(one) for one in row.data.get("amounts", [])],
        "horizons": [
            {"key": key, "starts_on": span.since, "ends_on": span.until}
            for key, span in (contents.pack.horizons_when(row.signed_on) if row.data.get("horizons") else {}).items()
        ],
        "instances": [
            {"key": one.key, "name": one.name, "code": one.code or None, "options": list(one.options),
             "starts_on": one.term.starts_on if one.term else None, "ends_on": one.term.ends_on if one.term else None,
             "missing": one.missing}
            for one in contents.instances
        ],
    }  # fmt: skip


def _amount(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": row["key"], "title": row["title"], "payer": row["payer"], "payee": row["payee"],
        "amount": row.get("amount"), "share": row.get("share"), "currency": row.get("currency", "EUR"),
        "basis": row.get("basis", "forfait"), "per": row.get("per", "une_fois"), "cap": row.get("cap"),
        "floor": row.get("floor"), "clause": row.get("clause"),
    }  # fmt: skip


def _commitment(line: Line) -> dict[str, Any]:
    asked = line.commitment
    return {
        "clause": asked.clause, "article": asked.article.number, "title": asked.title, "wording": asked.wording,
        "condition": asked.condition or None, "debtors": [party.key for party in line.debtors],
        "due": line.due, "met": line.met, "ratio": rounded(line.ratio), "unit": line.units or None,
        "target": rounded(line.target), "target_on": asked.target_on, "state": line.state,
        "reason": line.standing.reason,
        "measures": list(asked.measure_keys), "declared": not line.measured, "contested": line.contested,
    }  # fmt: skip


def history(found: History) -> list[dict[str, Any]]:
    """The points of a figure."""
    return [{"on": day, "due": row.due, "met": row.met, "ratio": rounded(row.ratio)} for day, row in found.points]


def rounded(ratio: float | None) -> float | None:
    """To four places, as on every export."""
    return None if ratio is None else round(ratio, 4)


def figure(reading: Reading | None) -> dict[str, Any]:
    """due, met, ratio: null when not taken."""
    if reading is None:
        return {"due": None, "met": None, "ratio": None}
    return {"due": reading.due, "met": reading.met, "ratio": rounded(reading.ratio)}
