"""The pupil databases on screen: compare, review pair after pair, undo, see who is not found."""

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lekol.directory.access import asked_scope
from lekol.directory.models import Commune
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond
from lekol.pupils import access, actions, queries
from lekol.pupils.forms import AnswerForm, BasesForm
from lekol.pupils.models import Pair, PairQuerySet
from lekol.pupils.rules import places
from lekol.pupils.rules.deciding import masked_ine

REASON = "vérification du rapprochement des bases élèves"
SCHOOLS = (
    Column("École", lambda row: row.name, lambda row: row.get_absolute_url(), lead=True, sort="sort_key"),
    Column("Élèves de la base de l’État", lambda row: row.pupils, numeric=True),
    Column("Accordés", lambda row: row.linked, numeric=True),
    Column("À vérifier", lambda row: row.doubtful, numeric=True),
    Column("Seuls", lambda row: row.alone, numeric=True),
)
ENTRIES = (
    Column("Référence", lambda row: shown(row.reference), lead=True, sort="reference"),
    Column("École", lambda row: row.school.name, lambda row: row.school.get_absolute_url(), sort="school__sort_key"),
    Column("Niveau", lambda row: row.grade),
    Column("Situation", lambda row: row.get_standing_display().capitalize(), sort="standing"),
)


def shown(reference: str) -> str:
    """A reference as it may be shown: a national number stays masked."""
    return masked_ine(places.ine(reference)) or reference


@require_safe
def index(request: PersonRequest) -> HttpResponseBase:
    """Where each school stands, the last comparison, what waits."""
    person, scope = request.person, asked_scope(request)
    schools = queries.by_school(access.visible_to(person, scope).open_on(timezone.localdate()))
    listing = Listing(
        "Bases élèves",
        "Les élèves de la base de l’État retrouvés dans celle de la Ville, école par école.",
        schools,
        ("sort_key", "id"),
        SCHOOLS,
        "bases-eleves",
        "Aucune école dans ce périmètre.",
        "école,écoles",
        "pupils/bases.html",
    )
    return respond(
        request,
        listing,
        last=access.comparisons(person).select_related("commune").first(),
        waiting=access.reviewable(person).to_review().count() if access.may_review(person) else None,
        may_compare=access.may_compare(person),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: PersonRequest) -> HttpResponseBase:
    """Two files in, a comparison out; the files do not outlive the request."""
    if not access.may_compare(request.person):
        raise PermissionDenied
    form = BasesForm(access.communes(request.person), request.POST or None, request.FILES or None)
    question = Question(
        "Comparer les deux bases",
        "Une comparaison remplace la précédente ; les décisions prises restent.",
        "Comparer",
        reverse("pupils:index"),
    )

    def act(commune: Commune, state: "UploadedFile[Any]", city: "UploadedFile[Any]") -> HttpResponseBase:
        with tempfile.TemporaryDirectory() as folder:
            paths = [_laid(Path(folder) / name, file) for name, file in (("etat", state), ("ville", city))]
            found = queries.compare_files(commune, *paths)
        if not (found.state_count and found.city_count):
            raise ValidationError([ValidationError(sentence) for sentence in found.said])
        actions.record(commune=commune, found=found, by=request.person)
        messages.success(request, f"{found.state_count} élèves comparés à {found.city_count}.")
        return redirect("pupils:index")

    return ask(request, question, form, act)


def _laid(path: Path, file: "UploadedFile[Any]") -> Path:
    """The file on disk, for as long as it is read."""
    with path.open("wb") as target:
        for chunk in file.chunks():
            target.write(chunk)
    return path


@require_safe
def not_found(request: PersonRequest) -> HttpResponseBase:
    """Pupils of the State’s base who are not found in the City’s: the rows behind the measure (3.12)."""
    scope = asked_scope(request)
    rows, met = queries.matched(scope, timezone.localdate())
    seen = access.visible_to(request.person, scope).values("pk")
    listing = Listing(
        "Élèves non accordés",
        "Élèves de la base de l’État qui n’ont pas été retrouvés dans celle de la Ville, ou pas encore vérifiés.",
        rows.filter(school__in=seen).exclude(met).select_related("school"),
        ("school__sort_key", "school_id", "reference", "id"),
        ENTRIES,
        "eleves-non-accordes",
        "Tous les élèves comparés de ce périmètre sont accordés.",
        "élève,élèves",
    )
    return respond(request, listing, trail=[("Bases élèves", reverse("pupils:index"))])


def _reviewable(request: PersonRequest) -> PairQuerySet:
    if not access.may_review(request.person):
        raise PermissionDenied
    return access.reviewable(request.person)


@require_safe
def review(request: PersonRequest) -> HttpResponse:
    """The next pair that waits for this person; `?apres=` leaves one for later."""
    waiting = _reviewable(request).to_review().exclude(opinions__by=request.person)
    later = request.GET.get("apres", "")
    ahead = waiting.filter(pk__gt=later) if later.isdigit() else waiting
    following = ahead.order_by("pk").first() or waiting.order_by("pk").first()
    if following is None:
        return render(request, "pupils/fini.html", {"last": queries.last_decisions(_reviewable(request))})
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


def _beside(request: PersonRequest, found: Pair) -> HttpResponse:
    """Two entries side by side, and why the calculation doubts; the reading is journaled."""
    rows = access.reviewable(request.person)
    actions.look(pair=found, by=request.person, reason=REASON)
    context = {
        "pair": found,
        "mine": found.opinions.filter(by=request.person).first(),
        "others": found.opinions.exclude(by=request.person).count(),
        "waiting": rows.to_review().count(),
        "last": queries.last_decisions(rows),
    }
    return render(request, "pupils/paire.html", context)


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
        messages.success(request, "Décision annulée : la paire attend de nouveau.")
    return redirect(found)
