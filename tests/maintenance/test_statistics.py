"""The faults of a period in figures: by month, school, nature, party and model; each line opens what it counts."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from lekol.directory.choices import Role
from lekol.equipment.models import Asset
from lekol.maintenance import actions
from lekol.maintenance.models import Ticket
from tests.directory.factories import PersonFactory, SchoolFactory, reader
from tests.equipment.factories import placed
from tests.maintenance.factories import reported

pytestmark = pytest.mark.django_db
PAGE = "maintenance:statistics"


@pytest.fixture
def school(client):
    found = SchoolFactory.create()
    client.force_login(reader(Role.CITY_IT_HEAD, found.commune))
    return found


def test_a_model_fails_so_many_times_for_a_hundred_devices_and_a_year(client, school):
    devices = [placed(school) for _ in range(20)]
    for _ in range(3):
        reported(school, "appareil", asset=devices[0])
    actions.withdraw(ticket=reported(school, "appareil", asset=devices[1]), by=PersonFactory.create())
    page = client.get(reverse(PAGE), {"periode": "24"})
    row, url = page.context["models"][0]
    assert (row.failures, row.devices, row.rate) == (3, 20, 7.5)
    assert "tombe en panne 7,5 fois par 100 matériels et par an" in page.content.decode()
    assert client.get(url).context["count"] == 4  # the list also shows what was withdrawn
    file = client.get(reverse(PAGE), {"table": "modeles", "format": "csv"})
    assert "Pannes par 100 matériels et par an" in b"".join(file.streaming_content).decode()


def test_each_line_counts_its_tickets_and_opens_them(client, school):
    late, other = reported(school), reported(SchoolFactory.create(), "liaison", impact="ecole")
    actions.solve(ticket=other, by=PersonFactory.create(), solution="Rebranchée")
    Ticket.objects.filter(pk=late.pk).update(opened_at=timezone.now() - dt.timedelta(days=400))
    page = client.get(reverse(PAGE))
    tables = {key: rows for key, _, _, rows, _ in page.context["tables"]}
    assert [(row.name, row.count, row.in_time) for row, _ in tables["ecoles"]] == [(other.school.name, 1, 1)]
    assert [row.key for row, _ in tables["natures"]] == ["liaison"]
    for key in ("ecoles", "natures", "parties"):
        found = client.get(tables[key][0][1]).context["page"].rows
        assert [row.ref for row in found] == [other.ref], key
    assert client.get(reverse(PAGE), {"periode": "24"}).context["count"] == 2


@pytest.mark.parametrize("count", [1, 3])
def test_figures_cost_the_same_whatever_they_count(client, school, count, django_assert_num_queries):
    for _ in range(count):
        reported(SchoolFactory.create(), "appareil", asset=placed(school))
    client.get(reverse(PAGE))
    with django_assert_num_queries(12):
        client.get(reverse(PAGE))
    assert Asset.objects.count() == count
