"""The verbs of the estate: what they write, what they refuse, what they journal."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from lekol.equipment import actions
from lekol.equipment.choices import Origin, SlotKind
from lekol.equipment.models import Asset, OperatingSystem, Placement
from lekol.journal.models import Entry
from tests.directory.factories import PersonFactory, RoomFactory, SchoolFactory
from tests.equipment.factories import DeviceModelFactory, filled, placed, slot

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 2)


def register(school, number="VSD-00412", **fields):
    words = {"room": None, "serial": "", "model": DeviceModelFactory.create(), "origin": Origin.CITY}
    dates = {"acquired_on": DAY, "warranty_until": None}
    return actions.register(
        school=school, inventory_number=number, by=PersonFactory.create(), **{**words, **dates, **fields}
    )


def test_a_registered_device_stands_in_its_school_and_in_the_journal():
    school = SchoolFactory.create()
    asset = register(school)
    assert [place.school for place in asset.placements.all()] == [school]
    assert Entry.objects.about(asset).get().verb == "asset.registered"


def test_two_devices_of_a_commune_never_share_a_number():
    school = SchoolFactory.create()
    register(school)
    with pytest.raises(ValidationError, match="déjà porté par un autre matériel"):
        register(school)
    assert Asset.objects.count() == 1


def test_a_room_of_another_school_is_refused_and_nothing_is_written():
    with pytest.raises(ValidationError, match="pas dans l’école"):
        register(SchoolFactory.create(), room=RoomFactory.create())
    assert Asset.objects.count() == 0


def test_a_moved_device_leaves_its_place_and_the_slot_it_filled():
    before, after = SchoolFactory.create(), SchoolFactory.create()
    asset = placed(before)
    filling = filled(slot(before, SlotKind.HEAD_POST), asset)
    actions.move(asset=asset, school=after, room=None, on=DAY)
    assert [place.school for place in asset.placements.filter(valid__contains=DAY)] == [after]
    filling.refresh_from_db()
    assert filling.valid.upper == DAY


def test_a_device_moved_twice_the_same_day_keeps_one_place():
    asset = placed(SchoolFactory.create())
    actions.move(asset=asset, school=SchoolFactory.create(), room=None, on=DAY)
    last = SchoolFactory.create()
    actions.move(asset=asset, school=last, room=None, on=DAY)
    assert [place.school for place in Placement.objects.filter(asset=asset, valid__contains=DAY)] == [last]


def test_a_retired_device_leaves_everything_that_day():
    school = SchoolFactory.create()
    asset = placed(school)
    filled(slot(school, SlotKind.HEAD_POST), asset)
    actions.retire(asset=asset, on=DAY)
    assert not asset.placements.filter(valid__contains=DAY).exists()
    assert not asset.fillings.filter(valid__contains=DAY).exists()


def test_a_device_cannot_be_retired_before_it_was_bought():
    asset = placed(SchoolFactory.create())
    with pytest.raises(ValidationError, match="avant d’y être entré"):
        actions.retire(asset=asset, on=dt.date(2001, 1, 1))


def test_a_new_system_takes_the_place_of_the_one_before():
    asset = placed(SchoolFactory.create())
    for name, day in (("Windows 10", dt.date(2025, 1, 1)), ("Windows 11", DAY)):
        actions.install(asset=asset, system=OperatingSystem.objects.create(name=name), on=day)
    assert [row.system.name for row in asset.installations.filter(valid__contains=DAY)] == ["Windows 11"]
    assert [row.system.name for row in asset.installations.filter(valid__contains=DAY - dt.timedelta(days=1))] == [
        "Windows 10"
    ]


def test_only_a_device_of_the_school_fills_its_slot():
    place = slot(SchoolFactory.create(), SlotKind.PHONE)
    with pytest.raises(ValidationError, match="pas en service dans cette école"):
        actions.fill(slot=place, asset=placed(SchoolFactory.create()), on=DAY)
