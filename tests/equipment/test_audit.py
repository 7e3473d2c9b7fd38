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
from lekol.directory.models import Building, Floor, Person, Room
from lekol.equipment import actions
from lekol.equipment.actions.audit import record_audit, settle
from lekol.equipment.actions.estate import move
from lekol.equipment.choices import Kind, Status
from lekol.equipment.choices.audit import Finding, Settled, counted
from lekol.equipment.models import Asset, Audit, Placement
from lekol.equipment.queries.labels import trolleys
from lekol.equipment.rules.audit import compare, number_in
from lekol.journal.models import Entry
from tests.directory.factories import SchoolFactory, post
from tests.directory.test_imports import reader
from tests.equipment.factories import BOUGHT, AssetFactory, DeviceModelFactory

CHECKS, AUDIT = 7, 7
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
        key=key or uuid.uuid4(), place=room, shown=shown, missing=missing, extra=extra, taken_at=timezone.now(), by=by
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


def trolley_of(room, *numbers):
    model = DeviceModelFactory.create(kind=Kind.TROLLEY)
    trolley = AssetFactory.create(commune=room.school.commune, inventory_number="MAL-1", model=model)
    Placement(asset=trolley, school=room.school, room=room, valid=DateRange(BOUGHT, None)).save()
    for number in numbers:
        asset = AssetFactory.create(commune=room.school.commune, inventory_number=number)
        Placement(asset=asset, school=room.school, room=room, container=trolley, valid=DateRange(BOUGHT, None)).save()
    trolley.refresh_from_db()
    return trolley


def test_a_trolley_is_checked_from_its_own_label_and_what_lacks_is_lost_by_the_guarded_verb(client, school):
    room = room_of(school)
    trolley, stray = trolley_of(room, "T-1", "T-2"), standing(room, "T-9")
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    address = reverse("equipment:check_trolley", args=["MAL-1"])
    page = client.get(address)
    assert sorted(row.inventory_number for row in page.context["expected"]) == ["T-1", "T-2"]
    words = {"key": str(uuid.uuid4()), "shown": ["T-1", "T-2"], "missing": ["T-2"], "extra": "T-9\n"}
    client.post(address, words)
    audit = Audit.objects.get()
    assert (audit.trolley, audit.room) == (trolley, None)
    assert findings(audit) == {"T-1": "present", "T-2": "absent", "T-9": "inattendu"}
    by = Person.objects.get(account__isnull=False)
    settle(line=audit.lines.get(number="T-9"), how="place", by=by)
    assert stray.placements.get(valid__contains=timezone.localdate()).container == trolley
    settle(line=audit.lines.get(number="T-2"), how="perdu", by=by)
    lost = Asset.objects.get(inventory_number="T-2")
    step = lost.transitions.get()
    assert (lost.status, step.after, step.reason) == ("introuvable", "introuvable", str(audit))
    assert step.memory["ended"]  # the guarded verb remembers, and can be taken back
    assert not lost.placements.filter(valid__contains=timezone.localdate()).exists()


def test_what_a_trolley_holds_goes_with_it(school):
    trolley = trolley_of(room_of(school), "T-1")
    other = SchoolFactory.create(commune=school.commune)
    move(asset=trolley, school=other, room=None, on=timezone.localdate())
    held = Asset.objects.get(inventory_number="T-1")
    assert held.school == other
    assert held.placements.get(valid__contains=timezone.localdate()).container == trolley


def test_two_checks_of_the_same_day_are_shown_side_by_side(client, school):
    room, by = room_of(school), post(Role.SCHOOL_HEAD, school).person
    standing(room, "V-1")
    first = checked(room, by, shown=["V-1"], missing=["V-1"])
    second = checked(room, by, shown=["V-1"])
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    page = client.get(reverse("equipment:audit", args=[first.key])).content.decode()
    assert "comparez avant de régler" in page
    assert "Vu depuis" in page
    assert reverse("equipment:audit", args=[second.key]) in page


def test_the_label_of_a_trolley_opens_its_check(school):
    trolley_of(room_of(school))
    assert [label.url.split("/", 3)[3] for label in trolleys(school)] == ["equipements/MAL-1/verifier/?c=97411"]


def test_a_stranger_who_scans_a_trolley_sees_how_to_report_and_the_school(client, school):
    trolley_of(room_of(school), "T-1")
    page = client.get(reverse("equipment:check_trolley", args=["MAL-1"])).content.decode()
    assert school.full_name in page
    assert "T-1" not in page
    assert client.post(reverse("equipment:check_trolley", args=["MAL-1"])).status_code == 403


@pytest.mark.parametrize(
    ("count", "said"), [(17, "17 présents"), (1, "1 présent"), (0, "0 présent"), (2, "2 présents")]
)
def test_several_present_are_said_in_the_plural(count, said):
    assert counted(Finding.FOUND, count) == said
    assert counted(Finding.UNKNOWN, 2) == "2 numéros inconnus du parc"
