"""A committee: who sits, who represents whom, its meetings, its duty."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lekol.agreement.models import Agreement
from lekol.directory.models import Person
from lekol.governance import access, actions
from lekol.governance.forms import AppointForm, DelegateForm, FillForm, LastDayForm, NewMeetingForm
from lekol.governance.models import Appointment, Decision, Meeting
from lekol.governance.queries import duty
from lekol.governance.queries.seats import Sitting, candidates, proposed, sittings
from lekol.governance.rules.seats import Committee
from lekol.governance.views.index import agreement_or_404, committee_or_404, kept_or_403
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest

FORM = ["GET", "HEAD", "POST"]
MEETINGS = 40


@require_safe
def committee(request: PersonRequest, agreement: str, key: str) -> HttpResponse:
    """One committee."""
    found = agreement_or_404(request, agreement)
    row = committee_or_404(found, key)
    today = timezone.localdate()
    seats = sittings(found, [row], today)[row.key]
    context = {
        "agreement": found,
        "committee": row,
        "groups": _by_party(seats),
        "vacant": sum(seat.acting is None for seat in seats),
        "standing": duty.standing(found, row, today),
        "past": duty.past(found, row, today)[::-1],
        "meetings": Meeting.objects.filter(agreement=found, committee=row.key)[:MEETINGS],
        "may_keep": access.may_keep(request.person, found),
    }
    return render(request, "governance/committee.html", context)


def _by_party(seats: list[Sitting]) -> list[tuple[Any, list[Sitting]]]:
    groups: dict[str, tuple[Any, list[Sitting]]] = {}
    for row in seats:
        groups.setdefault(row.seat.party, (row.party, []))[1].append(row)
    return list(groups.values())


def _asked(request: PersonRequest, agreement: str, key: str) -> tuple[Agreement, Committee, str]:
    found = agreement_or_404(request, agreement)
    row = committee_or_404(found, key)
    kept_or_403(request, found)
    return found, row, reverse("governance:committee", args=[found.slug, row.key])


def _seat(agreement: Agreement, row: Committee, key: str) -> Sitting:
    seats = sittings(agreement, [row], timezone.localdate())[row.key]
    found = next((sitting for sitting in seats if sitting.seat.key == key), None)
    if found is None or found.party is None:
        raise Http404
    return found


def _naming(agreement: Agreement, row: Committee) -> QuerySet[Decision]:
    """Decisions of the committee that names the members of this one; none when nobody does."""
    if not row.named_by:
        return Decision.objects.none()
    return Decision.objects.filter(agreement=agreement, committee=row.named_by).select_related("meeting")


@require_http_methods(FORM)
def plan(request: PersonRequest, agreement: str, key: str) -> HttpResponseBase:
    """Put a meeting on the calendar."""
    found, row, back = _asked(request, agreement, key)
    form = NewMeetingForm(request.POST or None, initial={"at": "14:00"})
    if not row.extraordinary:
        del form.fields["extraordinary"], form.fields["reason"]
    question = Question(
        "Inscrire une réunion",
        f"{row.name}. Personne n’est encore convoqué : l’ordre du jour vient d’abord.",
        "Inscrire", back, above=row.name,
    )  # fmt: skip

    def act(**words: Any) -> HttpResponseBase:
        made = actions.plan(agreement=found, committee=row, by=request.person, **words)
        return redirect("governance:agenda", made.ref)

    return ask(request, question, form, act)


@require_http_methods(FORM)
def fill_seats(request: PersonRequest, agreement: str, key: str) -> HttpResponseBase:
    """Fill every vacant seat the directory leaves no doubt about."""
    found, row, back = _asked(request, agreement, key)
    form = FillForm(_naming(found, row), request.POST or None, initial={"on": timezone.localdate()})
    if not row.named_by:
        del form.fields["decision"]
    text = "Un siège vacant dont la fonction ne désigne qu’un poste de l’annuaire est pourvu ; les autres le restent."
    question = Question("Pourvoir les sièges d’après l’annuaire", text, "Pourvoir", back, above=row.name)

    def act(**words: Any) -> None:
        filled = actions.fill_from_directory(agreement=found, committee=row, by=request.person, **words)
        messages.success(request, f"{len(filled)} {'sièges pourvus' if len(filled) > 1 else 'siège pourvu'}.")

    return ask(request, question, form, act)


@require_http_methods(FORM)
def appoint(request: PersonRequest, agreement: str, key: str, seat: str) -> HttpResponseBase:
    """A post of the directory takes a seat."""
    found, row, back = _asked(request, agreement, key)
    sitting = _seat(found, row, seat)
    today = timezone.localdate()
    posts = candidates(sitting.party, today)  # type: ignore[arg-type]
    initial = {"since": today, "post": proposed(sitting.seat, sitting.party, posts)}  # type: ignore[arg-type]
    form = AppointForm(posts, _naming(found, row), request.POST or None, initial=initial)
    if not row.named_by:
        del form.fields["decision"]
    question = Question(
        f"Pourvoir « {sitting.seat.function} »",
        f"{row.name}, pour {sitting.party}. Le titulaire actuel, s’il y en a un, quitte le siège la veille.",
        "Pourvoir", back, "Siège pourvu.", above=row.name,
    )  # fmt: skip

    def act(**words: Any) -> None:
        actions.appoint(agreement=found, committee=row, seat=sitting.seat, by=request.person, **words)

    return ask(request, question, form, act)


def _held(agreement: Agreement, row: Committee, seat: str) -> tuple[Sitting, Appointment]:
    sitting = _seat(agreement, row, seat)
    if sitting.appointment is None:
        raise Http404
    return sitting, sitting.appointment


@require_http_methods(FORM)
def vacate(request: PersonRequest, agreement: str, key: str, seat: str) -> HttpResponseBase:
    """The holder leaves."""
    found, row, back = _asked(request, agreement, key)
    sitting, held = _held(found, row, seat)
    form = LastDayForm(request.POST or None, initial={"last": timezone.localdate()})
    question = Question(
        f"Libérer « {sitting.seat.function} »", f"Tenu par {held.post.person}.", "Libérer", back, "Siège libéré.",
        danger=True, above=row.name,
    )  # fmt: skip

    def act(**words: Any) -> None:
        actions.vacate(appointment=held, by=request.person, **words)

    return ask(request, question, form, act)


@require_http_methods(FORM)
def delegate(request: PersonRequest, agreement: str, key: str, seat: str) -> HttpResponseBase:
    """« ou son représentant »."""
    found, row, back = _asked(request, agreement, key)
    sitting, held = _held(found, row, seat)
    people = people_of(found, [sitting.party.key] if sitting.party else [])
    form = DelegateForm(people.exclude(pk=held.post.person_id), request.POST or None)
    question = Question(
        f"Représenter {held.post.person}", f"{row.name}, « {sitting.seat.function} ou son représentant ».",
        "Enregistrer la délégation", back, "Délégation enregistrée.", above=row.name,
    )  # fmt: skip

    def act(**words: Any) -> None:
        actions.delegate(appointment=held, seat=sitting.seat, by=request.person, **words)

    return ask(request, question, form, act)


def people_of(agreement: Agreement, parties: list[str] | None = None) -> QuerySet[Person]:
    """Whoever holds a post for the parties of an agreement today, schools left out."""
    today = timezone.localdate()
    wanted = [party for party in agreement.parties.all() if parties is None or party.key in parties]
    held = [candidates(party, today).order_by().values("person") for party in wanted]
    found = Person.objects.none()
    for rows in held:
        found = found | Person.objects.filter(pk__in=rows)
    return found
