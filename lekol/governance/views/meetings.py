"""A meeting before it sits: its page, its agenda, who is convened, its documents, its calendar entry."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lekol.governance import access, actions
from lekol.governance.choices import MeetingState
from lekol.governance.forms import FileForm, InviteForm, ItemForm, PlanForm, ReasonForm, ReplyForm
from lekol.governance.models import Attendance, Meeting
from lekol.governance.queries.accords import standing_of
from lekol.governance.queries.agenda import proposals
from lekol.governance.queries.minutes import content_of
from lekol.governance.rules.invitation import calendar as as_calendar
from lekol.governance.rules.seats import committee_of
from lekol.governance.tasks import send_invitations, sitting_of
from lekol.governance.views.committees import people_of
from lekol.governance.views.index import kept_or_403
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest

FORM = ["GET", "HEAD", "POST"]


def meeting_or_404(request: PersonRequest, ref: str) -> Meeting:
    """A meeting of an agreement the reader may see."""
    return get_object_or_404(access.meetings_visible_to(request.person), ref=ref)


def kept_meeting(request: PersonRequest, ref: str) -> Meeting:
    """The same, for whoever keeps the committees."""
    found = meeting_or_404(request, ref)
    kept_or_403(request, found.agreement)
    return found


@require_safe
def meeting(request: PersonRequest, ref: str) -> HttpResponse:
    """The whole file of a meeting."""
    found = meeting_or_404(request, ref)
    items = list(found.items.select_related("notes").order_by("rank", "id"))
    decisions = list(found.decisions.prefetch_related("actions__owner").order_by("rank"))
    accord = standing_of(found.accord) if found.accord else None
    locked = bool(accord and accord.agreed and found.accord and found.accord.replaced_at is None)
    context = {
        "meeting": found,
        "committee": committee_of(found.agreement.data, found.committee),
        "items": [(item, [row for row in decisions if row.item_id == item.pk]) for item in items],
        "loose": [row for row in decisions if row.item_id is None],
        "roll": found.attendances.select_related("person").order_by("rank", "id"),
        "files": found.files.all(),
        "accord": accord,
        "locked": locked,
        "mine": found.attendances.filter(person=request.person).exclude(invited_at=None).first(),
        "may_keep": access.may_keep(request.person, found.agreement),
        "may_speak": bool(accord and not locked and access.chaired_meeting(request.person, found)),
        "over": found.state in (MeetingState.HELD, MeetingState.CANCELLED),
        "past": found.on <= timezone.localdate(),
        "quorum": _quorum(found),
    }
    return render(request, "governance/meeting.html", context)


def _quorum(found: Meeting) -> str:
    """« 8 présents pour 9 requis », when the text asks for a quorum."""
    words = content_of(found)
    if not words["quorum"]:
        return ""
    state = "atteint" if words["quorum_atteint"] else "non atteint"
    return f"{words['presents']} présents pour {words['quorum']} requis : quorum {state}."


def about(found: Meeting, title: str, text: str, action: str, done: str = "", danger: bool = False) -> Question:
    """A question about a meeting, that leads back to it."""
    return Question(title, text, action, found.get_absolute_url(), done, danger, above=str(found))


@require_http_methods(FORM)
def move_meeting(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Change when or where; those convened are told."""
    found = kept_meeting(request, ref)
    local = timezone.localtime(found.starts_at)
    initial = {"on": local.date(), "at": local.time(), "minutes": found.minutes, "place": found.place}
    question = about(found, "Modifier la réunion", "Les personnes déjà convoquées sont prévenues.", "Enregistrer")

    def act(**words: Any) -> None:
        before = found.sequence
        actions.move(meeting=found, by=request.person, **words)
        if found.convened_at and found.sequence != before:
            send_invitations.defer(meeting_id=found.pk, sequence=found.sequence)

    return ask(request, question, PlanForm(request.POST or None, initial=initial), act)


@require_http_methods(FORM)
def cancel_meeting(request: PersonRequest, ref: str) -> HttpResponseBase:
    """The meeting will not take place."""
    found = kept_meeting(request, ref)
    question = about(
        found, "Annuler la réunion", "Elle reste inscrite, avec son motif ; les personnes convoquées sont prévenues.",
        "Annuler la réunion", "Réunion annulée.", danger=True,
    )  # fmt: skip

    def act(reason: str) -> None:
        actions.cancel(meeting=found, reason=reason, by=request.person)
        if found.convened_at:
            send_invitations.defer(meeting_id=found.pk, sequence=found.sequence)

    return ask(request, question, ReasonForm(request.POST or None), act)


@require_POST
def convene(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Everyone who sits that day receives the agenda and a calendar entry."""
    found = kept_meeting(request, ref)
    try:
        reached = actions.convene(meeting=found, by=request.person)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    else:
        send_invitations.defer(meeting_id=found.pk, sequence=found.sequence)
        messages.success(request, f"Convocation envoyée à {len(reached)} personnes, avec l’ordre du jour et l’agenda.")
    return redirect(found)


@require_http_methods(FORM)
def invite(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Someone who holds no seat."""
    found = kept_meeting(request, ref)
    question = about(found, "Inviter une personne", "Elle est entendue ; elle ne compte pas pour le quorum.", "Inviter")

    def act(**words: Any) -> None:
        actions.invite(meeting=found, by=request.person, **words)
        if found.convened_at:
            send_invitations.defer(meeting_id=found.pk, sequence=found.sequence)

    return ask(request, question, InviteForm(people_of(found.agreement), request.POST or None), act)


@require_http_methods(FORM)
def reply(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Someone convened says whether they come."""
    found = meeting_or_404(request, ref)
    mine: Attendance | None = found.attendances.filter(person=request.person).exclude(invited_at=None).first()
    if mine is None:
        raise PermissionDenied
    question = about(found, "Répondre à la convocation", f"« {mine.function} »", "Répondre", "Réponse enregistrée.")

    def act(reply: str) -> None:
        actions.answer(attendance=mine, reply=reply, by=request.person)

    return ask(request, question, ReplyForm(request.POST or None, initial={"reply": mine.reply}), act)


@require_safe
def calendar(request: PersonRequest, ref: str) -> HttpResponse:
    """The meeting for one’s own calendar; other people’s addresses stay out of it."""
    found = meeting_or_404(request, ref)
    response = HttpResponse(as_calendar(sitting_of(found)), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="seance-{found.ref}.ics"'
    return response


@require_http_methods(FORM)
def agenda(request: PersonRequest, ref: str) -> HttpResponseBase:
    """What is open and could be discussed; the chosen points join the agenda."""
    found = kept_meeting(request, ref)
    committee = committee_of(found.agreement.data, found.committee)
    if committee is None:
        raise Http404
    open_matters = proposals(found.agreement, committee, timezone.localdate())
    if request.method == "POST":
        wanted = set(request.POST.getlist("point"))
        added = actions.add_proposals(
            meeting=found, proposals=[row for row in open_matters if row.key in wanted], by=request.person
        )
        messages.success(request, f"{len(added)} {'points ajoutés' if len(added) > 1 else 'point ajouté'}.")
        return redirect(found)
    known = set(found.items.values_list("key", flat=True))
    context = {"meeting": found, "proposals": [row for row in open_matters if row.key not in known]}
    return render(request, "governance/agenda.html", context)


@require_http_methods(FORM)
def add_item(request: PersonRequest, ref: str) -> HttpResponseBase:
    """A point of one’s own."""
    found = kept_meeting(request, ref)
    form = ItemForm(found.agreement, request.POST or None)
    question = about(found, "Ajouter un point", "Il vient à la fin de l’ordre du jour.", "Ajouter", "Point ajouté.")
    return ask(
        request, question, form, lambda **words: _done(actions.add_item(meeting=found, by=request.person, **words))
    )


def _done(_: object) -> None:
    """What a verb made is shown by the page one goes back to."""


@require_POST
def raise_item(request: PersonRequest, ref: str, pk: int) -> HttpResponseBase:
    """A point goes up by one."""
    return _with_item(request, ref, pk, actions.raise_item)


@require_POST
def remove_item(request: PersonRequest, ref: str, pk: int) -> HttpResponseBase:
    """A point leaves the agenda."""
    return _with_item(request, ref, pk, actions.remove_item)


def _with_item(request: PersonRequest, ref: str, pk: int, act: Any) -> HttpResponseBase:
    found = kept_meeting(request, ref)
    item = get_object_or_404(found.items.select_related("meeting", "notes"), pk=pk)
    try:
        act(item=item, by=request.person)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    return redirect(found)


@require_http_methods(FORM)
def add_file(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Join a document to the file of the meeting."""
    found = kept_meeting(request, ref)
    form = FileForm(request.POST or None, request.FILES or None)
    question = about(
        found, "Joindre un document", "Une fois joint, il ne se remplace pas.", "Joindre", "Document joint."
    )

    def act(file: Any) -> None:
        actions.attach(meeting=found, content=file.read(), name=file.name, by=request.person)

    return ask(request, question, form, act)


@require_safe
def file(request: PersonRequest, ref: str, pk: int) -> HttpResponseBase:
    """A document, always as a download, never run by the browser."""
    kept = get_object_or_404(meeting_or_404(request, ref).files, pk=pk)
    response = FileResponse(kept.file.open(), as_attachment=True, filename=kept.name)
    response["Content-Type"] = "application/octet-stream"
    return response
