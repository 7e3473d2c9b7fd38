"""Rooms and head-counts."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from lekol.directory import actions
from lekol.directory.choices import Role, RoomUse
from tests.directory.factories import RoomFactory, SchoolFactory, reader
from tests.network.test_measures import drop

pytestmark = pytest.mark.django_db


def test_a_room_brings_its_building_and_floor_with_it():
    school = SchoolFactory.create()
    room = actions.add_room(school=school, building="Bâtiment B", level=1, name="CM2 A", use=RoomUse.CLASSROOM)
    assert (room.floor.building.name, room.floor.name) == ("Bâtiment B", "1er étage")


def test_two_rooms_of_a_school_never_share_a_name():
    room = RoomFactory.create(name="CM2 A")
    with pytest.raises(ValidationError, match="déjà une salle de ce nom"):
        actions.add_room(school=room.school, building="B", level=0, name="CM2 A", use=RoomUse.CLASSROOM)


def test_a_room_with_outlets_is_not_removed():
    room = RoomFactory.create()
    drop(room, tested_on=dt.date(2025, 1, 1))
    with pytest.raises(ValidationError, match="porte des prises"):
        actions.remove_room(room=room)
    room.refresh_from_db()


def test_a_head_adds_renames_and_removes_a_room_on_screen(client):
    school = SchoolFactory.create()
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    words = {"building": "A", "level": "0", "name": "BCD", "use": "bcd"}
    client.post(reverse("directory:add_room", args=[school.uai]), words)
    room = school.rooms.get()
    client.post(reverse("directory:edit_room", args=[school.uai, room.pk]), {"name": "Bibliothèque", "use": "bcd"})
    room.refresh_from_db()
    assert room.name == "Bibliothèque"
    client.post(reverse("directory:remove_room", args=[school.uai, room.pk]))
    assert school.rooms.count() == 0


def test_a_headcount_is_written_once_a_year_and_journaled_when_it_moves(client):
    school = SchoolFactory.create()
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    for pupils in ("240", "251"):
        words = {"school_year": "2026", "pupils": pupils, "classes": "10"}
        client.post(reverse("directory:headcount", args=[school.uai]), words)
    assert [row.pupils for row in school.headcounts.all()] == [251]
    assert "élèves : 240 → 251" in client.get(school.get_absolute_url()).content.decode()


def test_a_class_may_hold_several_levels_and_is_journaled(client):
    room = RoomFactory.create(name="Salle 4")
    school = room.school
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    words = {"name": "CE1-CE2", "levels": ["CE1", "CE2"], "pupils": "23", "room": room.pk}
    assert client.post(reverse("directory:add_class", args=[school.uai]), words).status_code == 302
    group = school.class_groups.get()
    assert (group.levels, group.pupils, group.room) == (["CE1", "CE2"], 23, room)
    client.post(reverse("directory:edit_class", args=[school.uai, group.pk]), {**words, "pupils": "24"})
    assert "CE1-CE2 (CE1, CE2), 24 élèves, salle Salle 4" in client.get(school.get_absolute_url()).content.decode()
    client.post(reverse("directory:remove_class", args=[school.uai, group.pk]))
    assert school.class_groups.count() == 0


def test_two_classes_of_a_year_never_share_a_name(client):
    school = SchoolFactory.create()
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    words = {"name": "CP A", "levels": ["CP"], "pupils": "12"}
    for _ in range(2):
        page = client.post(reverse("directory:add_class", args=[school.uai]), words)
    assert "Cette école a déjà une classe de ce nom cette année" in page.content.decode()
    assert school.class_groups.count() == 1
