"""One school alone: its head, or the City for it, gives its extraction; the City adds its own base; it is compared."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest
from lekol.pupils import access, actions
from lekol.pupils.forms import CityForm, SchoolForm
from lekol.pupils.views.bases import REPLACING, SIDES, checked, faulty, heads_of, opened, replacing, settled


@require_http_methods(["GET", "HEAD", "POST"])
def compare_school(request: PersonRequest) -> HttpResponseBase:
    """The extraction of one school in; without the City’s base, it waits for it."""
    if not access.may_compare_school(request.person):
        raise PermissionDenied
    schools = access.schools_compared(request.person).order_by("sort_key", "pk")
    words = replacing(request)
    form = SchoolForm(schools, request.POST or None, request.FILES or None, initial=words)
    question = Question(
        "Comparer une seule école",
        REPLACING
        if words
        else "Seuls les élèves de cette école sont comparés à la base de la Ville ; ceux qu’elle inscrit dans une "
        "autre école de la commune y sont reconnus. Rien ne change pour les autres écoles, et les décisions prises "
        "restent.",
        "Continuer",
        reverse("pupils:index"),
        above="Bases élèves",
    )

    def act(school: Any, anew: bool, **files: Any) -> HttpResponseBase:
        asked = actions.ask_comparison(commune=school.commune, school=school, by=request.person, files=files, anew=anew)
        if not asked.waits:
            return checked(request, asked, {})
        if faulty(request, heads_of(asked, {})):
            actions.abandon(asked=asked)
            return redirect("pupils:compare_school")
        return redirect(asked)

    return ask(request, question, form, act)


@require_http_methods(["GET", "HEAD", "POST"])
def add_city(request: PersonRequest, ref: str) -> HttpResponseBase:
    """The City’s base, for an extraction that waits for it."""
    asked = opened(request, ref)
    if not access.communes(request.person).filter(pk=asked.commune_id).exists():
        raise PermissionDenied
    if not asked.waits:
        return redirect("pupils:comparing", asked.ref)
    form = CityForm(asked.commune, request.POST or None, request.FILES or None)
    question = Question(
        "Ajouter la base de la Ville",
        f"{asked.school} a donné son extraction. Avec la base de la Ville, la comparaison de cette école commence ; "
        "les deux fichiers sont effacés dès qu’ils sont lus.",
        "Continuer",
        reverse("pupils:comparing", args=[asked.ref]),
        above="Bases élèves",
    )

    def act(city_file: Any, software: Any) -> HttpResponseBase:
        saved = {SIDES[1]: software.mapping} if software else {}
        found = actions.add_city(asked=asked, file=city_file, by=request.person)
        heads = heads_of(found, saved)
        if faulty(request, heads):
            actions.drop_city(asked=found)
            return redirect("pupils:add_city", found.ref)
        return settled(found, heads, saved, request)

    return ask(request, question, form, act)
