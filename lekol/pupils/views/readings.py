"""Who read what is kept of children, when and why: the delegates’ own sight of the journal."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond
from lekol.pupils import access
from lekol.pupils.forms import ReadingFilters

ROWS = (
    Column("Quand", lambda row: row.at, sort="at"),
    Column("Ce qui a été lu, et pourquoi", lambda row: row.summary, lead=True),
    Column("Par", lambda row: row.actor_name, sort="actor_name"),
)


@require_safe
def readings(request: PersonRequest) -> HttpResponseBase:
    """Every reading of the territory, the last first; `?mots=` keeps those that say some words."""
    if not access.may_see_readings(request.person):
        raise PermissionDenied
    form = ReadingFilters(request.GET or None)
    words = form.cleaned_data if form.is_valid() else {}
    rows = access.readings(request.person).filter(summary__icontains=words.get("mots", ""))
    if words.get("acte"):
        rows = rows.filter(summary__contains=words["acte"])
    listing = Listing(
        "Lectures de fiches d’élèves",
        "Chaque fiche lue, chaque numéro montré, chaque fichier pris, avec son motif ; aucun élève n’y est nommé.",
        rows, ("-at", "-id"), ROWS, "lectures-bases-eleves", "Aucune fiche n’a été lue.", "lecture,lectures",
    )  # fmt: skip
    return respond(request, listing, form=form, trail=[("Bases élèves", reverse("pupils:index"))])
