"""The demonstration carries the figures of the 2017 report, the same on each loading, and keeps what was entered."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Count, Sum
from django.utils import timezone

from lekol.agreement.choices import State
from lekol.agreement.models import Agreement, MeasurePass
from lekol.agreement.queries import board
from lekol.directory.choices import PriorityEducation, Role, SchoolKind
from lekol.directory.models import Headcount, Person, Post, School
from lekol.equipment.choices import COMPUTERS, Kind
from lekol.equipment.models import Asset, Placement
from lekol.identity.models import User
from lekol.pact.uai import is_valid
from lekol.project.management.commands.demonstration_load import load

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def day():
    return timezone.localdate()


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, day):
    """Loaded once for these proofs: each one works in a savepoint above it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(day)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def territory(loaded, db):
    pass


def in_use(day, *kinds):
    return Asset.objects.in_use_on(day).filter(model__kind__in=kinds)


def test_the_territory_has_the_schools_and_pupils_of_the_text(territory, day):
    assert School.objects.count() == 60
    assert School.objects.filter(kind=SchoolKind.ELEMENTARY).count() == 44
    year = School.objects.first().commune.academy.school_year(day)
    assert Headcount.objects.filter(school_year=year).aggregate(Sum("pupils"))["pupils__sum"] == 17_000
    assert all(is_valid(code) for code in School.objects.values_list("uai", flat=True))


def test_twenty_four_schools_are_in_priority_education(territory):
    counts = dict(School.objects.values_list("priority_education").annotate(Count("pk")))
    assert (counts[PriorityEducation.REP_PLUS], counts[PriorityEducation.REP]) == (17, 7)


def test_the_estate_is_that_of_the_report(territory, day):
    assert in_use(day, *COMPUTERS).count() == 1_163
    assert in_use(day, Kind.COPIER).count() == 77
    assert in_use(day, Kind.BOARD).count() == 10
    trolleys = in_use(day, Kind.TROLLEY)
    assert (trolleys.count(), trolleys.values("placements__school").distinct().count()) == (40, 15)


def test_each_trolley_holds_what_the_report_says(territory, day):
    inside = Placement.objects.filter(container__model__kind=Kind.TROLLEY, valid__contains=day)
    counts = inside.values("container").annotate(parts=Count("pk")).values_list("parts", flat=True)
    assert set(counts) == {17}
    assert inside.filter(asset__model__kind=Kind.TABLET).count() == 560


def test_every_function_of_the_text_is_held_and_can_be_tried(territory, day):
    assert set(Post.objects.on(day).values_list("role", flat=True)) == set(Role.values)
    tried = User.objects.filter(person__posts__valid__contains=day).values_list("person__posts__role", flat=True)
    assert set(tried) == set(Role.values)


def test_every_commitment_of_the_convention_in_force_has_its_debtor_and_most_a_figure(territory, day):
    agreement = Agreement.objects.in_force_on(day).get()
    lines = board(agreement, agreement.scope, day).lines
    assert agreement.demonstration
    assert all(line.debtors for line in lines)
    assert {line.state for line in lines} >= {
        State.KEPT,
        State.ON_TRACK,
        State.AT_RISK,
        State.DECLARED,
        State.UNMEASURED,
    }
    assert sum(line.state != State.UNMEASURED for line in lines) >= 0.8 * len(lines)


def test_two_years_of_figures_give_trends_that_mean_something(territory, day):
    assert MeasurePass.objects.count() == 25
    agreement = Agreement.objects.in_force_on(day).get()
    measured = [line for line in board(agreement, agreement.scope, day).lines if line.measured]
    # Faults, comparisons of pupils, yearly duties begin when the first one comes: nothing due before gives no ratio.
    later = ("maintenance.", "pupils.", "governance.")
    since = [line for line in measured if not line.commitment.indicator.startswith(later)]
    assert all(len(line.ratios) == 13 for line in since)
    assert sum(line.ratios[-1] > line.ratios[0] + 0.05 for line in since) >= 6


def test_the_2017_text_stays_unsigned(territory):
    agreement = Agreement.objects.get(slug="saint-denis-2017")
    assert (agreement.signed_on, agreement.ends_on) == (None, None)


def test_the_same_day_gives_the_same_territory(territory, day):
    def seen():
        people = list(Person.objects.order_by("sort_key", "ref").values_list("ref", "first_name", "last_name"))
        assets = list(
            Asset.objects.order_by("inventory_number").values_list("inventory_number", "serial", "acquired_on")
        )
        return people, assets

    first = seen()
    empty()
    load(day)
    assert seen() == first


def empty():
    """Every table of the house, as before the first loading."""
    ours = {"directory", "identity", "equipment", "network", "agreement", "journal"}
    tables = [name for name in connection.introspection.table_names() if name.split("_")[0] in ours]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")


def test_a_second_loading_keeps_what_was_entered(territory, capsys):
    School.objects.filter(name="Les Filaos").update(phone="0262 12 34 56")
    call_command("demonstration_load")
    assert "garde ce qui a été saisi" in capsys.readouterr().out
    assert School.objects.get(name="Les Filaos").phone == "0262 12 34 56"
