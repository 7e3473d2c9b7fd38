"""The list of tickets, and the page of one: who holds it, whose clock runs, what was said."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lekol.directory.access import asked_scope
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond
from lekol.kit.pages import page_of
from lekol.maintenance import access, queries
from lekol.maintenance.choices import Answer, Desk, Status
from lekol.maintenance.forms import Filters
from lekol.maintenance.models import Attachment, Line, Ticket, Wish
from lekol.maintenance.queries import around
from lekol.maintenance.views import drawing
from lekol.pact.dates import long_date

MANY = 2_000
COLUMNS = (
    Column("Numéro", lambda row: row.ref, lambda row: row.get_absolute_url(), lead=True),
    Column("Panne", lambda row: row.summary),
    Column("École", lambda row: row.school.name, lambda row: row.school.get_absolute_url()),
    Column("Chez", lambda row: row.get_desk_display()),
    Column("État", lambda row: "en retard" if is_late(row) else row.get_status_display()),
    Column("Signalée", lambda row: row.opened_at),
    Column("À résoudre avant", lambda row: row.due_at if row.is_open else None),
    Column("S’en occupe", lambda row: str(row.assignee) if row.assignee else ""),
)


def is_late(ticket: Ticket) -> bool:
    """Past its delay while its clock runs."""
    return drawing.is_late(ticket.status, ticket.due_at, timezone.now())


@require_safe
def tickets(request: PersonRequest) -> HttpResponseBase:
    """Every ticket of the perimeter, open ones unless asked otherwise; late ones by their delay, the latest first."""
    words = _asked(request)
    rows = queries.narrowed(access.visible_to(request.person, asked_scope(request)), words)
    listed = listing("Pannes", _intro(words), rows)
    if words.get("etat") == "retard":
        listed = replace(listed, order=("due_at", "id"))
    if "format" in request.GET:
        return respond(request, listed)
    actions = [("Signaler une panne", reverse("maintenance:report"), "plus"), *_more(request)]
    return render(request, "maintenance/tickets.html", {**_shown(request, listed, rows, words), "actions": actions})


def _asked(request: PersonRequest) -> dict[str, Any]:
    """The filters of the address; without one, the form that would read them is not even built."""
    if not any(request.GET.get(name) for name in Filters.base_fields):
        return {}
    form = Filters(request.GET)
    return form.cleaned_data if form.is_valid() else {}


def _shown(request: PersonRequest, listed: Listing, rows: QuerySet[Ticket], words: Mapping[str, Any]) -> dict[str, Any]:
    """One page of the list, drawn, and how many rows there are, no more than MANY: counting a million takes longer."""
    shown = rows.values_list(*drawing.FIELDS, named=True)
    page = page_of(shown, request.GET, listed.order, read=queries.reading(words))
    alone = not (page.before or page.after or page.lost)
    count = len(page.rows) if alone else rows.order_by()[: MANY + 1].count()
    drawn = drawing.table((column.head for column in listed.columns), page.rows)
    return {
        "listing": listed, "page": page, "drawn": drawn, "count": min(count, MANY), "many": count > MANY,
        "filters": drawing.filters(request.GET),
    }  # fmt: skip


def _intro(words: Mapping[str, Any]) -> str:
    """What narrows the list without being on screen is said, with the way to see everything."""
    said = [f"l’école {words['ecole']}"] if words.get("ecole") else []
    said += ["un seul modèle"] if words.get("modele") else []
    said += [f"depuis le {long_date(timezone.localdate(words['depuis']))}"] if words.get("depuis") else []
    return f"Seulement : {', '.join(said)}." if said else "Les pannes de votre périmètre."


def _more(request: PersonRequest) -> list[tuple[str, str, str]]:
    works = access.desks_of(request.person)
    links = [("Ma file", reverse("maintenance:queue"), "outil")] if works else []
    links += (
        [("Courriels à trier", reverse("maintenance:mails"), "courriel")]
        if access.may_sort_mail(request.person)
        else []
    )
    links += [("Qui répare quoi", reverse("maintenance:rules"), "balance")]
    links += (
        [("Demandes des écoles", reverse("maintenance:wishes"), "main")]
        if access.answers_wishes(request.person)
        else []
    )
    links += [("Chiffres", reverse("maintenance:statistics"), "pilotage")]
    links += [("Calendrier", reverse("maintenance:calendar"), "agenda")]
    return [*links, ("Réponses connues", reverse("maintenance:answers"), "livre")]


def listing(title: str, intro: str, rows: QuerySet[Ticket], empty: str = "") -> Listing:
    """A list of tickets, newest first."""
    shown = rows.select_related("school", "assignee")
    nothing = empty or "Aucune panne ne répond à ces critères dans votre périmètre."
    return Listing(title, intro, shown, ("-opened_at", "-id"), COLUMNS, "pannes", nothing, "panne,pannes")


def ticket_or_404(request: PersonRequest, ref: str) -> Ticket:
    """The ticket of that number among those the reader sees, its school’s territory loaded."""
    found = around.of_ref.first(ref.upper())
    if found is None or not access.sees(request.person, found):
        raise Http404
    return found


@require_safe
def ticket(request: PersonRequest, ref: str) -> HttpResponse:
    """One ticket, with what the reader may do about it now."""
    found = ticket_or_404(request, ref)
    transfers, legs = around.transfers_of(found.pk), around.legs_of(found.pk)
    waiting = next((row for row in transfers if row.answer == Answer.WAITING), None)
    holder, move = queries.holder_of(found, transfers)
    context = {
        "ticket": found,
        "clock": queries.clock_of(found, legs, timezone.now()),
        "holder": holder,
        "move": move,
        "late": is_late(found),
        "put_off": found.is_put_off,
        "mine": found.assignee_id == request.person.pk,
        "lines": _lines(request, found),
        "legs": legs,
        "waiting": waiting,
        "handoffs": around.handoffs_of(found.pk),
        "checks": around.checks_of(found.pk),
        "efforts": around.efforts_of(found.pk),
        "children": around.children_of(found.pk),
        "decision_steps": _steps(found),
        "wishes": _wishes(request, found),
        **_rights(request, found, waiting),
    }
    return render(request, "maintenance/ticket.html", context)


def _lines(request: PersonRequest, found: Ticket) -> list[Line]:
    """The timeline, each line with its files; two queries."""
    lines, files = access.first_lines_seen(request.person, found), around.attachments_of(found.pk)
    for line in lines:
        line.files = [file for file in files if file.line_id == line.pk]  # type: ignore[attr-defined]
    return lines


def _steps(found: Ticket) -> tuple[str, ...]:
    """What the school can do when nobody is bound."""
    if found.bound:
        return ()
    made = queries.decision_for(found.school, found.nature, found.impact, expert=found.expert, asset=found.asset)
    return made.row.steps


def _wishes(request: PersonRequest, found: Ticket) -> list[Wish]:
    """What the school asked, and whether the reader may answer; no query when somebody is bound."""
    rows = list(found.wishes.all()) if found.routed_desk == Desk.SCHOOL else []
    for row in rows:
        row.ticket = found
        row.may_answer = row.answered_at is None and access.may_answer_wish(request.person, row)  # type: ignore[attr-defined]
    return rows


def _rights(request: PersonRequest, found: Ticket, waiting: Any) -> dict[str, bool]:
    handles = access.may_handle(request.person, found)
    confirms = access.may_confirm(request.person, found)
    working = found.status in (Status.NEW, Status.TAKEN, Status.WAITING)
    return {
        "may_take": handles and working,
        "may_hand_off": working and access.may_hand_off(request.person, found),
        "may_put_off": handles and found.status in (Status.NEW, Status.TAKEN),
        "may_ask": handles and found.status in (Status.NEW, Status.TAKEN),
        "may_answer": confirms and found.status == Status.WAITING,
        "may_confirm": confirms and found.status == Status.SOLVED,
        "may_reopen": confirms and found.status in (Status.SOLVED, Status.CLOSED) and found.ending != "retiree",
        "may_withdraw": access.may_withdraw(request.person, found) and found.bound,
        "may_wish": access.may_wish(request.person, found),
        "may_file": confirms and found.is_open and not found.bound,
        "may_transfer": handles and working and waiting is None,
        "may_answer_transfer": waiting is not None and access.may_answer_transfer(request.person, waiting),
        "may_propose": handles and found.status in (Status.SOLVED, Status.CLOSED) and bool(found.solution),
    }


@require_safe
def attachment(request: PersonRequest, ref: str, pk: int) -> FileResponse:
    """A picture or a file of a line the reader sees; never shown as a page of ours."""
    found = ticket_or_404(request, ref)
    seen = access.lines_seen(request.person, found).values("pk")
    row = get_object_or_404(Attachment, pk=pk, line__in=seen)
    try:
        response = FileResponse(row.file.open("rb"), as_attachment=not row.picture, filename=row.name)
    except FileNotFoundError:
        raise Http404 from None
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
