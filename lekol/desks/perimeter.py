"""The perimeter on screen: a place the reader’s posts cover, chosen by them, checked again on each request."""

from django.contrib.sessions.backends.base import SessionBase

from lekol.directory.access import Place, covers, posts_of, schools_of
from lekol.directory.models import Academy, Commune, District, Person, Post, School
from lekol.directory.queries import place_of, schools_in
from lekol.pact.scopes import Level, Scope

KEY = "perimetre"
WIDTH = {Level.ACADEMY: 0, Level.COMMUNE: 1, Level.DISTRICT: 2, Level.SCHOOL: 3}


def default(person: Person) -> Scope | None:
    """The widest territory among the person’s own posts, or None without a post today."""
    posts = sorted(posts_of(person), key=_width)
    return posts[0].scope if posts else None


def current(person: Person, session: SessionBase) -> Scope | None:
    """What the person chose in this session if it is still theirs, their widest post otherwise."""
    try:
        chosen = Scope.parse(session[KEY])
    except (KeyError, ValueError):
        return default(person)
    return chosen if may_choose(person, chosen) else default(person)


def choose(person: Person, session: SessionBase, scope: Scope) -> bool:
    """Keep a perimeter for the session; False, and nothing kept, when it is not the person’s."""
    if not may_choose(person, scope):
        return False
    session[KEY] = str(scope)
    return True


def may_choose(person: Person, scope: Scope) -> bool:
    """True for the place of a post, a place it covers, or a narrower one whose every school is seen.

    The last case is the circonscription seen by the City: it is offered only while it holds no other
    commune’s school, so that no figure ever counts a school the reader may not open.
    """
    posts = posts_of(person)
    if any(post.scope == scope for post in posts):
        return True
    if scope.level is Level.COUNTRY or not any(_width(post) < WIDTH[scope.level] for post in posts):
        return False
    place = place_of(scope)
    return place is not None and (any(covers(post, place) for post in posts) or _wholly_seen(person, scope))


def _wholly_seen(person: Person, scope: Scope) -> bool:
    inside = schools_in(scope)
    return inside.exists() and not inside.exclude(pk__in=schools_of(person).values("pk")).exists()


def _width(post: Post) -> int:
    return WIDTH[post.level]


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
