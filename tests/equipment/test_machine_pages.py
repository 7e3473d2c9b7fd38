"""Pages of announced machines and of the keys of agents, as those who decide and those who do not."""

import json

import pytest
from django.urls import reverse

from lekol.directory.choices import Role
from lekol.equipment import actions
from lekol.equipment.actions import Arrival, receive
from lekol.equipment.choices import Kind, Standing
from lekol.equipment.models import AgentKey, Machine
from lekol.integrations.inventory_agents.translate import read
from tests.directory.factories import CommuneFactory, SchoolFactory, reader
from tests.equipment.factories import placed
from tests.integrations import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return SchoolFactory.create()


def announced(school, n=1, **words):
    inventory = read(json.dumps(samples.native(n, **words)).encode())[0]
    return receive(inventory=inventory, arrival=Arrival(school.commune, school)).machine


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_machines_to_decide_costs_the_same_whatever_its_length(
    client, school, count, django_assert_num_queries
):
    for n in range(count):
        announced(school, n)
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    client.get(reverse("equipment:quarantine"))
    with django_assert_num_queries(6):
        page = client.get(reverse("equipment:quarantine"))
    assert len(page.context["table"]) == count


def test_a_machine_page_shows_what_it_says_and_nothing_of_people(client, school):
    made = announced(school)
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    page = client.get(made.get_absolute_url()).content.decode()
    for words in ("Latitude 3520", "LibreOffice 25.8.1.1", "Windows Defender", "234,4 Go", "54bf64000001"):
        assert words in page
    assert "camille.hoarau" not in page
    assert "Inscrire au parc" not in page


def test_a_technician_enters_a_machine_from_its_page(client, school):
    made = announced(school)
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    assert "Inscrire au parc" in client.get(made.get_absolute_url()).content.decode()
    url = reverse("equipment:enter", args=[made.pk])
    assert client.get(url).context["form"].initial["school"] == school.pk
    answer = client.post(url, {"school": school.pk, "kind": Kind.LAPTOP, "origin": "don", "inventory_number": ""})
    made.refresh_from_db()
    assert made.asset.inventory_number == f"INV-{made.pk:05d}"
    assert made.asset.origin == "don"
    assert answer.url == made.asset.get_absolute_url()


def test_a_number_already_taken_is_said_on_the_form_and_nothing_is_entered(client, school):
    placed(school, inventory_number="VSD-1")
    made = announced(school)
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    words = {"school": school.pk, "kind": Kind.LAPTOP, "origin": "ville", "inventory_number": "VSD-1"}
    page = client.post(reverse("equipment:enter", args=[made.pk]), words)
    assert "déjà porté" in page.content.decode()
    assert Machine.objects.get().asset is None


def test_a_likeness_is_shown_with_its_points_and_taken_by_a_button(client, school):
    asset = placed(school, kind=Kind.COPIER, serial="SCH0000001", inventory_number="VSD-7")
    made = announced(school)
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    page = client.get(made.get_absolute_url()).content.decode()
    assert "même numéro de série (+60)" in page
    assert "autre type de matériel (-40)" in page
    assert "C’est lui" in page
    client.post(reverse("equipment:link", args=[made.pk]), {"inventory_number": "VSD-7"})
    made.refresh_from_db()
    assert made.asset == asset


def test_a_likeness_of_another_commune_is_never_shown(client, school):
    there = SchoolFactory.create(commune=CommuneFactory.create(insee="97415", name="Saint-Paul"))
    hidden = placed(there, kind=Kind.COPIER, serial="SCH0000001")
    made = announced(school)
    Machine.objects.filter(pk=made.pk).update(candidates=[{"key": f"a{hidden.pk}", "score": 60, "reasons": []}])
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    assert client.get(made.get_absolute_url()).context["candidates"] == []
    page = client.post(reverse("equipment:link", args=[made.pk]), {"inventory_number": hidden.inventory_number})
    assert "Aucun matériel que vous voyez" in page.content.decode()


def test_a_machine_is_ignored_brought_back_and_detached(client, school):
    made = announced(school)
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    client.post(reverse("equipment:ignore", args=[made.pk]))
    made.refresh_from_db()
    assert made.standing == Standing.IGNORED
    client.post(reverse("equipment:reconsider", args=[made.pk]))
    made.refresh_from_db()
    actions.enter(machine=made, school=school, by=None)
    answer = client.post(reverse("equipment:ignore", args=[made.pk]), follow=True)
    assert "détachez-la d’abord" in answer.content.decode()


def test_a_key_is_made_shown_once_and_revoked(client, school):
    client.force_login(reader(Role.CITY_IT_HEAD, school.commune))
    page = client.post(
        reverse("equipment:create_key"), {"name": "Postes", "commune": school.commune_id, "school": school.pk}
    ).content.decode()
    key = AgentKey.objects.get()
    assert key.login in page
    assert "/agents/" in page
    listed = client.get(reverse("equipment:keys")).content.decode()
    assert key.login in listed
    assert key.digest not in page + listed
    client.post(reverse("equipment:revoke_key", args=[key.pk]))
    key.refresh_from_db()
    assert key.revoked_at is not None


def test_no_key_is_made_for_another_commune(client, school):
    there = SchoolFactory.create(commune=CommuneFactory.create(insee="97415", name="Saint-Paul"))
    client.force_login(reader(Role.CITY_IT_HEAD, school.commune))
    words = {"name": "Ailleurs", "commune": there.commune_id, "school": ""}
    assert client.post(reverse("equipment:create_key"), words).status_code == 200
    assert AgentKey.objects.count() == 0


def test_a_machine_is_never_taken_for_what_no_agent_tells_of(client, school):
    made, trolley = announced(school), placed(school, kind=Kind.TROLLEY)
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    page = client.post(reverse("equipment:link", args=[made.pk]), {"inventory_number": trolley.inventory_number})
    assert "mallette de tablettes » : aucun agent n’en parle" in page.content.decode()
    made.refresh_from_db()
    assert (made.asset, made.standing) == (None, Standing.QUARANTINE)


def test_what_a_machine_says_is_shown_in_french(client, school):
    made = announced(school)
    made.sections.update_or_create(
        name="hardware", defaults={"rows": [{"virtual": "Physical", "bios_date": "2016-01-03", "memory_mb": 7864}]}
    )
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    (part,) = [part for part in client.get(made.get_absolute_url()).context["parts"] if part["label"] == "Matériel"]
    assert part["rows"] == [[("virtuel", "non"), ("BIOS du", "03/01/2016"), ("mémoire", "7,7 Go")]]
