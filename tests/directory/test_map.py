"""The map: points coloured and shaped by a measure, with the same figures in a table."""

import xml.etree.ElementTree as ET

import pytest
from django.urls import reverse

from lekol.directory.choices import Role
from tests.directory.factories import CommuneFactory, RoomFactory, SchoolFactory, reader
from tests.network.test_measures import drop

pytestmark = pytest.mark.django_db
ADDRESS = {"mesure": "network.classrooms_cabled"}


@pytest.mark.parametrize("count", [1, 3])
def test_the_map_costs_the_same_whatever_the_number_of_schools(client, count, django_assert_num_queries):
    for _ in range(count):
        school = SchoolFactory.create()
    client.force_login(reader(Role.PROJECT_LEAD, school.commune))
    client.get(reverse("directory:map"), ADDRESS)
    with django_assert_num_queries(6):
        page = client.get(reverse("directory:map"), ADDRESS)
    assert len(page.context["rows"]) == count


def test_each_class_has_its_own_colour_shape_and_words(client):
    full, none, nothing = (SchoolFactory.create(name=name) for name in ("Pleine", "Vide", "Sans salle"))
    drop(RoomFactory.create(school=full))
    RoomFactory.create(school=none)
    client.force_login(reader(Role.PROJECT_LEAD, full.commune))
    page = client.get(reverse("directory:map"), ADDRESS)
    tones = {row["school"].name: row["tone"] for row in page.context["rows"]}
    assert tones == {"Pleine": "ok", "Vide": "non", "Sans salle": "nul"}
    drawing = ET.fromstring(str(page.context["svg"]))  # noqa: S314 — our own drawing
    paths = {path.get("class"): path.get("d") for path in drawing.iter("path") if path.get("class")}
    assert len(set(paths.values())) == 3
    assert next(link.get("aria-label") for link in drawing.iter("a")).startswith("Pleine : 1 sur 1")
    assert nothing.get_absolute_url() in page.content.decode()


def test_an_unknown_measure_shows_another_rather_than_nothing(client):
    school = SchoolFactory.create()
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    assert client.get(reverse("directory:map"), {"mesure": "rien.du.tout"}).status_code == 200


def test_a_school_without_position_is_counted_and_listed(client):
    school = SchoolFactory.create(latitude=None, longitude=None)
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    page = client.get(reverse("directory:map"))
    assert page.context["unplaced"] == 1
    assert school.name in page.content.decode()


def test_schools_of_another_commune_are_not_on_the_map(client):
    school = SchoolFactory.create()
    SchoolFactory.create(commune=CommuneFactory.create(insee="97415", name="Saint-Paul"))
    client.force_login(reader(Role.PROJECT_LEAD, school.commune))
    page = client.get(reverse("directory:map"), {"perimetre": "academie:28"})
    assert [row["school"] for row in page.context["rows"]] == [school]
