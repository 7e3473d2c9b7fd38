"""One person of every function, a head and teachers in every school, and the accounts one can sign in with."""

import datetime as dt

from django.db.backends.postgresql.psycopg_any import DateRange

from lekol.directory.choices import Role
from lekol.directory.models import Person, Post, School
from lekol.directory.rules import OFFICES
from lekol.identity.models import User
from lekol.pact.names import plain, sort_key
from lekol.pact.references import ALPHABET
from lekol.pact.scopes import Level
from lekol.project.demonstration import names
from lekol.project.demonstration.territory import Territory

CITY_ROLES = tuple(Role(role) for role, office in OFFICES.items() if office.level is Level.COMMUNE)
ACADEMY_ROLES = tuple(Role(role) for role, office in OFFICES.items() if office.level is Level.ACADEMY)
DOMAIN = "demo.example.org"


class Cast:
    """Draws people who share no e-mail address."""

    def __init__(self, territory: Territory) -> None:
        self.territory = territory
        self.drawn: set[tuple[str, str]] = set()

    def draw(self) -> Person:
        """A new unsaved person."""
        rng = self.territory.rng
        pair = rng.choice(names.FIRST), rng.choice(names.LAST)
        while pair in self.drawn:
            pair = rng.choice(names.FIRST), f"{rng.choice(names.LAST)}-{rng.choice(names.LAST)}"
        self.drawn.add(pair)
        first, last = pair
        address = ".".join(plain(part).replace(" ", "-") for part in pair)
        return Person(
            ref=self._ref(),
            first_name=first,
            last_name=last,
            sort_key=sort_key(f"{last} {first}"),
            email=f"{address}@{DOMAIN}",
        )

    def _ref(self) -> str:
        return "".join(self.territory.rng.choice(ALPHABET) for _ in range(8))


def build(territory: Territory) -> list[Post]:
    """Fill every function; return the posts whose holders get an account."""
    cast, since = Cast(territory), territory.months_ago(26)
    officials = _officials(territory, cast, since)
    heads = [_post(cast.draw(), Role.SCHOOL_HEAD, since, school=school) for school in territory.schools]
    teachers = [
        _post(cast.draw(), Role.TEACHER, since, school=school)
        for school in territory.schools
        for _ in range(territory.classes[school.pk])
    ]
    former = [_former_head(territory, cast, school) for school in territory.schools[::6]]
    posts = officials + heads + teachers + former
    Person.objects.bulk_create(post.person for post in posts)
    for post in posts:
        post.person_id = post.person.pk
    Post.objects.bulk_create(posts)
    keyed = [*officials, heads[0], heads[1], heads[-1], teachers[0]]
    User.objects.bulk_create(_account(post.person) for post in keyed)
    return keyed


def _officials(territory: Territory, cast: Cast, since: dt.date) -> list[Post]:
    city = [_post(cast.draw(), role, since, commune=territory.commune) for role in CITY_ROLES]
    city.append(_post(cast.draw(), Role.TECHNICIAN, since, commune=territory.commune))
    state = [_post(cast.draw(), role, since, academy=territory.academy) for role in ACADEMY_ROLES]
    field = [
        _post(cast.draw(), role, since, district=district)
        for district in territory.districts
        for role in (Role.INSPECTOR, Role.DIGITAL_MENTOR)
    ]
    return city + state + field


def _former_head(territory: Territory, cast: Cast, school: School) -> Post:
    """A head who left before the present one: posts are dated, never erased."""
    left = territory.months_ago(26)
    post = _post(cast.draw(), Role.SCHOOL_HEAD, territory.months_ago(70), school=school)
    post.valid = DateRange(territory.months_ago(70), left)
    return post


def _post(person: Person, role: Role, since: dt.date, **place: object) -> Post:
    return Post(person=person, role=role, valid=DateRange(since, None), **place)


def _account(person: Person) -> User:
    """No password: the demonstration’s sign-in page opens it by name, and only there."""
    account = User(person=person, email=person.email)
    account.set_unusable_password()
    return account
