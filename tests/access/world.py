"""Two communes, three schools, one reader of every function, two strangers, and the things they may look at."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.utils import timezone

from lekol.directory.choices import Role, SchoolKind
from lekol.directory.models import Academy, Commune, District, Person, Post, School, SchoolCode
from lekol.directory.rules import OFFICES, PLACE_FIELDS
from lekol.identity.models import User
from lekol.pact.scopes import Level
from lekol.pact.uai import complete

NEIGHBOUR = "directrice d’une autre école de la commune"
FOREIGNER = "service informatique d’une autre commune"
POSTLESS = "compte sans poste"
ANONYMOUS = "anonyme"
READERS = (*Role.values, NEIGHBOUR, FOREIGNER, POSTLESS, ANONYMOUS)
SINCE = dt.date(2020, 8, 20)


@dataclass
class World:
    """Alpha and beta are schools of the first commune and circonscription, gamma of the second ones."""

    academy: Academy
    commune: Commune
    other_commune: Commune
    district: District
    other_district: District
    alpha: School
    beta: School
    gamma: School
    users: dict[str, User] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)

    def person(self, reader: str) -> Person:
        return self.users[reader].person


def build() -> World:
    """The whole world, real rows in the real base."""
    academy = Academy.objects.create(code="28", name="Académie de La Réunion")
    commune = Commune.objects.create(academy=academy, insee="97411", name="Saint-Denis")
    other_commune = Commune.objects.create(academy=academy, insee="97415", name="Saint-Paul")
    district = District.objects.create(academy=academy, code=complete("9748011"), name="Saint-Denis 1")
    other_district = District.objects.create(academy=academy, code=complete("9748021"), name="Saint-Paul 1")
    world = World(
        academy,
        commune,
        other_commune,
        district,
        other_district,
        school("9749011", "Les Badamiers", commune, district),
        school("9749012", "Les Tamarins", commune, district),
        school("9749013", "Les Filaos", other_commune, other_district),
    )
    places = {Level.ACADEMY: academy, Level.COMMUNE: commune, Level.DISTRICT: district, Level.SCHOOL: world.alpha}
    for role in Role.values:
        world.users[role] = user(role.replace("_", "-"), role, places[OFFICES[role].level])
    world.users[NEIGHBOUR] = user("voisine", Role.SCHOOL_HEAD, world.beta)
    world.users[FOREIGNER] = user("etranger", Role.CITY_IT_HEAD, other_commune)
    world.users[POSTLESS] = user("sans-poste")
    return world


def school(digits: str, name: str, commune: Commune, district: District | None, **fields: Any) -> School:
    """An open élémentaire with its dated code."""
    made = School.objects.create(
        uai=complete(digits), name=name, commune=commune, district=district, kind=SchoolKind.ELEMENTARY, **fields
    )
    SchoolCode.objects.create(school=made, uai=made.uai, valid=DateRange(SINCE, None))
    return made


def user(name: str, role: str = "", place: Any = None) -> User:
    """A person, their account without password, and one post when a function is given."""
    person = Person.objects.create(first_name="Camille", last_name=name.title(), email=f"{name}@ecoles.example.org")
    if role:
        post(person, role, place)
    return User.objects.create_user(person.email, person)


def post(person: Person, role: str, place: Any, since: dt.date = SINCE, until: dt.date | None = None) -> Post:
    """A post from a day to another, the last one excluded."""
    where = {PLACE_FIELDS[OFFICES[role].level]: place}
    return Post.objects.create(person=person, role=role, valid=DateRange(since, until), **where)


def sign_in(world: World) -> None:
    """Open one session for every reader who has an account: signing in at each request costs more than the page."""
    for reader, account in world.users.items():
        client = Client()
        client.force_login(account)
        world.sessions[reader] = client.cookies[settings.SESSION_COOKIE_NAME].value


def yesterday() -> dt.date:
    return timezone.localdate() - dt.timedelta(days=1)
