"""Where each school stands, and a comparison from its two files to its end."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lekol.directory.access import asked_scope
from lekol.directory.choices import Side
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond
from lekol.pupils import access, actions, queries
from lekol.pupils.forms import BasesForm, ColumnsForm, columns_forms
from lekol.pupils.models import Comparing
from lekol.pupils.queries.keeping import CELLS_DAYS
from lekol.pupils.rules import places
from lekol.pupils.rules.deciding import masked_ine
from lekol.pupils.tasks import compare_bases
from lekol.pupils.views.discrepancies import seen_in_scope

REPLACING = (
    "Ces fichiers remplaceront ceux suivis jusqu’ici, même si leurs références sont nouvelles : les écarts suivis "
    "seront clos, les décisions sur les anciennes références ne serviront plus."
)
SIDES = (str(Side.STATE), str(Side.CITY))
SCHOOLS = (
    Column("École", lambda row: row.name, lambda row: reverse("pupils:report", args=[row.uai]), lead=True,
           sort="sort_key"),
    Column("Élèves de la base de l’État", lambda row: row.pupils, numeric=True),
    Column("Accordés", lambda row: row.linked, numeric=True),
    Column("À vérifier", lambda row: row.doubtful, numeric=True),
    Column("Non retrouvés", lambda row: row.alone, numeric=True),
    Column("Écarts ouverts", lambda row: row.open_gaps, numeric=True),
)  # fmt: skip
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
    person, scope, today = request.person, asked_scope(request), timezone.localdate()
    schools = queries.by_school(access.visible_to(person, scope).open_on(today))
    last = access.comparisons(person).select_related("commune", "school").first()
    mine = seen_in_scope(request).filter(pk__in=access.to_answer(person).values("pk"))
    listing = Listing(
        "Bases élèves",
        "Les élèves de la base de l’État retrouvés dans celle de la Ville, et ce que les deux disent autrement.",
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
        last=last,
        stale=last is not None and timezone.localdate(last.at) < today - dt.timedelta(days=CELLS_DAYS),
        to_answer=mine.count() if access.may_correct(person) else 0,
        sides=sorted(access.sides(person)) if access.may_correct(person) else [],
        **_behind(request),
        deposits=access.waiting(person)[:10] if access.may_compare_school(person) else [],
        may_compare_school=access.may_compare_school(person),
        running=access.comparings_seen(person).filter(sent=True, comparison=None, faults=[]).first(),
        waiting=access.reviewable(person).to_review().legible().count() if access.may_review(person) else None,
        open_gaps=seen_in_scope(request).open().count(),
        may_compare=access.may_compare(person),
        may_list=access.may_list_unschooled(person),
        may_object=access.may_object(person),
        may_see_readings=access.may_see_readings(person),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: PersonRequest) -> HttpResponseBase:
    """The files in; what happens next is a page that says how their columns are understood, or how far it is."""
    if not access.may_compare(request.person):
        raise PermissionDenied
    words = replacing(request)
    form = BasesForm(access.communes(request.person), request.POST or None, request.FILES or None, initial=words)
    question = Question(
        "Comparer les deux bases",
        REPLACING
        if words
        else "Une comparaison remplace la précédente ; les décisions prises restent. Les fichiers sont effacés dès "
        "qu’ils sont lus.",
        "Continuer",
        reverse("pupils:index"),
        above="Bases élèves",
    )

    def act(commune: Any, software: Any = None, anew: bool = False, **files: Any) -> HttpResponseBase:
        asked = actions.ask_comparison(commune=commune, by=request.person, files=files, anew=anew)
        return checked(request, asked, {SIDES[1]: software.mapping} if software else {})

    return ask(request, question, form, act)


def _behind(request: PersonRequest) -> dict[str, int]:
    """How many rows are behind the measures: pupils not found, corrections not made."""
    scope, today = asked_scope(request), timezone.localdate()
    seen = access.visible_to(request.person, scope).values("pk")
    pupils, found = queries.matched(scope, today)
    corrections, done = queries.executed(scope, today)
    return {
        "not_found": pupils.filter(school__in=seen).exclude(found).count(),
        "to_execute": corrections.filter(discrepancy__school__in=seen).exclude(done).count(),
    }


def replacing(request: PersonRequest) -> dict[str, bool]:
    """What a form of files begins with: nothing, or that bases nobody recognises replace those followed so far."""
    return {"anew": True} if request.GET.get("remplacer") == "oui" else {}


def checked(request: PersonRequest, asked: Comparing, saved: Mapping[str, Any]) -> HttpResponseBase:
    """What can be read goes on; what cannot is told, and erased."""
    heads = heads_of(asked, saved)
    if faulty(request, heads):
        actions.abandon(asked=asked)
        return redirect("pupils:compare_school" if asked.school else "pupils:compare")
    return settled(asked, heads, saved, request)


def faulty(request: PersonRequest, heads: Mapping[str, queries.Head]) -> list[str]:
    """The bases whose file cannot be read, each told to the person."""
    sides = [side for side, head in heads.items() if head.fault]
    for side in sides:
        messages.error(request, f"{queries.NAMES[Side(side)]} : {heads[side].fault}")
    return sides


def settled(
    asked: Comparing, heads: Mapping[str, queries.Head], saved: Mapping[str, Any], request: PersonRequest
) -> HttpResponseBase:
    """Straight to the queue when the software is known and its columns are there, or when both bases are sealed; else
    the columns are shown.
    """
    sealed = all(head.sealed for head in heads.values())
    if sealed or (saved and all(len(heads[side].mapping) == len(mapping) for side, mapping in saved.items())):
        mappings = {side: head.mapping for side, head in heads.items()}
        actions.keep_mappings(asked=asked, mappings=mappings, names={}, by=request.person)
        return _queued(asked)
    return redirect("pupils:columns", asked.ref)


def heads_of(asked: Comparing, saved: Mapping[str, Any]) -> dict[str, queries.Head]:
    files = {SIDES[0]: asked.state_file, SIDES[1]: asked.city_file}
    return {side: queries.head(Path(file.path), saved.get(side)) for side, file in files.items() if file}


def _queued(asked: Comparing) -> HttpResponseBase:
    if actions.queue(asked=asked):
        compare_bases.defer(comparing_id=asked.pk)
    return redirect("pupils:comparing", asked.ref)


def opened(request: PersonRequest, ref: str) -> Comparing:
    """A request of another commune is not there; of one’s own, it asks for the right."""
    rows = access.comparings_seen(request.person).select_related("commune", "school", "comparison")
    found: Comparing = get_object_or_404(rows, ref=ref)
    if not access.may_open(request.person, found):
        raise PermissionDenied
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Which header is which, proposed and to be corrected; nothing else of the files is ever read."""
    asked = opened(request, ref)
    if request.POST.get("abandonner") and not asked.sent:
        actions.abandon(asked=asked)
        messages.success(request, "Comparaison abandonnée : les fichiers sont effacés.")
        return redirect("pupils:index")
    if asked.sent or not (asked.state_file and asked.city_file):
        return redirect("pupils:comparing", asked.ref)
    heads = heads_of(asked, asked.mappings)
    forms = columns_forms(heads, request.POST or None, SIDES)
    if request.method == "POST" and all(form.is_valid() for form in forms.values()):
        return _settled(request, asked, forms)
    parts = [(queries.NAMES[Side(side)], heads[side], forms[side]) for side in SIDES]
    faults = [(rank, name, said) for rank, (name, _, form) in enumerate(parts, 1) for said in form.non_field_errors()]
    return render(request, "pupils/colonnes.html", {"asked": asked, "parts": parts, "faults": faults})


def _settled(request: PersonRequest, asked: Comparing, forms: Mapping[str, ColumnsForm]) -> HttpResponseBase:
    actions.keep_mappings(
        asked=asked,
        mappings={side: form.mapping for side, form in forms.items()},
        names={side: form.cleaned_data["software"] for side, form in forms.items()},
        by=request.person,
    )
    return _queued(asked)


@require_safe
def comparing(request: PersonRequest, ref: str) -> HttpResponseBase:
    """How far a comparison has gone; the page asks again by itself until it is over."""
    asked = opened(request, ref)
    if not asked.sent and asked.files and not asked.waits:
        return redirect("pupils:columns", asked.ref)
    words = {"asked": asked, "made": asked.comparison, "may_add": access.may_add_city(request.person, asked)}
    response: HttpResponse = render(request, "pupils/avancement.html", words)
    if asked.sent and asked.comparison is None and not asked.faults:
        response["Refresh"] = "2"
    return response


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
