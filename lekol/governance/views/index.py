"""The table of governance: committees, the duty of the year, meetings to come, actions open, yearly reports."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lekol.agreement import queries as agreements
from lekol.agreement.models import Agreement
from lekol.governance import access
from lekol.governance.choices import MeetingState
from lekol.governance.models import Action, Meeting, Review
from lekol.governance.queries import duty
from lekol.governance.queries.duties import duties as every_duty
from lekol.governance.queries.freezing import years_over
from lekol.governance.queries.seats import sittings
from lekol.governance.rules.seats import Committee, committee_of, committees_of
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond

SHOWN = 6


@require_safe
def index(request: PersonRequest) -> HttpResponse:
    """Everything the committees have in hand for the agreement of the perimeter."""
    found = _current(request)
    if not found:
        return render(request, "governance/none.html")
    return render(request, "governance/index.html", _table(request, found[0], found[1:]))


def _current(request: PersonRequest) -> list[Agreement]:
    """The agreements of the perimeter today, the one to show first; PermissionDenied for who may not read them."""
    if not access.may_read(request.person):
        raise PermissionDenied
    return agreements.current(access.visible_to(request.person), request.scope, timezone.localdate())


@require_safe
def duties(request: PersonRequest) -> HttpResponse:
    """What article 8 asks of the agreement of the perimeter, with what lacks: the drill of its measures."""
    found = _current(request)
    if not found:
        return render(request, "governance/none.html")
    context = {"agreement": found[0], "duties": list(every_duty(found[0], timezone.localdate()))}
    return render(request, "governance/duties.html", context)


def _table(request: PersonRequest, agreement: Agreement, others: list[Agreement]) -> dict[str, Any]:
    today = timezone.localdate()
    committees = committees_of(agreement.data)
    seats = sittings(agreement, committees, today)
    actions = Action.objects.open().filter(decision__agreement=agreement)
    over = years_over(agreement, today)
    frozen = set(Review.objects.filter(agreement=agreement).values_list("school_year", flat=True))
    return {
        "agreement": agreement,
        "others": others,
        "committees": [_card(agreement, row, seats[row.key]) for row in committees],
        "actions": actions.select_related("decision", "owner").order_by("due_on", "id")[:SHOWN],
        "open": actions.count(),
        "late": actions.filter(due_on__lt=today).count(),
        "reviews": Review.objects.filter(agreement=agreement).select_related("accord")[:SHOWN],
        "to_freeze": [year for year in over if year.year not in frozen],
        "may_keep": access.may_keep(request.person, agreement),
    }


def _card(agreement: Agreement, committee: Committee, seats: list[Any]) -> dict[str, Any]:
    today = timezone.localdate()
    rows = Meeting.objects.filter(agreement=agreement, committee=committee.key)
    coming = [MeetingState.PLANNED, MeetingState.CONVENED]
    return {
        "committee": committee,
        "standing": duty.standing(agreement, committee, today),
        "next": rows.filter(state__in=coming, starts_at__gte=timezone.now()).order_by("starts_at").first(),
        "unheld": rows.filter(state__in=coming, starts_at__lt=timezone.now()).order_by("starts_at").first(),
        "last": rows.filter(state=MeetingState.HELD).first(),
        "vacant": sum(row.acting is None for row in seats),
        "seats": len(seats),
    }


def agreement_or_404(request: PersonRequest, slug: str) -> Agreement:
    """An agreement whose committees the reader may see."""
    rows = access.visible_to(request.person).prefetch_related("parties__commune__academy", "parties__academy")
    return get_object_or_404(rows, slug=slug)


def committee_or_404(agreement: Agreement, key: str) -> Committee:
    """A committee of its pack."""
    found = committee_of(agreement.data, key)
    if found is None:
        raise Http404
    return found


def kept_or_403(request: PersonRequest, agreement: Agreement) -> Agreement:
    """The same agreement, for whoever keeps its committees."""
    if not access.may_keep(request.person, agreement):
        raise PermissionDenied
    return agreement


@require_safe
def decisions(request: PersonRequest) -> HttpResponseBase:
    """Every decision, with what was done of it; `?objectif=` and `?clause=` narrow them (article 2)."""
    if not access.may_read(request.person):
        raise PermissionDenied
    rows = access.decisions_visible_to(request.person).prefetch_related("actions")
    objective, clause = request.GET.get("objectif", "")[:30], request.GET.get("clause", "")[:8]
    if objective:
        served = Q(objective=objective) | Q(
            clause__in=_clauses_serving(objective, access.visible_to(request.person).values("pk"))
        )
        rows = rows.filter(served)
    rows = rows.filter(clause=clause) if clause else rows
    listing = Listing(
        "Décisions",
        "Ce que les comités ont décidé, et ce qui en a été fait.",
        rows,
        ("-id",),
        (
            Column("Numéro", lambda row: row.number, lambda row: row.get_absolute_url(), lead=True),
            Column("Objet", lambda row: row.title),
            Column("Décidée le", lambda row: row.meeting.on),
            Column("Clause", lambda row: row.clause),
            Column("Exécution", _execution),
        ),
        "decisions",
        "Aucune décision ne répond à ce filtre.",
        "décision,décisions",
        "governance/decisions.html",
    )
    return respond(request, listing, objectives=_objectives(request), objective=objective, trail=TRAIL)


TRAIL = [("Gouvernance", "/gouvernance/")]


def _objectives(request: PersonRequest) -> list[Any]:
    """The shared objectives of the agreement of the perimeter."""
    found = agreements.current(access.visible_to(request.person), request.scope, timezone.localdate())
    return list(found[0].objectives.all()) if found else []


def _clauses_serving(objective: str, seen: Any) -> Any:
    rows = Agreement.objects.filter(pk__in=seen, commitments__objectives__key=objective)
    return rows.values("commitments__clause")


def _execution(row: Any) -> str:
    """« 2 actions sur 3 faites », or that none was entrusted."""
    kept = [task for task in row.actions.all() if task.dropped_on is None]
    if not kept:
        return "aucune action confiée"
    done = sum(task.done_on is not None for task in kept)
    return f"{done} sur {len(kept)} {'faites' if done > 1 else 'faite'}"


@require_safe
def tasks(request: PersonRequest) -> HttpResponseBase:
    """Actions, those that are due first; `?etat=retard` and `?etat=toutes` change which ones."""
    rows = access.actions_visible_to(request.person)
    state = request.GET.get("etat", "")
    if not access.may_read(request.person) and not rows.exists():
        raise PermissionDenied
    if state != "toutes":
        rows = rows.open()  # type: ignore[attr-defined]
    if state == "retard":
        rows = rows.filter(due_on__lt=timezone.localdate())
    listing = Listing(
        "Actions",
        "Qui fait quoi avant quel jour, pour exécuter les décisions des comités.",
        rows,
        ("due_on", "id"),
        (
            Column("Action", lambda row: row.title, lambda row: row.get_absolute_url(), lead=True),
            Column("Responsable", lambda row: row.owner),
            Column("Échéance", lambda row: row.due_on, sort="due_on"),
            Column("Clause", lambda row: row.clause),
            Column("Décision", lambda row: row.decision.number, lambda row: row.decision.get_absolute_url()),
            Column("État", lambda row: row.standing),
        ),
        "actions",
        "Aucune action n’est ouverte.",
        "action,actions",
        "governance/actions.html",
    )
    return respond(request, listing, state=state, trail=TRAIL)
