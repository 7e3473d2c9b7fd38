"""What is done about a disagreement: asked, accepted, refused, done, taken back; one verb an address."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from lekol.kit.http import PersonRequest
from lekol.pact.plurals import plural
from lekol.pupils import access, actions
from lekol.pupils.choices import State
from lekol.pupils.forms import RefusalForm
from lekol.pupils.models import Discrepancy
from lekol.pupils.views.discrepancies import gap_or_refused, listed, may_part, page_of

TAKEN = "Correction acceptée : reste à la faire dans la base."


def _answering(request: PersonRequest, ref: str) -> Discrepancy:
    """Only the people of the base to correct answer."""
    gap = gap_or_refused(request, ref)
    if not access.may_answer(request.person, gap):
        raise PermissionDenied
    return gap


def _done(
    request: PersonRequest, gap: Discrepancy, verb: Callable[..., Any], said: str, **words: Any
) -> HttpResponseBase:
    try:
        verb(gap=gap, by=request.person, **words)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    else:
        messages.success(request, said)
    return redirect(gap)


@require_POST
def ask(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Ask the people of the base to correct; take it, when they are one’s own."""
    gap = gap_or_refused(request, ref)
    if access.may_answer(request.person, gap):
        return _done(request, gap, actions.take, TAKEN)
    return _done(request, gap, actions.ask, "Correction demandée.")


@require_POST
def accept(request: PersonRequest, ref: str) -> HttpResponseBase:
    """The owner of the base will correct."""
    return _done(request, _answering(request, ref), actions.accept, TAKEN)


@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: PersonRequest, ref: str) -> HttpResponseBase:
    """The owner of the base will not, and says why."""
    gap, form = _answering(request, ref), RefusalForm(request.POST)
    if request.method != "POST":
        return redirect(gap)
    if not form.is_valid():
        return page_of(request, gap, refusal=form)
    return _done(request, gap, actions.refuse, "Correction refusée.", reason=form.cleaned_data["reason"])


@require_POST
def done(request: PersonRequest, ref: str) -> HttpResponseBase:
    """The correction is made in the base; the next comparison will see it."""
    return _done(
        request, _answering(request, ref), actions.declare_done, "Noté : la prochaine comparaison le constatera."
    )


@require_POST
def reopen(request: PersonRequest, ref: str) -> HttpResponseBase:
    """An answer is taken back by who gave it; a refusal is contested by who asked."""
    gap = gap_or_refused(request, ref)
    if access.may_answer(request.person, gap):
        return _done(request, gap, actions.reopen, "Réponse reprise : la demande attend de nouveau la vôtre.")
    if gap.state != State.REFUSED:
        raise PermissionDenied
    return _done(request, gap, actions.ask_again, "Correction redemandée.")


@require_POST
def part(request: PersonRequest, ref: str) -> HttpResponseBase:
    """The link itself is wrong: two children, and they are never brought together again."""
    gap = gap_or_refused(request, ref)
    try:
        actions.part(pair=may_part(gap), by=request.person)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
        return redirect(gap)
    messages.success(request, "Lien défait : ces deux fiches ne seront plus rapprochées.")
    return redirect("pupils:discrepancies")


@require_POST
def ask_all(request: PersonRequest, uai: str) -> HttpResponseBase:
    """Ask every correction of a school that nobody has asked yet; take those of one’s own base. `base` says which."""
    school = get_object_or_404(access.visible_to(request.person), uai=uai)
    _ask_many(request, access.gaps_seen(request.person).filter(school=school))
    return redirect("pupils:report", school.uai)


@require_POST
def ask_listed(request: PersonRequest) -> HttpResponseBase:
    """The same for the disagreements of the list, as its filters narrow them; five hundred at once, at most."""
    _ask_many(request, listed(request))
    return redirect(f"{reverse('pupils:discrepancies')}?{request.GET.urlencode()}")


def _ask_many(request: PersonRequest, rows: QuerySet[Discrepancy]) -> None:
    person, side = request.person, request.POST.get("base", "")
    if not access.may_correct(person):
        raise PermissionDenied
    some = rows.filter(state=State.OPEN, owner=side, pk__in=access.gaps_readable(person).values("pk")).only("pk")
    mine = access.own(person).values("pk")
    taken = actions.ask_all(gaps=some.filter(pk__in=mine), by=person, taken=True)
    asked = actions.ask_all(gaps=some.exclude(pk__in=mine), by=person)
    for count, done in ((taken, "acceptée"), (asked, "demandée")):
        if count or (not taken and done == "demandée"):
            messages.success(request, f"{plural(count, f'correction {done}', f'corrections {done}s')}.")
