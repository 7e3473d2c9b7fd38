"""The verbs of the network on screen and in the base."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from lekol.directory.choices import Role
from lekol.journal.models import Entry
from lekol.network import actions
from lekol.network.choices import Payer, Technology
from tests.directory.factories import RoomFactory, SchoolFactory, reader

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 2)


def open_link(school, since=DAY, mbps=300):
    return actions.open_link(
        school=school, technology=Technology.FTTH, downstream_mbps=mbps, upstream_mbps=100, payer=Payer.CITY,
        monthly_cost=None, since=since,
    )  # fmt: skip


def test_a_tested_drop_is_written_once_under_its_label():
    room = RoomFactory.create()
    for _ in range(2):
        actions.pass_outlet(room=room, label="A-12", category="6", tested_on=DAY)
    assert room.outlets.count() == 1
    assert Entry.objects.about(room.school).count() == 2


def test_a_new_link_ends_the_one_before_it():
    school = SchoolFactory.create()
    open_link(school, since=dt.date(2025, 1, 1))
    open_link(school)
    assert [row.valid.upper for row in school.links.order_by("valid")] == [DAY, None]


def test_two_links_cannot_begin_the_same_day():
    school = SchoolFactory.create()
    open_link(school)
    with pytest.raises(ValidationError, match="commence déjà ce jour-là"):
        open_link(school)
    assert school.links.count() == 1


def test_a_technician_records_a_test_and_the_room_shows_as_cabled(client):
    room = RoomFactory.create(name="CM2 B")
    client.force_login(reader(Role.TECHNICIAN, room.school.commune))
    words = {"room": room.pk, "label": "A-1", "category": "6", "tested_on": "2026-11-02"}
    assert client.post(reverse("network:outlet", args=[room.school.uai]), words).status_code == 302
    page = client.get(room.school.get_absolute_url()).content.decode()
    assert "1 salle câblée sur 1" in page


def test_a_test_to_come_is_refused_in_french(client):
    room = RoomFactory.create()
    client.force_login(reader(Role.TECHNICIAN, room.school.commune))
    words = {"room": room.pk, "label": "A-1", "category": "6", "tested_on": "2999-01-01"}
    page = client.post(reverse("network:outlet", args=[room.school.uai]), words)
    assert "date à venir" in page.content.decode()
    assert room.outlets.count() == 0


def test_a_measured_rate_replaces_the_subscribed_one_on_the_page(client):
    school = SchoolFactory.create()
    open_link(school)
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    assert client.post(reverse("network:rate", args=[school.uai]), {"mbps": "212.5"}).status_code == 302
    assert "212,5" in client.get(school.get_absolute_url()).content.decode()


def test_a_head_sees_the_network_and_does_not_keep_it(client):
    school = SchoolFactory.create()
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    assert client.get(reverse("network:link", args=[school.uai])).status_code == 403


def test_a_rate_without_link_is_nowhere(client):
    school = SchoolFactory.create()
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    assert client.get(reverse("network:rate", args=[school.uai])).status_code == 404
