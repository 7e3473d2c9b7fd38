"""Devices for machines: the same rows as the person’s own list."""

import pytest

from lekol.api.schemas import DeviceOut, Devices
from lekol.directory.choices import Role
from lekol.identity.choices import Reach
from tests.access import things
from tests.access.world import FOREIGNER, NEIGHBOUR
from tests.equipment.factories import placed

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/materiels"


def numbers(client, **words):
    return [row["number"] for row in client.get(ADDRESS, words).json()["items"]]


def test_a_token_reads_the_devices_its_person_sees_and_no_other(world, machine):
    things.asset(world)
    placed(world.gamma, inventory_number="SP-1")
    found = {who: numbers(machine(who)) for who in (Role.SCHOOL_HEAD, Role.TECHNICIAN, NEIGHBOUR, FOREIGNER)}
    assert found == {
        Role.SCHOOL_HEAD: ["VSD-00412"], Role.TECHNICIAN: ["VSD-00412"], NEIGHBOUR: [], FOREIGNER: ["SP-1"],
    }  # fmt: skip
    assert machine(NEIGHBOUR).get(f"{ADDRESS}/VSD-00412").status_code == 404
    assert machine(Role.SCHOOL_HEAD).get(f"{ADDRESS}/VSD-00412").json()["school"] == world.alpha.uai


def test_another_reach_opens_no_device(world, machine):
    assert machine(Role.TECHNICIAN, [Reach.SCHOOLS]).get(ADDRESS).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_of_devices_costs_the_same_queries_whatever_its_length(world, machine, django_assert_num_queries, count):
    for _ in range(count):
        placed(world.alpha)
    client = machine(Role.CITY_IT_HEAD)
    client.get(ADDRESS)
    with django_assert_num_queries(4):
        assert len(client.get(ADDRESS).json()["items"]) == count


def test_filters_and_marks_follow_one_another(world, machine):
    for number in ("A-1", "A-2", "A-10"):
        placed(world.alpha, inventory_number=number)
    client = machine(Role.CITY_IT_HEAD)
    first = client.get(ADDRESS, {"limit": 2}).json()
    assert numbers(client, limit=2, after=first["next"]) == ["A-10"]
    assert numbers(client, type="tablette") == []
    assert numbers(client, q="a1", ecole=world.alpha.uai) == ["A-1", "A-10"]


def test_what_is_written_by_hand_is_what_the_schema_describes(world, machine):
    asset = placed(world.alpha, inventory_number="A-1", serial="", name="POSTE-1")
    client = machine(Role.CITY_IT_HEAD)
    row, whole = client.get(f"{ADDRESS}/A-1").json(), client.get(ADDRESS).json()
    assert list(row) == list(DeviceOut.model_fields)
    assert DeviceOut.model_validate(row).model_dump(mode="json") == row
    assert Devices.model_validate(whole).model_dump(mode="json") == whole == {"items": [row], "next": None}
    assert (row["serial"], row["room"], row["acquired_on"]) == (None, None, asset.acquired_on.isoformat())
