"""What a desk keeps for itself: its saved answers, its checklists; both used on a ticket."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lekol.directory.models import Academy, Commune, Person
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest
from lekol.maintenance import access, actions
from lekol.maintenance.forms import ChecklistForm, ListForm, MacroForm, PlayForm, WorkForm
from lekol.maintenance.models import Checklist, Macro, Ticket
from lekol.maintenance.queries.habits import macros_for, stores_of
from lekol.maintenance.views.tickets import ticket_or_404

verb = require_http_methods(["GET", "HEAD", "POST"])
MOST = 60
TITLE = "Habitudes du service"


def desks(person: Person) -> list[Commune | Academy]:
    """The desks of the reader; 403 for those whose work it is not."""
    found = access.desk_places(person)
    if not found:
        raise PermissionDenied
    return found


@require_safe
def habits(request: PersonRequest) -> HttpResponse:
    """The saved answers and the checklists of the reader’s desk."""
    desks(request.person)
    context = {"macros": access.macros_of(request.person), "checklists": access.checklists_of(request.person)}
    return render(request, "maintenance/habits.html", context)


def _question(title: str, done: str, action: str = "Enregistrer") -> Question:
    return Question(title, "", action, reverse("maintenance:habits"), done, above=TITLE)


def _macro(request: PersonRequest, habit: Macro, title: str) -> HttpResponseBase:
    desk = desks(request.person)[0]
    form = MacroForm(request.POST or None, instance=habit)

    def act(**said: Any) -> None:
        actions.keep_habit(habit=habit, desk=habit.commune or habit.academy or desk, words=said, by=request.person)

    return ask(request, _question(title, "Réponse enregistrée."), form, act)


@verb
def add_macro(request: PersonRequest) -> HttpResponseBase:
    """A new saved answer."""
    return _macro(request, Macro(), "Écrire une réponse en un geste")


@verb
def edit_macro(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Correct a saved answer."""
    return _macro(request, get_object_or_404(access.macros_of(request.person), pk=pk), "Corriger la réponse")


def _checklist(request: PersonRequest, habit: Checklist, title: str) -> HttpResponseBase:
    desk = desks(request.person)[0]
    initial = {"name": habit.name, "nature": habit.nature, "lines": "\n".join(habit.lines or [])}
    form = ChecklistForm(request.POST or None, initial=initial)

    def act(**said: Any) -> None:
        actions.keep_habit(habit=habit, desk=habit.commune or habit.academy or desk, words=said, by=request.person)

    return ask(request, _question(title, "Liste enregistrée."), form, act)


@verb
def write_checklist(request: PersonRequest) -> HttpResponseBase:
    """A new checklist."""
    return _checklist(request, Checklist(), "Écrire une liste de contrôle")


@verb
def edit_checklist(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Correct a checklist; tickets that already have it keep their lines."""
    return _checklist(request, get_object_or_404(access.checklists_of(request.person), pk=pk), "Corriger la liste")


@require_POST
def drop_macro(request: PersonRequest, pk: int) -> HttpResponseBase:
    """A saved answer is no longer offered."""
    actions.drop_habit(habit=get_object_or_404(access.macros_of(request.person), pk=pk), by=request.person)
    return redirect("maintenance:habits")


@require_POST
def drop_checklist(request: PersonRequest, pk: int) -> HttpResponseBase:
    """A checklist is no longer offered."""
    actions.drop_habit(habit=get_object_or_404(access.checklists_of(request.person), pk=pk), by=request.person)
    return redirect("maintenance:habits")


def _handled(request: PersonRequest, ref: str) -> Ticket:
    found = ticket_or_404(request, ref)
    if not access.may_handle(request.person, found):
        raise PermissionDenied
    return found


def _about(found: Ticket, title: str, action: str, done: str, text: str = "") -> Question:
    return Question(title, text or str(found), action, found.get_absolute_url(), done, above=found.ref)


@verb
def play(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Choose a saved answer of the desk, read it again, send it."""
    found = _handled(request, ref)
    offered = macros_for(found).filter(access.of_my_desks(request.person))
    asked = request.GET.get("geste", "")
    macro = offered.filter(pk=asked).first() if asked.isdigit() else None
    if macro is None:
        return render(request, "maintenance/play.html", {"ticket": found, "macros": offered})
    form = PlayForm(request.POST or None, initial={"text": macro.text})
    minutes = f" et compte {macro.minutes} minutes" if macro.minutes else ""
    question = _about(
        found, macro.name, "Envoyer", f"« {macro.name} » : c’est fait.",
        f"{found.summary} : {macro.get_act_display()}{minutes}.",
    )  # fmt: skip

    def act(text: str) -> None:
        actions.play_macro(ticket=found, macro=macro, text=text, by=request.person)

    return ask(request, question, form, act)


@verb
def log_work(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Time and parts, before it is solved."""
    found = _handled(request, ref)
    form = WorkForm(stores_of(found), request.POST or None)
    question = _about(found, "Noter du temps ou une pièce", "Noter", "C’est noté sur la panne.")

    def act(**said: Any) -> None:
        actions.log_work(ticket=found, by=request.person, **said)

    return ask(request, question, form, act)


@verb
def add_checklist(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Add a checklist of the desk to a ticket."""
    found = _handled(request, ref)
    form = ListForm(access.checklists_of(request.person), request.POST or None)
    question = _about(found, "Ajouter une liste de contrôle", "Ajouter", "Liste ajoutée à la panne.")

    def act(checklist: Checklist) -> None:
        actions.add_checklist(thing=found, checklist=checklist, by=request.person)

    return ask(request, question, form, act)


@require_POST
def tick(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Exactly the lines ticked are done."""
    found = _handled(request, ref)
    done = [int(one) for one in request.POST.getlist("point")[:MOST] if one.isdigit()]
    actions.tick(thing=found, done=done, by=request.person)
    return redirect(f"{found.get_absolute_url()}#t-points")
