"""Pages of the estate, as a technician, a head and a stranger."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from lekol.directory.choices import Role
from lekol.equipment import actions
from lekol.equipment.choices import Kind, Origin, SlotKind
from tests.directory.factories import CommuneFactory, RoomFactory, SchoolFactory, reader
from tests.equipment.factories import placed, slot

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_devices_costs_the_same_whatever_its_length(client, count, django_assert_num_queries):
    school = SchoolFactory.create()
    for _ in range(count):
        placed(school)
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    client.get(reverse("equipment:devices"))
    with django_assert_num_queries(8):
        page = client.get(reverse("equipment:devices"))
    assert len(page.context["rows"]) == count


def test_devices_are_found_by_label_serial_kind_and_origin(client):
    school = SchoolFactory.create()
    placed(school, inventory_number="VSD-00412", serial="ABC1")
    placed(school, inventory_number="VSD-00500", origin=Origin.GIFT)
    client.force_login(reader(Role.TECHNICIAN, school.commune))

    def found(**words):
        return [row.inventory_number for row, _ in client.get(reverse("equipment:devices"), words).context["rows"]]

    assert found(q="vsd-004") == ["VSD-00412"]
    assert found(q="abc") == ["VSD-00412"]
    assert found(origine="don") == ["VSD-00500"]
    assert found(type="tablette") == []


def test_a_device_page_says_who_maintains_it_and_why(client):
    school = SchoolFactory.create()
    asset = placed(school, origin=Origin.GIFT)
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    page = client.get(asset.get_absolute_url()).content.decode()
    assert "les services municipaux n’interviennent pas" in page


def test_the_same_number_in_two_communes_opens_one_s_own(client):
    here = SchoolFactory.create()
    there = SchoolFactory.create(commune=CommuneFactory.create(insee="97415", name="Saint-Paul"))
    mine, other = placed(here, inventory_number="A-1"), placed(there, inventory_number="A-1")
    client.force_login(reader(Role.TECHNICIAN, there.commune))
    assert client.get("/equipements/A-1/").context["asset"] == other
    client.force_login(reader(Role.TECHNICIAN, here.commune))
    assert client.get("/equipements/A-1/").context["asset"] == mine


def test_a_room_is_chosen_under_its_own_school(client):
    school = SchoolFactory.create()
    other, foreign = (
        SchoolFactory.create(commune=school.commune),
        SchoolFactory.create(commune=CommuneFactory.create(insee="97415", name="Saint-Paul")),
    )
    made = {place: RoomFactory.create(school=place) for place in (school, other, foreign)}
    asset = placed(school)
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    form = client.get(reverse("equipment:move", args=[asset.inventory_number])).context["form"]
    (_, *groups) = form.fields["room"].choices
    assert {name: [value.value for value, _ in rows] for name, rows in groups} == {
        str(place): [made[place].pk] for place in (school, other)
    }
    words = {"school": other.pk, "room": made[other].pk, "on": f"{timezone.localdate():%Y-%m-%d}"}
    client.post(reverse("equipment:move", args=[asset.inventory_number]), words)
    asset.refresh_from_db()
    assert (asset.school, asset.room) == (other, made[other])


def test_only_what_runs_a_system_is_asked_for_it_and_cents_are_said(client):
    school = SchoolFactory.create()
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    shown = {}
    for kind, cost in ((Kind.COPIER, "1200.00"), (Kind.LAPTOP, "642.50")):
        page = client.get(placed(school, kind=kind, cost=cost).get_absolute_url()).content.decode()
        shown[kind] = ("Système inconnu." in page, "1\u202f200 €" in page, "642,50 €" in page)
    assert shown == {Kind.COPIER: (False, True, False), Kind.LAPTOP: (True, False, True)}


def test_a_label_of_one_device_is_asked_from_its_page(client):
    school = SchoolFactory.create()
    asset = placed(school)
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    page = client.get(asset.get_absolute_url()).content.decode()
    address = f"{reverse('equipment:labels', args=[school.uai])}?what=materiels&numbers={asset.inventory_number}"
    assert address.replace("&", "&amp;") in page
    assert client.get(address).context["form"]["numbers"].value() == asset.inventory_number


def test_a_head_sees_a_device_of_the_school_and_cannot_retire_it(client):
    school = SchoolFactory.create()
    asset = placed(school)
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    assert client.get(asset.get_absolute_url()).status_code == 200
    assert client.get(reverse("equipment:step", args=[asset.inventory_number, "reforme"])).status_code == 403


def test_a_stranger_sees_no_device_of_another_school(client):
    asset = placed(SchoolFactory.create())
    client.force_login(reader(Role.SCHOOL_HEAD, SchoolFactory.create()))
    assert client.get(asset.get_absolute_url()).status_code == 404


def test_a_technician_registers_a_device_from_the_school_s_page(client):
    school = SchoolFactory.create()
    model = placed(school).model
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    words = {"inventory_number": "VSD-9", "model": model.pk, "origin": "ville", "acquired_on": "2026-11-02"}
    response = client.post(reverse("equipment:add", args=[school.uai]), words)
    assert response.status_code == 302
    assert client.get("/equipements/VSD-9/").status_code == 200


def test_what_is_refused_is_said_on_the_form(client):
    school = SchoolFactory.create()
    asset = placed(school)
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    words = {
        "inventory_number": asset.inventory_number,
        "model": asset.model_id,
        "origin": "ville",
        "acquired_on": "2026-11-02",
    }
    page = client.post(reverse("equipment:add", args=[school.uai]), words)
    assert "déjà porté par un autre matériel" in page.content.decode()


def test_a_head_says_which_device_is_the_direction_s(client):
    school = SchoolFactory.create()
    asset = placed(school)
    slot(school, SlotKind.HEAD_POST)
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    address = reverse("equipment:fill", args=[school.uai, SlotKind.HEAD_POST, 1])
    assert client.post(address, {"asset": asset.pk, "on": "2026-11-02"}).status_code == 302
    assert asset.fillings.count() == 1


@pytest.mark.parametrize("fmt", ["xlsx", "ods"])
def test_the_estate_as_a_workbook_holds_real_dates_and_the_page_shows_them_as_on_paper(client, fmt):
    school = SchoolFactory.create(name="Les Badamiers")
    until = dt.date(2027, 6, 1)
    for number, warranty in (("A-1", until), ("A-2", None)):
        placed(school, inventory_number=number, warranty_until=warranty, acquired_on=dt.date(2020, 1, 6))
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    address = reverse("equipment:devices")
    content = io.BytesIO(b"".join(client.get(address, {"format": fmt, "tri": "-materiel"}).streaming_content))
    rows = CalamineWorkbook.from_filelike(content).get_sheet_by_index(0).to_python()
    assert [(row[0], row[-1]) for row in rows] == [("Matériel", "Garantie"), ("A-2", ""), ("A-1", until)]
    page = client.get(address)
    assert [(row.inventory_number, values[-1]) for row, values in page.context["rows"]] == [
        ("A-1", until),
        ("A-2", None),
    ]
    assert '<td role="cell" data-l="Garantie">01/06/2027</td>' in page.content.decode()


def test_a_device_that_left_a_school_tells_it_nothing_of_its_life_elsewhere(client):
    here = SchoolFactory.create(name="Les Badamiers")
    there = SchoolFactory.create(name="Les Tamarins", commune=here.commune)
    asset = placed(here)
    actions.move(asset=asset, school=there, room=None, on=dt.date(2025, 1, 6))
    client.force_login(reader(Role.SCHOOL_HEAD, here))
    page = client.get(asset.get_absolute_url()).content.decode()
    assert "Les Badamiers" in page
    assert "Tamarins" not in page
