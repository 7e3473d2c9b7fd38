"""Read models of the directory: which schools a scope holds, and how a place is named."""

import datetime as dt

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from lekol.directory.choices import Role
from lekol.directory.models import Academy, Commune, District, Headcount, Post, School
from lekol.directory.models.territory import SchoolQuerySet
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
