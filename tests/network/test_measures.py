"""What each measure of the network counts as due and as met, at any level, on any day, in one query."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from lekol.directory.choices import Role, RoomUse
from lekol.network.choices import Category, Payer, Technology
from lekol.network.models import Eligibility, Link, Outlet
from lekol.network.rules import LEAST, need_mbps
from lekol.pact.measures import Reading, SchoolReading, announced
from lekol.pact.scopes import FRANCE, Level, Scope
from tests.directory.factories import CommuneFactory, HeadcountFactory, RoomFactory, SchoolFactory, reader

TODAY = dt.date(2026, 11, 24)
SINCE = dt.date(2025, 1, 1)
pytestmark = pytest.mark.django_db


def read(key, scope=FRANCE, on=TODAY):
    return announced()[f"network.{key}"].read(scope, on)


def drop(room, category=Category.CAT6, tested_on=SINCE, removed_on=None):
    return Outlet.objects.create(
        school=room.school,
        room=room,
        label=f"P{Outlet.objects.count()}",
        category=category,
        tested_on=tested_on,
        removed_on=removed_on,
    )


def link(school, mbps=300, technology=Technology.FTTH, payer=Payer.CITY, since=SINCE, until=None, measured=None):
    return Link.objects.create(
        school=school, technology=technology, downstream_mbps=mbps, upstream_mbps=10, payer=payer,
        measured_mbps=measured, valid=DateRange(since, until),
    )  # fmt: skip


def test_a_classroom_is_cabled_from_the_day_a_drop_passed_its_test():
    room = RoomFactory.create()
    drop(room, tested_on=dt.date(2026, 3, 1))
    assert read("classrooms_cabled") == [SchoolReading(room.school_id, 1, 1)]
    assert read("classrooms_cabled", on=dt.date(2026, 2, 28)) == [SchoolReading(room.school_id, 1, 0)]


def test_a_drop_never_tested_or_taken_away_cables_nothing():
    room = RoomFactory.create()
    drop(room, tested_on=None)
    drop(room, removed_on=dt.date(2026, 1, 1))
    assert read("classrooms_cabled") == [SchoolReading(room.school_id, 1, 0)]


def test_only_classrooms_are_due():
    room = RoomFactory.create(use=RoomUse.CANTEEN)
    drop(room)
    assert read("classrooms_cabled") == []


@pytest.mark.parametrize(("category", "met"), [("5", 0), ("5e", 0), ("6", 1), ("6a", 1), ("fibre", 1)])
def test_very_high_speed_asks_for_category_six_or_better(category, met):
    room = RoomFactory.create()
    drop(room, category=category)
    assert read("classrooms_very_high_speed") == [SchoolReading(room.school_id, 1, met)]


def test_a_school_is_online_while_its_link_is_in_service():
    school = SchoolFactory.create()
    link(school, until=dt.date(2026, 6, 1))
    assert read("schools_online", on=dt.date(2026, 5, 31)) == [SchoolReading(school.pk, 1, 1)]
    assert read("schools_online", on=dt.date(2026, 6, 1)) == [SchoolReading(school.pk, 1, 0)]


@pytest.mark.parametrize(
    ("link_words", "met"),
    [
        ({"mbps": 120}, 1),
        ({"mbps": 119}, 0),
        ({"mbps": 500, "measured": Decimal("90")}, 0),
        ({"mbps": 500, "payer": Payer.SCHOOL}, 0),
    ],
)
def test_a_link_is_sized_when_the_city_pays_what_ten_classes_need(link_words, met):
    school = SchoolFactory.create()
    HeadcountFactory.create(school=school, classes=10)
    link(school, **link_words)
    assert read("links_sized") == [SchoolReading(school.pk, 1, met)]


def test_a_school_without_link_is_due_and_not_met():
    school = SchoolFactory.create()
    assert read("links_sized") == [SchoolReading(school.pk, 1, 0)]


def test_only_eligible_schools_are_due_very_high_speed():
    eligible, _other = SchoolFactory.create(), SchoolFactory.create()
    Eligibility.objects.create(school=eligible, since=dt.date(2026, 1, 1))
    link(eligible, mbps=100)
    assert read("schools_very_high_speed") == [SchoolReading(eligible.pk, 1, 1)]
    assert read("schools_very_high_speed", on=dt.date(2025, 12, 31)) == []


@pytest.mark.parametrize(("technology", "mbps"), [(Technology.VDSL, 60), (Technology.FTTH, 20)])
def test_copper_or_a_slow_fibre_is_not_very_high_speed(technology, mbps):
    school = SchoolFactory.create()
    Eligibility.objects.create(school=school, since=SINCE)
    link(school, technology=technology, mbps=mbps)
    assert read("schools_very_high_speed") == [SchoolReading(school.pk, 1, 0)]


@pytest.mark.parametrize("classes", range(0, 41))
def test_the_need_grows_with_the_classes_and_never_falls_under_the_least(classes):
    assert need_mbps(classes) >= LEAST
    assert need_mbps(classes + 1) >= need_mbps(classes)


MINE = sorted(key for key in announced() if key.startswith("network."))


def territory(count):
    schools = [SchoolFactory.create() for _ in range(count)]
    foreign = SchoolFactory.create(commune=CommuneFactory.create(insee="97415", name="Saint-Paul"))
    for school in (*schools, foreign):
        RoomFactory.create(school=school)
        HeadcountFactory.create(school=school)
        Eligibility.objects.create(school=school, since=SINCE)
        link(school, mbps=20, technology=Technology.ADSL, until=dt.date(2026, 1, 1))
    return schools


@pytest.mark.parametrize("key", MINE)
@pytest.mark.parametrize("level", list(Level))
def test_a_measure_is_one_query_and_stays_within_its_scope(key, level, django_assert_num_queries):
    [school] = territory(1)
    codes = {
        Level.SCHOOL: school.uai,
        Level.DISTRICT: school.district.code,
        Level.COMMUNE: "97411",
        Level.ACADEMY: "28",
    }
    scope = Scope(level, codes.get(level, ""))
    with django_assert_num_queries(1):
        rows = announced()[key].read(scope, TODAY)
    assert len(rows) == (1 if level in (Level.SCHOOL, Level.DISTRICT, Level.COMMUNE) else 2)


DRILLS = [(key, announced()[key].drill) for key in MINE]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("key", "name"), DRILLS)
def test_the_list_behind_a_measure_holds_what_is_missing_at_a_constant_cost(
    client, key, name, count, django_assert_num_queries
):
    schools = territory(count)
    client.force_login(reader(Role.TECHNICIAN, schools[0].commune))
    figure = Reading.total(announced()[key].read(Scope(Level.COMMUNE, "97411"), timezone.localdate()))
    assert figure.due - figure.met == count
    client.get(reverse(name))
    with django_assert_num_queries(6):
        page = client.get(reverse(name))
    assert page.context["count"] == count
    assert len(page.context["table"]) == count
