"""The list behind a figure holds exactly the rows that are due and not met."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from lekol.directory.choices import Role
from lekol.equipment.choices import Kind, SlotKind
from lekol.pact.measures import Reading, announced
from lekol.pact.scopes import Level, Scope
from tests.directory.factories import CommuneFactory, SchoolFactory, reader
from tests.equipment.factories import filled, placed, running, slot
from tests.equipment.test_measures import ASKS

pytestmark = pytest.mark.django_db
DRILLS = sorted((key, found.drill) for key, found in announced().items() if key.startswith("equipment."))


def estate(school, count):
    for rank in range(count):
        placed(school, acquired_on=dt.date(2015, 1, 1))
        running(placed(school, networked_on=dt.date(2024, 4, 1)), "Ubuntu 24.04 LTS", dt.date(2029, 5, 31))
        filled(slot(school, SlotKind.TROLLEY, 2 * rank + 1), placed(school, kind=Kind.TROLLEY))
        slot(school, SlotKind.TROLLEY, 2 * rank + 2)
        slot(school, SlotKind.PHONE, rank + 1)


@pytest.mark.parametrize(("key", "name"), DRILLS)
def test_the_list_counts_what_the_measure_says_is_missing(client, key, name):
    school = SchoolFactory.create()
    estate(school, 3)
    estate(SchoolFactory.create(commune=CommuneFactory.create(insee="97415", name="Saint-Paul")), 2)
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    figure = Reading.total(announced()[key].read(Scope(Level.COMMUNE, "97411"), timezone.localdate()))
    page = client.get(reverse(name))
    assert page.context["count"] == figure.due - figure.met
    assert len(page.context["table"]) == figure.due - figure.met


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("key", "name"), DRILLS)
def test_a_list_costs_the_same_whatever_its_length(client, key, name, count, django_assert_num_queries):
    school = SchoolFactory.create()
    estate(school, count)
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    client.get(reverse(name))
    with django_assert_num_queries(6 + (key in ASKS)):
        client.get(reverse(name))


@pytest.mark.parametrize(("key", "name"), DRILLS)
def test_the_way_back_from_a_list_leads_to_the_estate(client, key, name):
    client.force_login(reader(Role.TECHNICIAN, SchoolFactory.create().commune))
    page = client.get(reverse(name))
    assert "Parc" in [label for label, _ in page.context["trail"]]
    assert f'<a href="{reverse("equipment:devices")}">Parc</a></li>' in page.content.decode()


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "ods"])
def test_a_list_leaves_as_a_file_with_every_row(client, fmt):
    school = SchoolFactory.create()
    estate(school, 2)
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    response = client.get(reverse("equipment:trolleys_missing"), {"format": fmt})
    content = b"".join(response.streaming_content)
    assert response["Content-Disposition"] == f'attachment; filename="mallettes-a-livrer.{fmt}"'
    assert len(content) > 50
    if fmt == "csv":
        assert content.decode("utf-8-sig").splitlines()[0] == "École;Mallette"
        assert len(content.decode().splitlines()) == 3


def test_a_perimeter_asked_in_the_address_never_widens_what_one_sees(client):
    here, elsewhere = (
        SchoolFactory.create(),
        SchoolFactory.create(commune=CommuneFactory.create(insee="97415", name="Saint-Paul")),
    )
    slot(elsewhere, SlotKind.PHONE)
    client.force_login(reader(Role.TECHNICIAN, here.commune))
    page = client.get(reverse("equipment:direction_gaps"), {"perimetre": "commune:97415"})
    assert page.context["count"] == 0
