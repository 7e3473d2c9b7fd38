"""Read models of the directory: which schools a scope holds, and how a place is named."""

import datetime as dt
import time
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from lekol.directory.choices import Role
from lekol.directory.models import Academy, Commune, District, Headcount, Post, School
from lekol.directory.models.territory import SchoolQuerySet
from lekol.kit.compiled import Compiled, compiled
from lekol.pact.scopes import Level, Scope

_FILTERS = {
    Level.SCHOOL: "uai",
    Level.DISTRICT: "district__code",
    Level.COMMUNE: "commune__insee",
    Level.ACADEMY: "commune__academy__code",
}


def schools_in(scope: Scope, on: dt.date | None = None) -> SchoolQuerySet:
    """The schools of a scope; with a day, only those open on it. Lazy: usable as a subquery."""
    schools = School.objects.all() if on is None else School.objects.open_on(on)
    return schools if scope.level is Level.COUNTRY else schools.filter(**{_FILTERS[scope.level]: scope.code})


def place_of(scope: Scope) -> Academy | District | Commune | School | None:
    """The row a scope names, or None for France or an unknown code."""
    places: dict[Level, QuerySet[Academy] | QuerySet[District] | QuerySet[Commune] | QuerySet[School]] = {
        Level.SCHOOL: School.objects.filter(uai=scope.code),
        Level.DISTRICT: District.objects.filter(code=scope.code),
        Level.COMMUNE: Commune.objects.filter(insee=scope.code),
        Level.ACADEMY: Academy.objects.filter(code=scope.code),
    }
    found = places.get(scope.level)
    return None if found is None else found.first()


def name_of(scope: Scope) -> str:
    """How a scope is called on screen."""
    return "France" if scope.level is Level.COUNTRY else str(place_of(scope) or scope.code)


MANY = 1_000
"""Schools whose count is kept for a minute: the larger a place, the less one school more or less changes it."""

_kept: dict[tuple[str, int, dt.date], tuple[float, int]] = {}


def open_schools(place: Academy | District | Commune, day: dt.date) -> int:
    """How many schools of a place are open on a day: one query, none when it was counted a minute ago and is long."""
    key = (place._meta.model_name or "", place.pk, day)
    at, count = _kept.get(key, (0.0, 0))
    if count < MANY or time.monotonic() - at > 60:
        count = _COUNTS[type(place)](place.pk, day)[0][0]
        if count >= MANY:
            _kept.clear() if len(_kept) > 500 else None
            _kept[key] = (time.monotonic(), count)
    return count


def _counting(field: str) -> Compiled[[int, dt.date], Any]:
    def ask(place: int, day: dt.date) -> QuerySet[Any]:
        rows = School.objects.open_on(day).filter(**{field: place})
        return rows.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk")).values_list("n")

    return compiled(int, dt.date)(ask)


_COUNTS: dict[type, Any] = {
    Academy: _counting("commune__academy"), District: _counting("district"), Commune: _counting("commune"),
}  # fmt: skip


def school_rows(schools: SchoolQuerySet, on: dt.date) -> SchoolQuerySet:
    """Schools with what a list shows of them: pupils and classes of the last known year, and their head."""
    known = Headcount.objects.filter(school=OuterRef("pk"), school_year__lte=on.year).order_by("-school_year")
    heads = Post.objects.filter(school=OuterRef("pk"), role=Role.SCHOOL_HEAD, valid__contains=on).order_by("-pk")
    name = Concat("person__first_name", Value(" "), "person__last_name")
    return schools.select_related("district", "commune").annotate(
        pupils=Subquery(known.values("pupils")[:1]),
        classes=Subquery(known.values("classes")[:1]),
        head=Subquery(heads.annotate(name=name).values("name")[:1]),
    )


def staff_of(school: School, on: dt.date) -> list[Post]:
    """Who holds a post at the school that day, and the inspector and mentors of its circonscription; one query."""
    here = Q(school=school) | Q(district=school.district_id, district__isnull=False)
    rows = Post.objects.on(on).filter(here).select_related("person", "school", "district")
    return list(rows.order_by("role", "person__sort_key", "pk"))
