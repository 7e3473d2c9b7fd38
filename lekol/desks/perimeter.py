"""The perimeter on screen: a place the reader’s posts cover, chosen by them, checked again on each request."""

from django.contrib.sessions.backends.base import SessionBase

from lekol.directory.access import Place, default_scope, may_choose
from lekol.directory.models import Academy, Commune, District, Person, School
from lekol.pact.scopes import Level, Scope

KEY = "perimetre"


def current(person: Person, session: SessionBase) -> Scope | None:
    """What the person chose in this session if it is still theirs, their widest post otherwise."""
    try:
        chosen = Scope.parse(session[KEY])
    except (KeyError, ValueError):
        return default_scope(person)
    return chosen if may_choose(person, chosen) else default_scope(person)


def choose(person: Person, session: SessionBase, scope: Scope) -> bool:
    """Keep a perimeter for the session; False, and nothing kept, when it is not the person’s."""
    if not may_choose(person, scope):
        return False
    session[KEY] = str(scope)
    return True


def scope_of(place: Place) -> Scope:
    """How a place is written as a perimeter."""
    match place:
        case School():
            return Scope(Level.SCHOOL, place.uai)
        case Commune():
            return Scope(Level.COMMUNE, place.insee)
        case District():
            return Scope(Level.DISTRICT, place.code)
        case Academy():
            return Scope(Level.ACADEMY, place.code)
