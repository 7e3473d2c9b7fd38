"""Real rows of the directory, valid by default; every test module may use them."""

import datetime as dt
from typing import Any

import factory
from django.db.backends.postgresql.psycopg_any import DateRange

from lekol.directory.choices import Role, RoomUse, SchoolKind
from lekol.directory.models import (
    Academy,
    Building,
    ClassGroup,
    Commune,
    District,
    Floor,
    Headcount,
    Person,
    Post,
    Room,
    School,
    SchoolCode,
)
from lekol.directory.rules import OFFICES, PLACE_FIELDS
from lekol.identity.models import User
from lekol.pact.uai import complete

LONG_AGO = dt.date(2015, 8, 20)


class AcademyFactory(factory.django.DjangoModelFactory[Academy]):
    class Meta:
        model = Academy
        django_get_or_create = ("code",)

    code = "28"
    name = "Académie de La Réunion"


class CommuneFactory(factory.django.DjangoModelFactory[Commune]):
    class Meta:
        model = Commune
        django_get_or_create = ("insee",)

    academy = factory.SubFactory(AcademyFactory)
    insee = "97411"
    name = "Saint-Denis"


class DistrictFactory(factory.django.DjangoModelFactory[District]):
    class Meta:
        model = District

    academy = factory.SubFactory(AcademyFactory)
    code = factory.Sequence(lambda n: complete(f"97{40000 + n:05d}"))
    name = factory.Sequence(lambda n: f"Circonscription {n}")


class SchoolFactory(factory.django.DjangoModelFactory[School]):
    class Meta:
        model = School
        skip_postgeneration_save = True

    commune = factory.SubFactory(CommuneFactory)
    district = factory.SubFactory(DistrictFactory)
    uai = factory.Sequence(lambda n: complete(f"97{50000 + n:05d}"))
    name = factory.Sequence(lambda n: f"Les Filaos {n:03d}")
    kind = SchoolKind.ELEMENTARY
    opened_on = LONG_AGO
    latitude = -20.89
    longitude = 55.45

    @factory.post_generation
    def code(self: School, create: bool, extracted: Any, **kwargs: Any) -> None:
        SchoolCode.objects.create(school=self, uai=self.uai, valid=DateRange(self.opened_on, None))


class FloorFactory(factory.django.DjangoModelFactory[Floor]):
    class Meta:
        model = Floor

    building = factory.LazyAttribute(
        lambda made: Building.objects.get_or_create(school=made.school, name="Bâtiment A")[0]
    )
    level = 0

    class Params:
        school = factory.SubFactory(SchoolFactory)


class RoomFactory(factory.django.DjangoModelFactory[Room]):
    class Meta:
        model = Room

    school = factory.SubFactory(SchoolFactory)
    floor = factory.LazyAttribute(
        lambda made: Floor.objects.get_or_create(
            building=Building.objects.get_or_create(school=made.school, name="Bâtiment A")[0], level=0
        )[0]
    )
    name = factory.Sequence(lambda n: f"CP {n}")
    use = RoomUse.CLASSROOM


class HeadcountFactory(factory.django.DjangoModelFactory[Headcount]):
    class Meta:
        model = Headcount

    school = factory.SubFactory(SchoolFactory)
    school_year = 2026
    pupils = 240
    classes = 10


class ClassGroupFactory(factory.django.DjangoModelFactory[ClassGroup]):
    class Meta:
        model = ClassGroup

    school = factory.SubFactory(SchoolFactory)
    school_year = 2026
    name = factory.Sequence(lambda n: f"CE1 {n}")
    levels = ["CE1"]
    pupils = 24


class PersonFactory(factory.django.DjangoModelFactory[Person]):
    class Meta:
        model = Person

    first_name = "Nadine"
    last_name = factory.Sequence(lambda n: f"Grondin {n}")
    email = factory.Sequence(lambda n: f"agent{n}@example.org")


class UserFactory(factory.django.DjangoModelFactory[User]):
    class Meta:
        model = User

    person = factory.SubFactory(PersonFactory)
    email = factory.SelfAttribute("person.email")


def post(
    role: str, place: Any, person: Person | None = None, since: dt.date = LONG_AGO, until: dt.date | None = None
) -> Post:
    """A post held by a person (a new one by default), with its place in the right column."""
    field = PLACE_FIELDS[OFFICES[role].level]
    holder = person or PersonFactory.create()
    return Post.objects.create(person=holder, role=Role(role), valid=DateRange(since, until), **{field: place})


def reader(role: str, place: Any) -> User:
    """Someone who can sign in, holding one post."""
    return UserFactory.create(person=post(role, place).person)
