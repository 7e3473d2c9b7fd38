"""Checking a room: everything is there unless said otherwise, sent once or twice, early or late."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lekol.directory.choices import Role
from lekol.directory.models import Building, Floor, Room
from lekol.equipment import actions
from lekol.equipment.actions.audit import record_audit, settle
from lekol.equipment.choices import Status
from lekol.equipment.choices.audit import Finding, Settled
from lekol.equipment.models import Asset, Audit, Placement
from lekol.equipment.rules.audit import compare, number_in
from lekol.journal.models import Entry
from tests.directory.factories import SchoolFactory
from tests.directory.test_imports import reader
from tests.equipment.factories import BOUGHT, AssetFactory

CHECKS, AUDIT = 6, 5
NUMBERS = st.lists(st.sampled_from([f"V{rank}" for rank in range(8)]), unique=True)


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_each_number_gets_one_line_and_a_device_that_moved_is_never_missing(shown, here, missing, extra):
    lines = compare(shown, set(here), set(missing), extra, {f"V{rank}": "ailleurs" for rank in range(8)})
    assert sorted(line.number for line in lines) == sorted({*shown, *extra})
    assert all(line.number in here for line in lines if line.finding == "absent")
    assert all(line.finding == "present" for line in lines if line.number in shown and line.number in extra)


@pytest.mark.parametrize(
    ("read", "number"),
    [
        ("https://lekol.example.org/equipements/VSD-00412/?c=97411", "VSD-00412"),
        ("http://127.0.0.1:8000/equipements/S%20N/", "S N"),
        ("  VSD-7 ", "VSD-7"),
    ],
)
def test_a_scanner_reads_a_number_or_the_address_behind_a_code(read, number):
    assert number_in(read) == number


@pytest.fixture
def school(db):
    return SchoolFactory.create()


def room_of(school, name="Salle 12"):
    building, _ = Building.objects.get_or_create(school=school, name="A")
    floor, _ = Floor.objects.get_or_create(building=building, level=0)
    return Room.objects.create(school=school, floor=floor, name=name)


def standing(room, number):
    asset = AssetFactory.create(commune=room.school.commune, inventory_number=number)
    Placement(asset=asset, school=room.school, room=room, valid=DateRange(BOUGHT, None)).save()
    return asset


def checked(room, by, shown=(), missing=(), extra=(), key=None):
    return record_audit(
        key=key or uuid.uuid4(), room=room, shown=shown, missing=missing, extra=extra, taken_at=timezone.now(), by=by
    )


def findings(audit):
    return dict(audit.lines.values_list("number", "finding"))


def test_a_check_tells_what_is_there_missing_elsewhere_and_unknown(school):
    room, other = room_of(school), room_of(school, "Salle 14")
    for number in ("V1", "V2"):
        standing(room, number)
    standing(other, "V3")
    head = reader(Role.SCHOOL_HEAD, school).person
    audit = checked(room, head, ["V1", "V2"], ["V2"], ["V3", "XX"])
    assert findings(audit) == {"V1": "present", "V2": "absent", "V3": "inattendu", "XX": "inconnu"}
    assert "Salle 14" in audit.lines.get(number="V3").said
    assert Entry.objects.filter(verb="audit.recorded").count() == 1


def test_a_check_sent_twice_is_one_check(school):
    room, head, key = room_of(school), reader(Role.SCHOOL_HEAD, school).person, uuid.uuid4()
    standing(room, "V1")
    assert checked(room, head, ["V1"], [], [], key) == checked(room, head, ["V1"], ["V1"], [], key)
    assert Audit.objects.count() == 1


def test_a_device_moved_in_between_is_a_conflict_that_is_said_not_a_loss(school):
    room, other = room_of(school), room_of(school, "Salle 14")
    asset = standing(room, "V1")
    actions.move(asset=asset, school=school, room=other, on=timezone.localdate())
    audit = checked(room, reader(Role.SCHOOL_HEAD, school).person, ["V1"], ["V1"])
    line = audit.lines.get()
    assert (line.finding, line.settled) == (Finding.MOVED, Settled.NONE)
    assert "Salle 14" in line.said


def test_a_device_of_a_school_the_reader_does_not_see_is_not_located(school):
    beside = SchoolFactory.create(commune=school.commune, name="Les Secrets")
    standing(room_of(beside, "Coffre"), "V9")
    audit = checked(room_of(school), reader(Role.SCHOOL_HEAD, school).person, extra=["V9"])
    assert audit.lines.get().said == "Attendu : une autre école."


def test_what_was_found_is_settled_on_the_spot_once(school):
    room, other = room_of(school), room_of(school, "Salle 14")
    standing(room, "V1")
    moved = standing(other, "V2")
    Placement.objects.filter(asset=moved).update(valid=DateRange(BOUGHT - dt.timedelta(days=9), None))
    head = reader(Role.SCHOOL_HEAD, school).person
    audit = checked(room, head, ["V1"], ["V1"], ["V2"])
    settle(line=audit.lines.get(number="V2"), how=Settled.PLACED, by=head)
    settle(line=audit.lines.get(number="V1"), how=Settled.LOST, by=head)
    assert Asset.objects.get(inventory_number="V2").room == room
    lost = Asset.objects.get(inventory_number="V1")
    assert (lost.status, lost.room, lost.school) == (Status.MISSING, None, None)
    with pytest.raises(ValidationError, match="déjà réglé"):
        settle(line=audit.lines.get(number="V1"), how=Settled.NONE, by=head)


def test_the_page_starts_from_everything_present_and_works_without_script(client, school):
    room = room_of(school)
    for number in ("V1", "V2"):
        standing(room, number)
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    address = reverse("equipment:check_room", args=[school.uai, room.pk])
    page = client.get(address)
    assert "checked" not in page.content.decode()
    sent = {"key": page.context["key"], "shown": ["V1", "V2"], "missing": ["V2"], "extra": "ZZ\n"}
    answer = client.post(address, sent)
    assert findings(Audit.objects.get()) == {"V1": "present", "V2": "absent", "ZZ": "inconnu"}
    shown = client.get(answer["Location"]).content.decode()
    assert "Introuvable" in shown
    assert client.post(address, sent, headers={"accept": "application/json"}).json() == {"url": answer["Location"]}
    assert client.post(address, {"key": "rien"}).status_code == 400


@pytest.mark.parametrize("count", [1, 3])
def test_pages_of_checks_cost_the_same_whatever_they_list(client, school, count, django_assert_num_queries):
    head = reader(Role.SCHOOL_HEAD, school)
    for rank in range(count):
        room = room_of(school, f"Salle {rank}")
        standing(room, f"V{rank}")
        audit = checked(room, head.person, [f"V{rank}"], [f"V{rank}"])
    client.force_login(head)
    for address in (reverse("equipment:checks", args=[school.uai]), reverse("equipment:audit", args=[audit.key])):
        client.get(address)
    with django_assert_num_queries(CHECKS):
        client.get(reverse("equipment:checks", args=[school.uai]))
    with django_assert_num_queries(AUDIT):
        client.get(reverse("equipment:audit", args=[audit.key]))
