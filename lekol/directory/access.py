"""The only place that turns posts into territory. Every `visible_to` and `may_…` of the house starts here."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from lekol.directory.choices import Role
from lekol.directory.models import Academy, Commune, District, Person, Post, School
from lekol.directory.models.territory import SchoolQuerySet
from lekol.directory.queries import place_of, schools_in
from lekol.directory.rules import OFFICES
from lekol.kit.compiled import compiled
from lekol.kit.http import PersonRequest
from lekol.pact.rights import Right, right
from lekol.pact.scopes import Level, Scope

Place = Academy | District | Commune | School

_PATHS = {
    Level.SCHOOL: "pk",
    Level.DISTRICT: "district",
    Level.COMMUNE: "commune",
    Level.ACADEMY: "commune__academy",
}

WIDTH = {Level.ACADEMY: 0, Level.COMMUNE: 1, Level.DISTRICT: 2, Level.SCHOOL: 3}

EDIT_SCHOOL = right(
    "directory.edit_school",
    label="Modifier la fiche d’une école, ses bâtiments et ses salles",
    roles=(
        Role.EDUCATION_HEAD,
        Role.PROJECT_LEAD,
        Role.CITY_IT_HEAD,
        Role.ACADEMY_IT_HEAD,
        Role.DIGITAL_ADVISER,
        Role.SCHOOL_HEAD,
    ),
)
RECODE_SCHOOL = right(
    "directory.recode_school",
    label="Changer le code UAI d’une école, la fermer ou la remplacer",
    roles=(Role.EDUCATION_HEAD, Role.PROJECT_LEAD, Role.ACADEMY_IT_HEAD, Role.DIGITAL_ADVISER),
)
IMPORT_DIRECTORY = right(
    "directory.import",
    label="Importer l’annuaire des écoles et annuler un import",
    roles=(Role.PROJECT_LEAD, Role.CITY_IT_HEAD, Role.ACADEMY_IT_HEAD, Role.DIGITAL_ADVISER),
)
MANAGE_POSTS = right(
    "directory.manage_posts",
    label="Ouvrir et clore les postes de son administration",
    roles=(
        Role.EDUCATION_HEAD,
        Role.PROJECT_LEAD,
        Role.CITY_IT_HEAD,
        Role.ACADEMY_IT_HEAD,
        Role.DIGITAL_ADVISER,
        Role.SCHOOL_HEAD,
    ),
)


def posts_of(person: Person, on: dt.date | None = None) -> list[Post]:
    """The posts a person holds on a day (today by default), places loaded; read once per person object."""
    day = on or timezone.localdate()
    cache: dict[dt.date, list[Post]] = person.__dict__.setdefault("_posts_by_day", {})
    if day not in cache:
        cache[day] = _posts(person.pk, day)
        for post in cache[day]:
            post.person = person
    return cache[day]


@compiled(int, dt.date)
def _posts(person: int, day: dt.date) -> QuerySet[Post]:
    places = ("academy", "district", "commune", "school")
    return Post.objects.on(day).filter(person=person).select_related(*places).order_by("pk")


def schools_of(person: Person, on: dt.date | None = None) -> SchoolQuerySet:
    """Every school a person's posts open, as one lazy query; nobody without a post sees any."""
    return School.objects.filter(reach(person, on))


def reach(person: Person, on: dt.date | None = None, path: str = "") -> Q:
    """The condition of `schools_of`, on schools found at the end of a path (« schools__ » from a commune)."""
    held = Q(**{f"{path}pk__in": []})
    for post in posts_of(person, on):
        held |= Q(**{f"{path}{_PATHS[post.level]}": post.place.pk})
    return held


def visible_to(person: Person, scope: Scope | None = None) -> SchoolQuerySet:
    """The schools a person may see, within a perimeter when one is chosen."""
    seen = schools_of(person)
    return seen if scope is None else seen.filter(pk__in=schools_in(scope).values("pk"))


def sees(person: Person, school: School) -> bool:
    """Is a school already read among those the person sees? No query when its territory is loaded."""
    return any(covers(post, school) for post in posts_of(person))


def default_scope(person: Person) -> Scope | None:
    """The widest territory among the person’s own posts, or None without a post today."""
    posts = sorted(posts_of(person), key=_width)
    return posts[0].scope if posts else None


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


def covers(post: Post, place: Place) -> bool:
    """True when a place lies within the territory of a post; no query when foreign keys are loaded."""
    held = post.place
    if held == place:
        return True
    if isinstance(place, School):
        return _covers_school(held, place)
    if isinstance(place, (Commune, District)):
        return isinstance(held, Academy) and place.academy_id == held.pk
    return False


def _covers_school(held: Place, school: School) -> bool:
    match held:
        case Commune():
            return school.commune_id == held.pk
        case District():
            return school.district_id == held.pk
        case Academy():
            return school.commune.academy_id == held.pk
        case _:
            return False


def posts_granting(person: Person, wanted: Right, place: Place | None = None) -> list[Post]:
    """The posts by which a person holds a right, on a place when one is given: the « why » of a permission."""
    return [post for post in posts_of(person) if post.role in wanted.roles and (place is None or covers(post, place))]


def holds(person: Person, wanted: Right, place: Place | None = None) -> bool:
    """May this person use that right, there?"""
    return bool(posts_granting(person, wanted, place))


def may_edit_school(person: Person, school: School) -> bool:
    return holds(person, EDIT_SCHOOL, school)


def may_recode_school(person: Person, school: School) -> bool:
    """A code and a closure bind both administrations: a head does not decide them."""
    return holds(person, RECODE_SCHOOL, school)


def may_import_schools(person: Person, commune: Commune) -> bool:
    return holds(person, IMPORT_DIRECTORY, commune)


def people_visible_to(person: Person) -> QuerySet[Person]:
    """Colleagues: whoever holds, today, a post touching the schools the reader sees, and the reader."""
    today, seen = timezone.localdate(), schools_of(person)
    reach = (
        Q(school__in=seen)
        | Q(district__in=seen.values("district"))
        | Q(commune__in=seen.values("commune"))
        | Q(academy__in=seen.values("commune__academy"))
    )
    return Person.objects.filter(Q(pk=person.pk) | Q(pk__in=Post.objects.on(today).filter(reach).values("person")))


def asked_scope(request: PersonRequest) -> Scope:
    """The perimeter an address asks for (`?perimetre=commune:97411`), else the one on screen.

    Never a right by itself: rows still come from `visible_to`. An unreadable one is ignored.
    """
    try:
        return Scope.parse(request.GET.get("perimetre", ""))
    except ValueError:
        return request.scope


def roles_managed(person: Person) -> list[Role]:
    """The functions a person may give or end: those of their own side; a head, the teachers of the school."""
    posts = posts_granting(person, MANAGE_POSTS)
    if not posts:
        return []
    if all(post.role == Role.SCHOOL_HEAD for post in posts):
        return [Role.TEACHER]
    sides = {post.side for post in posts if post.role != Role.SCHOOL_HEAD}
    return [role for role in Role if OFFICES[role].side in sides]


def may_manage_post(person: Person, role: str, place: Place) -> bool:
    """May this person open or end that post? Own side, own territory, and never above it."""
    return Role(role) in roles_managed(person) and holds(person, MANAGE_POSTS, place)


def may_manage_person(person: Person, other: Person) -> bool:
    """May this person correct someone’s card: every present post of theirs is managed, or they hold none."""
    return bool(roles_managed(person)) and all(
        may_manage_post(person, post.role, post.place) for post in posts_of(other)
    )
