"""Read models of the directory: which schools a scope holds, and how a place is named."""

import datetime as dt

from django.db.models import QuerySet

from lekol.directory.models import Academy, Commune, District, School
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
