"""The technician’s queue and round: what is due first, where to go, in which order."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from lekol.directory.access import visible_to as schools_visible_to
from lekol.directory.models import Person
from lekol.kit import charts
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Listing, respond
from lekol.maintenance import access, actions
from lekol.maintenance.choices import RUNNING, Desk
from lekol.maintenance.models import Mention, Stop, Ticket
from lekol.maintenance.queries import rounds
from lekol.maintenance.queries.clock import WEEKDAYS
from lekol.maintenance.queries.habits import to_load
from lekol.maintenance.views.tickets import COLUMNS
from lekol.pact.dates import long_date

BULK = 100
LONGEST = 6_000
"""Minutes one visit may count for a fault."""


def _desks(person: Person) -> tuple[str, ...]:
    """What the reader’s party acts on; 403 for those whose work it is not."""
    desks = access.desks_of(person)
    if not desks:
        raise PermissionDenied
    return desks


@require_safe
def queue(request: PersonRequest) -> HttpResponseBase:
    """What the reader’s party must solve, the first due first; theirs and what nobody took."""
    mine = rounds.work_of(request.person, _desks(request.person))
    rows = access.visible_to(request.person, request.scope).filter(mine, due_at__isnull=False)
    listing = Listing(
        "Ma file",
        "Les pannes à votre nom et celles que personne n’a prises, la première échéance en tête.",
        rows.select_related("school", "assignee"),
        ("due_at", "id"),
        COLUMNS,
        "ma-file",
        "Rien à faire : aucune panne n’attend votre service dans ce périmètre.",
        "panne,pannes",
    )
    links = [
        ("Ma tournée", reverse("maintenance:round"), "camion"),
        ("En résoudre plusieurs", reverse("maintenance:bulk"), "lignes"),
        (_cited(request.person), reverse("maintenance:mentions"), "courriel"),
        ("Habitudes du service", reverse("maintenance:habits"), "coche"),
    ]
    return respond(request, listing, actions=links, trail=[("Pannes", reverse("maintenance:tickets"))])


def _cited(person: Person) -> str:
    """« On vous a cité (2) »; one query."""
    new = Mention.objects.filter(person=person, seen_at=None).count()
    return f"On vous a cité ({new})" if new else "On vous a cité"


def _day(text: str) -> dt.date:
    return _typed(text) or timezone.localdate()


def _typed(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


@require_safe
def round_page(request: PersonRequest) -> HttpResponse:
    """The round of a day."""
    desks, day = _desks(request.person), _day(request.GET.get("jour", ""))
    steps = rounds.round_of(request.person, day, desks)
    minutes, today = rounds.length(steps), timezone.localdate()
    schools = [step.stop.school_id for step in steps if step.stop.done_at is None]
    returned, leaving = rounds.along(schools) if schools else ([], [])
    context = {
        "day": day,
        "today": day == today,
        "tomorrow": today + dt.timedelta(days=1),
        "before": day - dt.timedelta(days=1),
        "after": day + dt.timedelta(days=1),
        "title": f"{WEEKDAYS[day.weekday()].capitalize()} {long_date(day)}",
        "steps": steps,
        "left": len(schools),
        "schools": schools_visible_to(request.person).open_on(day).order_by("sort_key", "pk")[:2_000],
        "total": sum(len(step.tickets) for step in steps),
        "hours": minutes // 60,
        "minutes": minutes % 60,
        "to_load": to_load(schools, rounds.work_of(request.person, desks)) if schools else [],
        "to_return": returned,
        "to_bring": leaving,
        "map": _map(steps),
    }
    return render(request, "maintenance/round.html", context)


def _map(steps: list[rounds.Step]) -> SafeString:
    """Where one goes, in order; nothing when no school has a known place."""
    points = [
        charts.Point(
            school.longitude, school.latitude, "ok" if step.stop.done_at else "va", f"{rank}. {school.name}",
            school.get_absolute_url(),
        )
        for rank, step in enumerate(steps, 1)
        if (school := step.stop.school).longitude is not None and school.latitude is not None
    ]  # fmt: skip
    return charts.territory(points, [], "Carte de la tournée", route=True) if points else SafeString("")


def _back(day: dt.date) -> HttpResponseBase:
    return redirect(f"{reverse('maintenance:round')}?jour={day.isoformat()}")


@require_POST
def plan(request: PersonRequest) -> HttpResponseBase:
    """Add a school, or let Lékol propose those whose faults are due first."""
    desks, day = _desks(request.person), _day(request.POST.get("jour", ""))
    seen = schools_visible_to(request.person)
    if asked := request.POST.get("ecole", ""):
        chosen = list(seen.filter(uai=asked))
    else:
        inside = Q(school__in=seen.values("pk"))
        chosen = rounds.schools_to_visit(request.person, inside, desks, day)
    try:
        made = actions.plan_round(person=request.person, day=day, schools=chosen)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    else:
        messages.success(request, f"{len(made)} étapes ajoutées." if len(made) > 1 else f"{len(made)} étape ajoutée.")
    return _back(day)


def _stop(request: PersonRequest, pk: int) -> Stop:
    """One’s own stop; nobody orders another’s round."""
    _desks(request.person)
    return get_object_or_404(Stop.objects.select_related("school"), pk=pk, person=request.person)


@require_POST
def move_stop(request: PersonRequest, pk: int, sense: str) -> HttpResponseBase:
    """Earlier or later."""
    stop = _stop(request, pk)
    actions.move_stop(stop=stop, up=sense == "avant")
    return _back(stop.day)


@require_POST
def drop_stop(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Out of the round."""
    stop = _stop(request, pk)
    actions.drop_stop(stop=stop)
    return _back(stop.day)


@require_POST
def rank_stop(request: PersonRequest, pk: int) -> HttpResponseBase:
    """To a rank: what dragging sends."""
    stop, asked = _stop(request, pk), request.POST.get("rang", "")
    if asked.isdigit() and len(asked) < 4:
        actions.rank_stop(stop=stop, rank=int(asked))
    return _back(stop.day)


@require_POST
def group_roads(request: PersonRequest) -> HttpResponseBase:
    """The shortest order of what is left."""
    _desks(request.person)
    day = _day(request.POST.get("jour", ""))
    actions.group_roads(person=request.person, day=day)
    messages.success(request, "Les trajets sont groupés à partir de la première école.")
    return _back(day)


@require_POST
def end_stop(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The visit is over: what was ticked is solved, what was not is said why. Sent twice, it counts once."""
    stop, desks = _stop(request, pk), _desks(request.person)
    if stop.done_at is not None:
        messages.info(request, "Cette visite était déjà terminée : rien n’a été compté deux fois.")
        return _back(stop.day)
    rows = Ticket.objects.filter(school=stop.school, desk__in=desks, status__in=RUNNING)
    found = list(rows.select_related("school__commune__academy", "school__district", "asset").order_by("pk")[:BULK])
    solved = sum(_walked(request, ticket) for ticket in found if access.may_handle(request.person, ticket))
    done = [int(one) for one in request.POST.getlist("point")[:BULK] if one.isdigit()]
    actions.tick(thing=stop, done=done, by=request.person)
    actions.end_stop(stop=stop, word=request.POST.get("mot", ""))
    messages.success(request, f"Visite terminée, {solved} {'pannes résolues' if solved > 1 else 'panne résolue'}.")
    return _back(stop.day)


@require_POST
def leave_word(request: PersonRequest, pk: int) -> HttpResponseBase:
    """A word for the school, during the visit or after it."""
    stop = _stop(request, pk)
    try:
        actions.leave_word(stop=stop, word=request.POST.get("mot", ""))
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    else:
        messages.success(request, "Mot laissé : l’école le lit sur sa page.")
    return _back(stop.day)


def _walked(request: PersonRequest, ticket: Ticket) -> bool:
    """One ticket of a visit: solved when ticked, else put off or left with a word. One that changed is left."""
    said = request.POST.get(f"mot-{ticket.ref}", "").strip()[:4000]
    typed = request.POST.get(f"minutes-{ticket.ref}", "")
    if ticket.ref not in request.POST.getlist("panne"):
        _left(request, ticket, said)
        return False
    words = said or request.POST.get("solution", "").strip()[:4000] or "Réparée pendant la tournée."
    minutes = min(int(typed), LONGEST) if typed.isdigit() and len(typed) < 5 else None
    try:
        actions.solve(ticket=ticket, by=request.person, solution=words, minutes=minutes)
    except ValidationError:
        return False
    return True


def _left(request: PersonRequest, ticket: Ticket, said: str) -> None:
    """Not repaired: another day, which the school reads; else a word, if any, for colleagues."""
    to = _typed(request.POST.get(f"report-{ticket.ref}", ""))
    if to is not None:
        reason = said or "pas réparée pendant la visite."
        try:
            actions.put_off(ticket=ticket, by=request.person, to=to, reason=reason, visit=True)
        except ValidationError as fault:
            messages.warning(request, f"{ticket.ref} n’est pas reportée. {' '.join(fault.messages)}")
        else:
            return
    if said:
        side = access.DESK_SIDES[Desk(ticket.desk)]
        actions.say(ticket=ticket, by=request.person, text=f"Pas réparée pendant la tournée : {said}", side=side)
