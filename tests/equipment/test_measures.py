"""What each measure of the estate counts as due and as met, at any level, on any day, in one query."""

import datetime as dt

import pytest

from lekol.equipment.choices import Kind, Origin, SlotKind
from lekol.pact.measures import SchoolReading, announced
from lekol.pact.scopes import FRANCE, Level, Scope
from tests.directory.factories import CommuneFactory, SchoolFactory
from tests.equipment.factories import BOUGHT, filled, inventoried, placed, running, slot

TODAY = dt.date(2026, 11, 24)
pytestmark = pytest.mark.django_db


def read(key, scope=FRANCE, on=TODAY):
    return announced()[key].read(scope, on)


def test_a_device_counts_as_networked_from_the_day_it_is():
    school = SchoolFactory.create()
    placed(school, networked_on=dt.date(2025, 1, 1))
    placed(school)
    assert read("equipment.devices_networked") == [SchoolReading(school.pk, 2, 1)]
    assert read("equipment.devices_networked", on=dt.date(2024, 12, 31)) == [SchoolReading(school.pk, 2, 0)]


def test_tablets_and_telephones_are_not_asked_to_be_networked():
    school = SchoolFactory.create()
    placed(school, kind=Kind.TABLET)
    placed(school, kind=Kind.PHONE)
    assert read("equipment.devices_networked") == []


def test_a_retired_device_counts_until_the_eve_of_its_retirement():
    school = SchoolFactory.create()
    placed(school, retired_on=dt.date(2026, 6, 1), networked_on=BOUGHT)
    assert read("equipment.devices_networked", on=dt.date(2026, 5, 31)) == [SchoolReading(school.pk, 1, 1)]
    assert read("equipment.devices_networked", on=dt.date(2026, 6, 1)) == []


def test_a_device_that_moved_counts_where_it_stood_that_day():
    before, after = SchoolFactory.create(), SchoolFactory.create()
    asset = placed(before, until=dt.date(2026, 1, 1))
    asset.placements.create(school=after, valid=(dt.date(2026, 1, 1), None))
    assert [row.school_id for row in read("equipment.devices_networked", on=dt.date(2025, 12, 31))] == [before.pk]
    assert [row.school_id for row in read("equipment.devices_networked")] == [after.pk]


def test_the_devices_of_a_closed_school_are_no_longer_due():
    school = SchoolFactory.create(closed_on=dt.date(2026, 7, 1))
    placed(school)
    assert read("equipment.devices_networked") == []


def test_only_the_city_renews_and_only_what_is_past_the_life_of_its_model():
    school = SchoolFactory.create()
    placed(school, acquired_on=dt.date(2021, 11, 25), since=dt.date(2021, 11, 25))
    placed(school, acquired_on=dt.date(2021, 11, 24), since=dt.date(2021, 11, 24))
    placed(school, acquired_on=dt.date(2010, 1, 1), origin=Origin.GIFT)
    assert read("equipment.within_age") == [SchoolReading(school.pk, 2, 1)]


def test_a_post_without_a_known_system_is_not_up_to_date():
    school = SchoolFactory.create()
    running(placed(school), "Windows 11", dt.date(2027, 10, 12))
    running(placed(school), "Windows 10", dt.date(2025, 10, 14))
    placed(school)
    assert read("equipment.os_supported") == [SchoolReading(school.pk, 3, 1)]
    assert read("equipment.os_supported", on=dt.date(2025, 10, 14)) == [SchoolReading(school.pk, 3, 2)]


def test_a_direction_is_owed_four_places_and_has_those_that_are_filled():
    school = SchoolFactory.create()
    places = [
        slot(school, kind) for kind in (SlotKind.HEAD_POST, SlotKind.SECRETARIAT_POST, SlotKind.PHONE, SlotKind.COPIER)
    ]
    filled(places[0], placed(school))
    filled(places[1], placed(school), until=dt.date(2026, 1, 1))
    filled(places[2], placed(school, retired_on=dt.date(2026, 1, 1)))
    slot(school, SlotKind.TROLLEY)
    assert read("equipment.direction_slots") == [SchoolReading(school.pk, 4, 1)]


def test_planned_trolleys_are_met_when_they_arrive():
    school = SchoolFactory.create()
    filled(slot(school, SlotKind.TROLLEY, 1), placed(school, kind=Kind.TROLLEY), since=dt.date(2026, 2, 1))
    slot(school, SlotKind.TROLLEY, 2)
    assert read("equipment.trolleys_delivered", on=dt.date(2026, 1, 31)) == [SchoolReading(school.pk, 2, 0)]
    assert read("equipment.trolleys_delivered") == [SchoolReading(school.pk, 2, 1)]


MINE = sorted(key for key, row in announced().items() if row.query.__module__ == "lekol.equipment.measures.estate")
"""Those of the register; what agents say is proven in `test_health`."""
ASKS = {"equipment.maintained"}
"""Those that ask first whether an agreement changed: its table decides who maintains what."""


@pytest.mark.parametrize("key", MINE)
@pytest.mark.parametrize("level", list(Level))
def test_a_measure_is_one_query_and_stays_within_its_scope(key, level, django_assert_num_queries):
    school, foreign = (
        SchoolFactory.create(),
        SchoolFactory.create(commune=CommuneFactory.create(insee="97415", name="Saint-Paul")),
    )
    for place in (school, foreign):
        asset = placed(place, networked_on=BOUGHT)
        inventoried(asset, updated_on=BOUGHT, free_percent=50, battery_percent=80)
        filled(slot(place, SlotKind.HEAD_POST), asset)
        slot(place, SlotKind.TROLLEY)
    scope = {
        Level.SCHOOL: Scope(level, school.uai),
        Level.DISTRICT: Scope(level, school.district.code),
        Level.COMMUNE: Scope(level, "97411"),
        Level.ACADEMY: Scope(level, "28"),
        Level.COUNTRY: FRANCE,
    }[level]
    with django_assert_num_queries(1 + (key in ASKS)):
        rows = read(key, scope)
    seen = {school.pk} if level in (Level.SCHOOL, Level.DISTRICT, Level.COMMUNE) else {school.pk, foreign.pk}
    assert {row.school_id for row in rows} == seen
    assert all(0 <= row.met <= row.due and row.due > 0 for row in rows)
