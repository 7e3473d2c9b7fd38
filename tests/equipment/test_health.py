"""Measures and pages of health: counted by hand, each list holding exactly the rows the figure lacks."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lekol.directory.choices import Role
from lekol.equipment import measures
from lekol.equipment.actions.systems import follow_calendar
from lekol.equipment.choices import Kind, Standing
from lekol.equipment.models import Condition, Machine, OperatingSystem
from lekol.equipment.rules.systems import dates
from lekol.journal.models import Entry
from lekol.pact.scopes import Level, Scope
from tests.directory.factories import SchoolFactory, reader
from tests.equipment.factories import placed, running

pytestmark = pytest.mark.django_db
SINCE = dt.date(2026, 1, 5)


@pytest.fixture
def school():
    return SchoolFactory.create()


def machine(school, kind=Kind.DESKTOP, protection="protege", office="LibreOffice 25.8", days=3, **fields):
    """A post that its agent told of some days ago, in some condition."""
    seen = timezone.now() - dt.timedelta(days=days)
    asset = placed(school, kind=kind)
    made = Machine.objects.create(
        asset=asset, commune=school.commune, standing=Standing.LINKED, nature="ordinateur", kind=kind,
        first_seen_at=seen - dt.timedelta(days=30), last_seen_at=seen, **fields,
    )  # fmt: skip
    if protection:
        since = timezone.localdate() - dt.timedelta(days=20)
        Condition.objects.create(machine=made, protection=protection, office=office, valid=(since, None))
    return made


def read(query, school, on=None):
    scope = Scope(Level.SCHOOL, school.uai)
    with CaptureQueriesContext(
        connection,
    ) as done:
        rows = list(query(scope, on or timezone.localdate()))
    assert len(done) == 1
    return rows[0][1:] if rows else None


def test_a_post_is_protected_only_by_an_antivirus_on_and_up_to_date(school):
    for state in ("protege", "perime", "arrete", "incertain", "absent"):
        machine(school, protection=state)
    placed(school, kind=Kind.LAPTOP)  # never seen: due, not met
    machine(school, kind=Kind.TABLET)  # no antivirus is asked of a tablet
    assert read(measures.antivirus_protected, school) == (6, 1)


def test_protection_is_that_of_the_day_asked(school):
    made = machine(school, protection="")
    today = timezone.localdate()
    Condition.objects.create(
        machine=made, protection="absent", valid=(today - dt.timedelta(60), today - dt.timedelta(10))
    )
    Condition.objects.create(machine=made, protection="protege", valid=(today - dt.timedelta(10), None))
    assert read(measures.antivirus_protected, school, today - dt.timedelta(30)) == (1, 0)
    assert read(measures.antivirus_protected, school) == (1, 1)


def test_an_office_suite_is_counted_where_it_was_seen(school):
    machine(school)
    machine(school, office="")
    placed(school)
    assert read(measures.office_present, school) == (3, 1)


def test_a_post_silent_for_sixty_days_is_no_longer_seen(school):
    machine(school, days=59)
    machine(school, days=60)
    machine(school, kind=Kind.TABLET, days=1)
    placed(school)
    assert read(measures.seen_recently, school) == (4, 2)


def test_updates_disks_and_batteries_are_judged_only_where_known(school):
    today = timezone.localdate()
    machine(school, updated_on=today - dt.timedelta(days=10), free_percent=50, battery_percent=80)
    machine(school, updated_on=today - dt.timedelta(days=90), free_percent=9, battery_percent=59)
    machine(school, failing_disk=True, free_percent=70)
    machine(school)
    assert read(measures.updated_recently, school) == (2, 1)
    assert read(measures.disks_well, school) == (3, 1)
    assert read(measures.batteries_well, school) == (2, 1)


def test_nothing_due_gives_no_figure(school):
    assert read(measures.antivirus_protected, school) is None


LISTS = ("unprotected", "without_office", "unseen", "late_updates", "disks", "batteries")


def bad(school):
    old = timezone.localdate() - dt.timedelta(days=100)
    return machine(school, protection="absent", office="", days=100, updated_on=old, free_percent=1, battery_percent=2)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("count", [1, 3])
def test_each_list_holds_the_rows_not_met_at_the_same_cost(client, school, name, count, django_assert_num_queries):
    machine(school, updated_on=timezone.localdate(), free_percent=90, battery_percent=90)
    for _ in range(count):
        bad(school)
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    client.get(reverse(f"equipment:{name}"))
    with django_assert_num_queries(6):
        page = client.get(reverse(f"equipment:{name}"))
    assert len(page.context["table"]) == count


def test_the_list_of_silent_posts_takes_another_number_of_days(client, school):
    machine(school, days=20)
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    assert len(client.get(reverse("equipment:unseen")).context["table"]) == 0
    assert len(client.get(reverse("equipment:unseen"), {"jours": "10"}).context["table"]) == 1
    assert client.get(reverse("equipment:unseen"), {"jours": "beaucoup"}).status_code == 200


def test_the_page_shows_each_figure_of_one_s_own_schools_and_the_calendar_s_date(client, school):
    machine(school)
    bad(school)
    bad(SchoolFactory.create(commune=school.commune))
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    page = client.get(reverse("equipment:health"))
    figures = {row.title: (row.due, row.met) for row in page.context["figures"]}
    assert figures["Antivirus actif et à jour"] == (2, 1)
    assert figures["Vus récemment"] == (2, 1)
    assert "28 novembre 2026" in page.content.decode()


def test_a_school_without_posts_reads_that_there_is_nothing_to_count(client, school):
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    assert "rien à compter ici" in client.get(reverse("equipment:health")).content.decode()


def test_the_page_of_a_device_shows_its_health_and_where_each_field_comes_from(client, school):
    made = machine(school, free_percent=4, battery_percent=40)
    made.asset.field_sources.create(field="model", source="main", offered="Dell Autre")
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    page = client.get(made.asset.get_absolute_url()).content.decode()
    for words in (
        "antivirus actif et à jour",
        "4 % de disque libre",
        "batterie à 40 %",
        "L’agent dit <b>Dell Autre</b>",
    ):
        assert words in page
    client.post(reverse("equipment:lock", args=[made.asset.inventory_number, "model"]), {"verrou": "oui"})
    assert made.asset.field_sources.get(field="model").locked
    assert "verrouillé" in client.get(made.asset.get_absolute_url()).content.decode()


def test_a_head_sees_the_sources_and_may_not_lock(client, school):
    made = machine(school)
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    assert "Verrouiller" not in client.get(made.asset.get_absolute_url()).content.decode()
    url = reverse("equipment:lock", args=[made.asset.inventory_number, "model"])
    assert client.post(url, {"verrou": "oui"}).status_code == 403
    technician = reader(Role.TECHNICIAN, school.commune)
    client.force_login(technician)
    assert client.post(reverse("equipment:lock", args=[made.asset.inventory_number, "couleur"])).status_code == 404


@pytest.mark.parametrize("name", ["unprotected", "without_office", "unseen"])
def test_a_post_never_inventoried_is_in_the_lists_of_what_nobody_knows(client, school, name):
    placed(school)
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    assert len(client.get(reverse(f"equipment:{name}")).context["table"]) == 1


def test_a_maker_that_moves_its_date_moves_the_answer_from_that_day_on_and_the_past_keeps_its_own(school):
    name, moved = "Windows 10 22H2", timezone.localdate()
    said = dates()[name]
    running(placed(school), name, dt.date(2024, 1, 31))
    other = running(placed(school), "Système de la commune", dt.date(2030, 1, 1)).system
    day = dt.date(2024, 3, 5)
    assert read(measures.os_supported, school, day) == (2, 1)
    assert follow_calendar(moved) == 1
    assert follow_calendar(moved) == 0
    system = OperatingSystem.objects.get(name=name)
    assert system.supported_until == said
    other.refresh_from_db()
    assert other.supported_until == dt.date(2030, 1, 1)
    assert read(measures.os_supported, school, day) == (2, 1)  # what was believed then
    assert read(measures.os_supported, school, moved) == (2, 1 + (said >= moved))
    assert Entry.objects.get(verb="system.support_moved").changes == {
        "mises à jour jusqu’au": ["2024-01-31", said.isoformat()]
    }
