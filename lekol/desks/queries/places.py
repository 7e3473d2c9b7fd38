"""The places inside a reader’s territory, widest first, with how many open schools each one holds."""

from dataclasses import dataclass

from django.db.models import Count, F, QuerySet
from django.utils import timezone

from lekol.desks.perimeter import scope_of
from lekol.directory.access import WIDTH, posts_of, reach
from lekol.directory.models import Commune, District, Person, is_open
from lekol.pact.scopes import Level, Scope


@dataclass(frozen=True, slots=True)
class Choice:
    """A place that may be put on screen."""

    scope: Scope
    name: str
    schools: int


def inside(person: Person) -> list[tuple[str, list[Choice]]]:
    """Communes and circonscriptions narrower than the person’s widest post, by kind; two queries.

    A place is offered only when every school it holds is seen (see `perimeter.may_choose`).
    """
    widest = min((WIDTH[post.level] for post in posts_of(person)), default=WIDTH[Level.SCHOOL])
    groups = []
    if widest < WIDTH[Level.COMMUNE]:
        groups.append(("Communes", _choices(Commune.objects.order_by("sort_key", "id"), person)))
    if widest < WIDTH[Level.DISTRICT]:
        groups.append(("Circonscriptions", _choices(District.objects.order_by("name", "id"), person)))
    return [(label, choices) for label, choices in groups if choices]


def _choices(rows: "QuerySet[Commune] | QuerySet[District]", person: Person) -> list[Choice]:
    counted = rows.filter(schools__isnull=False).annotate(
        held=Count("schools"),
        seen=Count("schools", filter=reach(person, path="schools__")),
        here=Count("schools", filter=is_open(timezone.localdate(), "schools__")),
    )
    return [_choice(place) for place in counted.filter(seen=F("held"))]


def _choice(place: Commune | District) -> Choice:
    return Choice(scope_of(place), str(place), getattr(place, "here", 0))
