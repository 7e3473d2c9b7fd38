"""What falls due, and what is forgotten when its term has passed."""

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from lekol.directory.choices import Role
from lekol.equipment.choices import Standing
from lekol.equipment.models import Audit, Contract, HandOver, Machine, Supplier
from lekol.journal.models import Entry
from lekol.pact.deadlines import kinds
from lekol.pact.processings import announced
from tests.directory.factories import CommuneFactory, SchoolFactory, post
from tests.equipment.factories import placed, running

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 9, 1)
UNTIL = DAY + dt.timedelta(days=30)
KEYS = ("equipment.contracts", "equipment.loans", "equipment.systems", "equipment.warranties")


def told(person, key):
    kind = next(kind for kind in kinds() if kind.key == key)
    return [(row.day, row.title) for row in kind.find(person, DAY, UNTIL)]


@pytest.fixture
def schools():
    """One of the reader’s, one of another commune; the same duties in both."""
    here = SchoolFactory.create()
    there = SchoolFactory.create(commune=CommuneFactory.create(insee="97415", name="Saint-Paul"))
    for school in (here, there):
        for _ in range(2):
            asset = placed(school, warranty_until=DAY)
            running(asset, "Windows 10 22H2", UNTIL)
        supplier = Supplier.objects.create(commune=school.commune, name="Océan")
        Contract.objects.create(
            commune=school.commune, supplier=supplier, reference="C1", notice_days=60,
            valid=DateRange(dt.date(2024, 1, 1), UNTIL + dt.timedelta(days=1)),
        )  # fmt: skip
        HandOver.objects.create(commune=school.commune, school=school, name="A. Payet", on=DAY, due_on=DAY)
    return here, there


def test_what_falls_due_is_told_within_the_reader_s_perimeter(schools):
    person = post(Role.CITY_IT_HEAD, schools[0].commune).person
    assert told(person, "equipment.contracts") == [(UNTIL, "Fin de garantie C1")]
    assert told(person, "equipment.warranties") == [(DAY, "2 matériels sortent de garantie")]
    assert told(person, "equipment.loans") == [(DAY, "Prêt à rendre : A. Payet")]
    assert told(person, "equipment.systems") == [(UNTIL, "Windows 10 22H2 ne reçoit plus de mises à jour")]


@pytest.mark.parametrize("key", KEYS)
def test_each_kind_of_deadline_costs_two_queries_at_most(schools, key, django_assert_max_num_queries):
    person = post(Role.CITY_IT_HEAD, schools[0].commune).person
    with django_assert_max_num_queries(2):
        told(person, key)


def test_a_slip_forgets_who_had_the_device_two_years_after_its_return(schools):
    on = dt.date(2026, 9, 1)
    words = {"commune": schools[0].commune, "on": dt.date(2023, 1, 2), "signature": [[[1, 2]]], "signed_name": "A. P."}
    old = HandOver.objects.create(name="A. Payet", returned_on=dt.date(2024, 8, 1), **words)
    kept = HandOver.objects.create(name="B. Hoarau", returned_on=dt.date(2025, 8, 1), **words)
    found = announced()["equipment.hand_overs"]
    assert (found.overdue(on), found.purge(on), found.overdue(on)) == (1, 1, 0)
    old.refresh_from_db()
    assert (old.name, old.signed_name, old.signature) == ("nom effacé", "", [])
    assert HandOver.objects.get(pk=kept.pk).name == "B. Hoarau"
    assert Entry.objects.filter(verb="hand_over.forgotten", thing_ref=str(old.pk)).count() == 1


def test_a_check_forgets_its_author_and_a_silent_machine_goes(schools):
    on, long_ago = timezone.localdate(), timezone.now() - dt.timedelta(days=4 * 365)
    Audit.objects.create(
        key="6a1f8a3e-1111-4111-8111-000000000001",
        school=schools[0],
        taken_at=long_ago,
        actor_ref="x",
        actor_name="A. P.",
    )
    words = {"commune": schools[0].commune, "nature": "ordinateur", "kind": "fixe"}
    Machine.objects.create(standing=Standing.QUARANTINE, last_seen_at=long_ago, **words)
    Machine.objects.create(standing=Standing.QUARANTINE, last_seen_at=timezone.now(), **words)
    assert announced()["equipment.checks"].purge(on) == 1
    assert Audit.objects.get().actor_name == ""
    found = announced()["equipment.inventories"]
    assert (found.overdue(on), found.purge(on), Machine.objects.count()) == (1, 1, 1)


def test_whoever_asks_reads_what_the_estate_keeps_of_them(schools):
    person = post(Role.SCHOOL_HEAD, schools[0]).person
    slip = HandOver.objects.create(commune=schools[0].commune, person=person, name=str(person), on=DAY)
    assert list(announced()["equipment.hand_overs"].about(person)) == [
        ("Matériel remis", f"bon {slip.ref}, le 01/09/2026")
    ]
