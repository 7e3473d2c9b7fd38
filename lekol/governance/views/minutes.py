"""A meeting that sits: attendance, notes written together, decisions, the agreement of both co-chairs, actions."""

import datetime as dt
import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lekol.agreement.models import Party
from lekol.governance import access, actions
from lekol.governance.choices import Presence
from lekol.governance.forms import ActionForm, DecisionForm, DraftForm, FollowForm, VoiceForm
from lekol.governance.models import Accord, Action, Meeting, ProgrammeRevision
from lekol.governance.queries.accords import standing_of
from lekol.governance.queries.minutes import content_of
from lekol.governance.queries.printing import minutes_pdf
from lekol.governance.rules.seats import committees_of
from lekol.governance.views.committees import people_of
from lekol.governance.views.meetings import about, kept_meeting, meeting_or_404
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest

FORM = ["GET", "HEAD", "POST"]
MARK = re.compile(r"p[0-9]{1,12}")
MET = (
    "Quelqu’un d’autre a écrit au même endroit pendant ce temps : les deux textes sont gardés l’un après l’autre. "
    "Relisez, et gardez ce qui convient."
)
BESIDE = "Quelqu’un d’autre a écrit pendant ce temps : les deux textes sont réunis."


def tell(request: PersonRequest, done: Any) -> None:
    """Say what became of a shared text."""
    if done.met:
        messages.warning(request, MET)
    elif done.others:
        messages.info(request, BESIDE)
    else:
        messages.success(request, "Texte enregistré.")


@require_http_methods(FORM)
def presences(request: PersonRequest, ref: str) -> HttpResponseBase:
    """The attendance sheet."""
    found = kept_meeting(request, ref)
    if request.method == "POST":
        marks = {int(name[1:]): str(value) for name, value in request.POST.items() if MARK.fullmatch(name)}
        return _tried(request, found, lambda: actions.note_presences(meeting=found, presences=marks, by=request.person))
    roll = found.attendances.select_related("person").order_by("rank", "id")
    return render(request, "governance/presences.html", {"meeting": found, "roll": roll, "choices": Presence.choices})


def _tried(request: PersonRequest, found: Meeting, act: Any, done: str = "") -> HttpResponseBase:
    """Run a verb without form; what it refuses is said on the page of the meeting."""
    try:
        act()
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    else:
        if done:
            messages.success(request, done)
    return redirect(found)


@require_POST
def hold(request: PersonRequest, ref: str) -> HttpResponseBase:
    """The meeting took place."""
    found = kept_meeting(request, ref)
    return _tried(request, found, lambda: actions.hold(meeting=found, by=request.person), "Réunion notée comme tenue.")


@require_http_methods(FORM)
def notes(request: PersonRequest, ref: str, pk: int) -> HttpResponseBase:
    """What was said under a point."""
    found = kept_meeting(request, ref)
    item = get_object_or_404(found.items.select_related("notes", "meeting"), pk=pk)
    form = DraftForm(request.POST or None, initial={"text": item.notes.text, "base": item.notes.version})
    text = "Plusieurs personnes peuvent écrire en même temps : rien de ce qu’elles écrivent n’est perdu."
    question = about(found, item.title, text, "Enregistrer")

    def act(text: str, base: int) -> None:
        tell(request, actions.write_notes(item=item, base=base, text=text, by=request.person))

    return ask(request, question, form, act)


@require_http_methods(FORM)
def decide(request: PersonRequest, ref: str) -> HttpResponseBase:
    """A decision takes its number."""
    found = kept_meeting(request, ref)
    form = DecisionForm(found, request.POST or None, initial={"item": request.GET.get("point")})
    question = about(found, "Écrire une décision", "Elle reçoit le numéro suivant, qui ne change plus.", "Enregistrer")

    def act(**words: Any) -> None:
        made = actions.decide(meeting=found, by=request.person, **words)
        messages.success(request, f"Décision {made.number} enregistrée.")

    return ask(request, question, form, act)


@require_http_methods(FORM)
def entrust(request: PersonRequest, ref: str, pk: int) -> HttpResponseBase:
    """Someone is entrusted with an action."""
    found = kept_meeting(request, ref)
    decision = get_object_or_404(found.decisions.select_related("agreement", "meeting"), pk=pk)
    form = ActionForm(found.agreement, people_of(found.agreement), request.POST or None)
    question = about(found, "Confier une action", f"{decision.number} : {decision.title}", "Confier", "Action confiée.")

    def act(**words: Any) -> None:
        actions.entrust(decision=decision, task=actions.Task(**words), by=request.person)

    return ask(request, question, form, act)


@require_POST
def submit(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Put the minutes to both co-chairs."""
    found = kept_meeting(request, ref)
    done = "Compte rendu soumis aux coprésidents."
    return _tried(request, found, lambda: actions.submit(meeting=found, by=request.person), done)


@require_safe
def minutes_file(request: PersonRequest, ref: str) -> HttpResponse:
    """The minutes as an accessible PDF."""
    found = meeting_or_404(request, ref)
    response = HttpResponse(minutes_pdf(printable(found)), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="compte-rendu-{found.ref}.pdf"'
    return response


def printable(found: Meeting) -> dict[str, Any]:
    """The minutes with what the parties said of them."""
    words = content_of(found)
    for row in words["presences"]:
        row["presence_en_mots"] = str(Presence(row["presence"]).label)
    standing = standing_of(found.accord) if found.accord and found.accord.replaced_at is None else None
    return {
        **words,
        "empreinte": found.accord.digest[:16] if standing and found.accord else "aucune, compte rendu non soumis",
        "accord": standing.sentence if standing else "Projet : pas encore soumis aux coprésidents.",
        "voix": [
            {
                "nom": voice.party.short_name,
                "le": voice.at.date().isoformat(),
                "accord": voice.agrees,
                "motif": voice.reason,
            }
            for voice in (standing.voices if standing else [])
        ],
    }


@require_http_methods(FORM)
def speak(request: PersonRequest, pk: int) -> HttpResponseBase:
    """A party agrees, or says why not: the same page for minutes, reports and programmes."""
    seen = Accord.objects.filter(agreement__in=access.visible_to(request.person).values("pk"))
    found = get_object_or_404(seen.select_related("agreement"), pk=pk)
    back, parties = _context(request, found)
    if not parties:
        raise PermissionDenied
    text = f"{found.title}. Vous répondez au nom de {parties[0].name}. Ce qui a été dit avant reste visible."
    question = Question("Répondre", text, "Répondre", back, "Réponse enregistrée.", above=found.title)

    def act(agrees: bool, reason: str) -> None:
        actions.speak(accord=found, party=parties[0], by=request.person, agrees=agrees, reason=reason)

    return ask(request, question, VoiceForm(request.POST or None), act)


def _context(request: PersonRequest, accord: Accord) -> tuple[str, list[Party]]:
    """Where the text is read, and for which parties the reader answers, those that have not agreed first."""
    meeting, review = accord.meetings.select_related("agreement").first(), accord.reviews.first()
    if meeting is not None:
        spoken, back = access.chaired_meeting(request.person, meeting), meeting.get_absolute_url()
    else:
        spoken = speakers(request, accord)
        revision = ProgrammeRevision.objects.filter(accord=accord).select_related("programme").first()
        read = review or (revision.programme if revision else accord.preparations.first())
        back = read.get_absolute_url() if read else reverse("governance:index")
    asked = set(accord.parties.values_list("pk", flat=True))
    awaited = {party.pk for party in standing_of(accord).awaited}
    mine = [party for party in spoken if party.pk in asked]
    return back, sorted(mine, key=lambda party: party.pk not in awaited)


def speakers(request: PersonRequest, accord: Accord) -> list[Party]:
    """Co-chairs of the first committee of the text; where it has none, whoever keeps the committees for a party."""
    committee = next(iter(committees_of(accord.agreement.data)), None)
    if committee is None:
        return access.kept_for(request.person, accord.agreement)
    return access.chaired_by(request.person, accord.agreement, committee)


@require_safe
def action(request: PersonRequest, ref: str) -> HttpResponse:
    """One action: what was decided, where it stands."""
    found = _action(request, ref)
    context = {
        "action": found,
        "steps": found.steps.select_related("by"),
        "party": next((row for row in found.decision.agreement.parties.all() if row.key == found.party), None),
        "may_follow": access.may_follow(request.person, found) and found.standing in ("en cours", "en retard"),
    }
    return render(request, "governance/action.html", context)


def _action(request: PersonRequest, ref: str) -> Action:
    return get_object_or_404(access.actions_visible_to(request.person), ref=ref)


@require_http_methods(FORM)
def follow(request: PersonRequest, ref: str) -> HttpResponseBase:
    """The next word about an action: under way, done, given up, put off."""
    found = _action(request, ref)
    if not access.may_follow(request.person, found):
        raise PermissionDenied
    text = f"Décision {found.decision.number} : {found.decision.title}"
    question = Question(
        found.title, text, "Enregistrer le suivi", found.get_absolute_url(), "Suivi enregistré.", above="Action"
    )

    def act(text: str, end: str, due_on: dt.date | None) -> None:
        actions.follow(
            action=found, text=text, done=end == "faite", dropped=end == "abandonnee", due_on=due_on, by=request.person
        )

    return ask(request, question, FollowForm(request.POST or None), act)
