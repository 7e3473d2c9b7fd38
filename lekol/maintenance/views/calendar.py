"""When clocks stand still: holidays and closures, declared and lifted in one act."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lekol.directory.access import asked_scope, posts_granting
from lekol.directory.access import visible_to as schools_visible_to
from lekol.directory.models import Academy, Commune, Person, School
from lekol.kit.asking import Question, ask
from lekol.kit.forms import Form
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond
from lekol.maintenance import access, actions
from lekol.maintenance.choices import BreakKind
from lekol.maintenance.forms import ClosureForm
from lekol.maintenance.models import Break

verb = require_http_methods(["GET", "HEAD", "POST"])


def breaks_seen(request: PersonRequest) -> QuerySet[Break]:
    """What stops clocks in the schools the reader sees."""
    seen = schools_visible_to(request.person, asked_scope(request))
    inside = (
        Q(school__in=seen.values("pk"))
        | Q(commune__in=seen.values("commune"))
        | Q(commune=None, school=None, academy__in=seen.values("commune__academy"))
    )
    return Break.objects.filter(inside).select_related("academy", "commune", "school__commune__academy")


@require_safe
def calendar(request: PersonRequest) -> HttpResponseBase:
    """Holidays and closures, newest first."""
    may = access.may_stop_somewhere(request.person)
    columns = (
        Column("Motif", lambda row: row.name, _lift_url(request.person), lead=True),
        Column("Nature", lambda row: row.get_kind_display()),
        Column("Où", lambda row: str(row.place)),
        Column("Du", lambda row: row.span.first),
        Column("Au", lambda row: row.span.last),
    )
    listing = Listing(
        "Calendrier des délais",
        "Les délais ne courent ni les jours fériés, ni les fins de semaine, ni les jours ci-dessous.",
        breaks_seen(request),
        ("-id",),
        columns,
        "calendrier",
        "Aucune interruption n’est connue ici : seuls jours fériés et fins de semaine arrêtent les délais.",
        "période,périodes",
    )
    add = [("Déclarer une fermeture", reverse("maintenance:close_days"), "nul")] if may else []
    return respond(request, listing, actions=add, trail=[("Pannes", reverse("maintenance:tickets"))])


def _lift_url(person: Person) -> Any:
    """A closure leads to the page that lifts it, for whoever may."""

    def url(row: Break) -> str:
        lifts = row.kind == BreakKind.CLOSURE and access.may_lift(person, row)
        return reverse("maintenance:lift_closure", args=[row.pk]) if lifts else ""

    return url


def places_of(person: Person) -> list[Academy | Commune | School]:
    """Where the reader may stop clocks: the places of their posts, then each school inside."""
    wide = [post.place for post in posts_granting(person, access.STOP_CLOCKS)]
    schools = schools_visible_to(person).select_related("commune__academy").order_by("sort_key", "pk")
    wide = [place for place in wide if isinstance(place, (Academy, Commune))]
    return [*wide, *schools[:2_000]]


@verb
def close_days(request: PersonRequest) -> HttpResponseBase:
    """Nobody can work there on those days."""
    if not access.may_stop_somewhere(request.person):
        raise PermissionDenied

    def act(**data: Any) -> None:
        _, moved = actions.declare_closure(by=request.person, **data)
        messages.success(request, f"Fermeture déclarée : {moved} délais déplacés.")

    question = Question(
        "Déclarer une fermeture",
        "Cyclone, grève, coupure générale : les délais de tout le territoire choisi s’arrêtent ces jours-là.",
        "Arrêter les délais",
        reverse("maintenance:calendar"),
        above="Calendrier",
    )
    return ask(request, question, ClosureForm(places_of(request.person), request.POST or None), act)


@verb
def lift_closure(request: PersonRequest, pk: int) -> HttpResponseBase:
    """A closure was declared by mistake."""
    found = get_object_or_404(breaks_seen(request), pk=pk, kind=BreakKind.CLOSURE)
    if not access.may_lift(request.person, found):
        raise PermissionDenied

    def act() -> None:
        moved = actions.lift_closure(found=found, by=request.person)
        messages.success(request, f"Fermeture retirée : {moved} délais déplacés.")

    text = f"{found.name}, {found.place}, du {found.span.first:%d/%m/%Y} au {found.span.last:%d/%m/%Y}."
    question = Question("Retirer une fermeture", text, "Retirer", reverse("maintenance:calendar"), above="Calendrier")
    return ask(request, question, Form(request.POST if request.method == "POST" else None), act)
