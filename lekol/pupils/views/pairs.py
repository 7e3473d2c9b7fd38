"""Pairs that wait for a person: side by side, one answer after another, taken back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lekol.kit.http import PersonRequest
from lekol.pupils import access, actions, queries
from lekol.pupils.choices import Reading
from lekol.pupils.forms import AnswerForm
from lekol.pupils.models import Pair, PairQuerySet
from lekol.pupils.rules import places
from lekol.pupils.rules.deciding import masked_ine, spaced_phone
from lekol.pupils.rules.marking import marked
from lekol.pupils.rules.telling import told
from lekol.pupils.views import reading

FIELDS = ("ine", "g1_phone")


def _reviewable(request: PersonRequest) -> PairQuerySet:
    if not access.may_review(request.person):
        raise PermissionDenied
    return access.reviewable(request.person)


@require_safe
def review(request: PersonRequest) -> HttpResponse:
    """The next pair that waits for this person; `?apres=` leaves one for later."""
    open_pairs = _reviewable(request).to_review()
    waiting = open_pairs.legible().exclude(opinions__by=request.person)
    later = request.GET.get("apres", "")
    ahead = waiting.filter(pk__gt=later) if later.isdigit() and len(later) < 19 else waiting
    following = ahead.order_by("pk").first() or waiting.order_by("pk").first()
    if following is None:
        last = queries.last_answers(_reviewable(request), request.person)
        erased = open_pairs.filter(cells=[], reasons=[]).count()
        return render(request, "pupils/fini.html", {"last": last, "erased": erased})
    return _beside(request, following)


@require_safe
def pair(request: PersonRequest, pk: int) -> HttpResponse:
    """One pair, by its number."""
    return _beside(request, _seen(request, pk))


def _seen(request: PersonRequest, pk: int) -> Pair:
    """A pair of a school one does not see is not there; of a school one sees, it asks for the right."""
    found: Pair = get_object_or_404(access.seen_by(request.person).select_related("school"), pk=pk)
    if not access.may_read(request.person, found):
        raise PermissionDenied
    return found


def _beside(request: PersonRequest, found: Pair, shown: str = "") -> HttpResponse:
    """Two entries side by side, and why the calculation doubts; the reading is journaled with its reason."""
    why = reading.chosen(request, Reading.PAIRS)
    if why is None:
        return reading.asked(request, Reading.PAIRS, "Est-ce le même élève ?")
    rows = access.reviewable(request.person)
    actions.look(thing=found, by=request.person, reason=why)
    ine = access.reads_ine(request.person)
    hidden = {shown, "" if ine else "ine"} - {""}
    context = {
        "pair": found, "reason": why, "mine": found.opinions.filter(by=request.person).first(),
        "others": found.opinions.exclude(by=request.person).count(),
        "progress": queries.progress(rows, request.person), "last": queries.last_answers(rows, request.person),
        "cells": [_marked(cell) for cell in found.different if cell.get("champ") not in hidden],
        "shared": told([cell for cell in found.shared if cell.get("champ") not in hidden]),
        "references": [masked_ine(places.ine(one)) or one for one in (found.state_reference, found.city_reference)],
        "masked": [field for field in FIELDS if field in found.hidden and field != shown and (ine or field != "ine")],
        "revealed": _whole(found, shown) if shown else None,
    }  # fmt: skip
    return render(request, "pupils/paire.html", context)


def _marked(cell: dict[str, Any]) -> dict[str, Any]:
    """A row of the table, each side in pieces."""
    left, right = marked(cell["etat"], cell["ville"])
    return {"titre": cell["titre"], "left": left, "right": right}


def _whole(found: Pair, field: str) -> dict[str, str]:
    """A masked number in full, as each base holds it."""
    cells = found.hidden.get(field, {})
    said = {side: spaced_phone(cell) if field == "g1_phone" else cell for side, cell in cells.items()}
    return {"titre": "Téléphone" if field == "g1_phone" else "Identifiant national", **said}


@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One masked number in full, for this page only; each time in the journal. Its address alone shows nothing."""
    found, field = _seen(request, pk), request.POST.get("champ", "")
    if request.method != "POST":
        return redirect(found)
    if field not in found.hidden or field not in FIELDS:
        raise Http404
    if field == "ine" and not access.reads_ine(request.person):
        raise PermissionDenied
    why = reading.chosen(request, Reading.PAIRS)
    if why is None:
        return reading.asked(request, Reading.PAIRS, "Est-ce le même élève ?", found.get_absolute_url())
    actions.reveal(thing=found, field=field, by=request.person, reason=why)
    return _beside(request, found, field)


@require_POST
def decide(request: PersonRequest, pk: int) -> HttpResponseBase:
    """« Même élève », or « deux élèves », then the next pair."""
    found = _seen(request, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Répondez « même élève » ou « deux élèves ».")
        return redirect(found)
    try:
        actions.decide(pair=found, same=form.cleaned_data["same"], by=request.person)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
        return redirect(found)
    return redirect(f"{reverse('pupils:review')}?apres={found.pk}")


@require_POST
def undo(request: PersonRequest, pk: int) -> HttpResponseBase:
    """A decision is taken back."""
    found = _seen(request, pk)
    try:
        actions.undo(pair=found, by=request.person)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    else:
        messages.success(request, f"Réponse annulée : la paire {found.pk} attend de nouveau.")
    return redirect(found)
