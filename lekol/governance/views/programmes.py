"""The annual programme on screen: prepared by the technical committee, consulted, signed by both parties, followed."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lekol.agreement.models import Agreement
from lekol.directory.models import Person
from lekol.governance import access, actions
from lekol.governance.choices import Progress, Strand
from lekol.governance.forms import AdvanceForm, ConsultForm, DraftForm, OperationForm, OpinionForm, ReasonForm
from lekol.governance.forms.programmes import EUROS
from lekol.governance.models import Operation, Programme
from lekol.governance.queries import programmes as read
from lekol.governance.queries.duty import year_start
from lekol.governance.queries.programmes import Life
from lekol.governance.views.committees import people_of
from lekol.governance.views.index import agreement_or_404
from lekol.governance.views.minutes import speakers, tell
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest
from lekol.pact.calendars import bounds, label
from lekol.pact.measures import announced

FORM = ["GET", "HEAD", "POST"]
TONES = {Progress.DONE: "ok", Progress.DROPPED: "nul"}
MET = (
    "Quelqu’un d’autre a changé pendant ce temps : {}. Ce qu’il a écrit est gardé ; reprenez ce que vous vouliez y "
    "mettre si vous le jugez meilleur."
)


@require_safe
def programmes(request: PersonRequest, agreement: str) -> HttpResponse:
    """Every annual programme of an agreement."""
    found = agreement_or_404(request, agreement)
    rows = list(Programme.objects.filter(agreement=found))
    lives = read.lives(rows)
    context = {
        "agreement": found,
        "programmes": [lives[row.pk] for row in rows],
        "to_open": read.years_to_open(found, timezone.localdate(), year_start(found)),
        "may_draft": access.may_draft(request.person, found),
    }
    return render(request, "governance/programmes.html", context)


def _drafter_or_403(person: Person, agreement: Agreement) -> None:
    if not access.may_draft(person, agreement):
        raise PermissionDenied


@require_POST
def open_programme(request: PersonRequest, agreement: str, year: int) -> HttpResponseBase:
    """Start the programme of a school year."""
    found = agreement_or_404(request, agreement)
    _drafter_or_403(request.person, found)
    if not 1900 <= year <= 2200:
        raise Http404
    try:
        return redirect(actions.open_programme(agreement=found, school_year=year, by=request.person))
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    return redirect("governance:programmes", found.slug)


def programme_or_404(request: PersonRequest, ref: str) -> Programme:
    """A programme of an agreement the reader may see."""
    return get_object_or_404(access.programmes_visible_to(request.person), ref=ref)


def _drafted(request: PersonRequest, ref: str) -> Programme:
    found = programme_or_404(request, ref)
    _drafter_or_403(request.person, found.agreement)
    return found


@require_safe
def programme(request: PersonRequest, ref: str) -> HttpResponse:
    """The whole programme of a year."""
    found = programme_or_404(request, ref)
    rows = read.operations_of(found)
    life = read.life_of(found)
    parties = [row for row in found.agreement.parties.all() if row.signing]
    named = {row.key: row for row in parties}
    phase = read.phase_of(found.agreement, rows)
    today = timezone.localdate()
    context = {
        "programme": found,
        "life": life,
        "name": label(found.school_year),
        "groups": _groups(found, rows, named, read.figures(found.agreement, rows, today)),
        "count": len(rows),
        "done": sum(row.state == Progress.DONE for row in rows),
        "purses": [(named[row.party], row) for row in read.purses(rows, list(named))],
        "phase": phase,
        "gaps": _gaps(rows, phase),
        "opinions": found.opinions.select_related("by"),
        "asking": found.consulted_until is not None and today <= found.consulted_until,
        "changes": _since(life),
        "may_draft": access.may_draft(request.person, found.agreement),
        "may_speak": bool(life.awaiting and speakers(request, life.awaiting.accord)),
    }
    return render(request, "governance/programme.html", context)


def _groups(found: Programme, rows: list[Operation], parties: dict[str, Any], figures: Any) -> list[Any]:
    """Operations by project, each with its party, its place in the year and the figure of its measure."""
    first, last = bounds(found.school_year, year_start(found.agreement))
    year = (first, last)
    lines = [(row, parties.get(row.party), _placed(row, year), _expected(row, figures)) for row in rows]
    by = [(strand, [line for line in lines if line[0].strand == strand.value]) for strand in Strand]
    return [(strand, held) for strand, held in by if held]


def _placed(row: Operation, year: tuple[dt.date, dt.date]) -> tuple[float, float, str]:
    days = (year[1] - year[0]).days or 1
    start, end = (row.starts_on - year[0]).days / days, (row.ends_on - year[0]).days / days
    return (start, min(end, 1.0), TONES.get(Progress(row.state), ""))


def _expected(row: Operation, figures: Any) -> dict[str, Any] | None:
    """What the measure should count, and counts today."""
    if not row.measure:
        return None
    history = figures.get(row.measure)
    measure = announced().get(row.measure)
    reading = history.reading if history else None
    return {"measure": measure, "expected": row.expected, "reading": reading}


def _gaps(rows: list[Operation], phase: Any) -> list[Any]:
    """Each gap with its operation and the names of its schools."""
    by_ref = {row.ref: row for row in rows}
    names = read.names_of({uai for gap in phase.gaps for uai in gap.schools})
    return [(gap, by_ref[gap.key], [names.get(uai, uai) for uai in gap.schools]) for gap in phase.gaps]


def _since(life: Life) -> list[Any]:
    """Every revision with what it changed from the one before, last one first."""
    contents = [row.content for row, _ in life.revisions]
    before = [*contents[1:], None]
    return [
        (row, standing, read.changes(old, row.content) if old else [])
        for (row, standing), old in zip(life.revisions, before, strict=False)
    ]


def _about(found: Programme, title: str, text: str, action: str, done: str = "", danger: bool = False) -> Question:
    return Question(title, text, action, found.get_absolute_url(), done, danger, above=str(found))


@require_http_methods(FORM)
def programme_intro(request: PersonRequest, ref: str) -> HttpResponseBase:
    """The orientations of the year, written together."""
    found = _drafted(request, ref)
    form = DraftForm(request.POST or None, initial={"text": found.intro.text, "base": found.intro.version})
    text = "Plusieurs personnes peuvent écrire en même temps : rien de ce qu’elles écrivent n’est perdu."
    question = _about(found, "Orientations de l’année", text, "Enregistrer")

    def act(text: str, base: int) -> None:
        tell(request, actions.write_intro(programme=found, base=base, text=text, by=request.person))

    return ask(request, question, form, act)


@require_http_methods(FORM)
def add_operation(request: PersonRequest, ref: str) -> HttpResponseBase:
    """One more operation."""
    found = _drafted(request, ref)
    first, last = bounds(found.school_year, year_start(found.agreement))
    initial = {"starts_on": first, "ends_on": last, "strand": Strand.EQUIPMENT}
    form = OperationForm(found.agreement, people_of(found.agreement), request.POST or None, initial=initial)
    text = "Qui fait quoi, où, quand, avec quel budget, et quelle mesure le montrera."
    question = _about(found, "Ajouter une opération", text, "Ajouter", "Opération ajoutée.")

    def act(base: int | None, money: Any, **words: Any) -> None:
        actions.add_operation(programme=found, by=request.person, budget=money, **words)

    return ask(request, question, form, act)


def operation_or_404(request: PersonRequest, ref: str) -> Operation:
    """An operation of an agreement the reader may see."""
    return get_object_or_404(access.operations_visible_to(request.person), ref=ref)


@require_safe
def operation(request: PersonRequest, ref: str) -> HttpResponse:
    """One operation: what it is, where it stands, its money, its versions."""
    found = operation_or_404(request, ref)
    agreement = found.programme.agreement
    parties = {row.key: row for row in agreement.parties.all() if row.signing}
    figures = read.figures(agreement, [found], timezone.localdate())
    life = read.life_of(found.programme)
    context = {
        "operation": found,
        "party": parties.get(found.party),
        "budgets": [(parties[row.party], row) for row in found.budgets.all() if row.party in parties],
        "schools": found.schools.order_by("sort_key", "id"),
        "steps": found.steps.select_related("by"),
        "versions": found.versions.select_related("by"),
        "expected": _expected(found, figures),
        "locked": life.locked,
        "followed": life.executed and found.removed_at is None,
        "may_draft": access.may_draft(request.person, agreement),
        "may_advance": access.may_advance(request.person, found),
    }
    return render(request, "governance/operation.html", context)


@require_http_methods(FORM)
def edit_operation(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Change an operation; what two people change at once is kept, field by field."""
    found = operation_or_404(request, ref)
    agreement = found.programme.agreement
    _drafter_or_403(request.person, agreement)
    names = ("title", "text", "strand", "party", "owner", "starts_on", "ends_on", "clause", "objective", "measure",
             "expected")  # fmt: skip
    initial = {name: getattr(found, name) for name in names} | {"base": found.version, "schools": found.schools.all()}
    initial |= {f"{EUROS}{row.party}": row.planned for row in found.budgets.all()}
    form = OperationForm(agreement, people_of(agreement), request.POST or None, initial=initial)
    question = Question("Modifier l’opération", found.title, "Enregistrer", found.get_absolute_url(), above=found.title)

    def act(base: int | None, money: Any, **words: Any) -> None:
        done = actions.edit_operation(operation=found, base=base or 0, by=request.person, budget=money, **words)
        _tell(request, done)

    return ask(request, question, form, act)


def _tell(request: PersonRequest, done: actions.Edited) -> None:
    if done.met:
        messages.warning(request, MET.format(", ".join(done.met)))
    elif done.others:
        messages.info(request, "Quelqu’un d’autre l’a modifiée pendant ce temps : les deux changements sont gardés.")
    else:
        messages.success(request, "Opération enregistrée.")


@require_POST
def remove_operation(request: PersonRequest, ref: str) -> HttpResponseBase:
    """An operation leaves the programme."""
    found = operation_or_404(request, ref)
    _drafter_or_403(request.person, found.programme.agreement)
    return _tried(request, found.programme, "Opération retirée.", actions.remove_operation, operation=found)


def _tried(request: PersonRequest, found: Programme, done: str, verb: Any, **words: Any) -> HttpResponseBase:
    """Run a verb without form; what it refuses is said on the page of the programme."""
    try:
        verb(by=request.person, **words)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    else:
        messages.success(request, done)
    return redirect(found)


@require_http_methods(FORM)
def advance_operation(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Where an operation stands, and what it has cost."""
    found = operation_or_404(request, ref)
    if not access.may_advance(request.person, found):
        raise PermissionDenied
    initial = {"state": found.state, "percent": found.percent}
    initial |= {f"{EUROS}{row.party}": row.spent for row in found.budgets.all()}
    form = AdvanceForm(found.programme.agreement, request.POST or None, initial=initial)
    question = Question(
        "Dire où elle en est", found.title, "Enregistrer", found.get_absolute_url(), "Suivi enregistré.",
        above=found.title,
    )  # fmt: skip

    def act(money: Any, **words: Any) -> None:
        actions.advance(operation=found, spent=money, by=request.person, **words)

    return ask(request, question, form, act)


@require_http_methods(FORM)
def consult(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Ask for opinions."""
    found = _drafted(request, ref)
    text = "Les services des deux parties et les circonscriptions peuvent donner leur avis jusqu’à ce jour."
    question = _about(found, "Ouvrir la consultation", text, "Ouvrir", "Consultation ouverte.")
    initial = {"until": timezone.localdate() + dt.timedelta(days=21)}

    def act(until: dt.date) -> None:
        actions.open_consultation(programme=found, until=until, by=request.person)

    return ask(request, question, ConsultForm(request.POST or None, initial=initial), act)


@require_http_methods(FORM)
def opine(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Give an opinion."""
    found = programme_or_404(request, ref)
    text = "Il est lu par tous ceux qui lisent le programme, et ne s’efface pas."
    question = _about(found, "Donner un avis", text, "Donner cet avis", "Avis enregistré.")

    def act(text: str) -> None:
        actions.give_opinion(programme=found, text=text, by=request.person)

    return ask(request, question, OpinionForm(request.POST or None), act)


@require_POST
def submit_programme(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Put the programme to both parties."""
    found = _drafted(request, ref)
    return _tried(request, found, "Programme soumis aux deux parties.", actions.submit_programme, programme=found)


@require_http_methods(FORM)
def reopen_programme(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Revise a programme in force."""
    found = _drafted(request, ref)
    text = "Le programme signé reste en vigueur jusqu’à ce que les deux parties signent sa révision."
    question = _about(found, "Réviser le programme", text, "Ouvrir la révision", "Révision ouverte.")

    def act(reason: str) -> None:
        actions.reopen(programme=found, reason=reason, by=request.person)

    return ask(request, question, ReasonForm(request.POST or None), act)
