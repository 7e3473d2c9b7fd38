"""One home per function: what it shows, and that it costs the same whatever the territory holds."""

import datetime as dt

import pytest

from lekol.agreement.models import Figure, MeasurePass, SchoolFigure
from lekol.desks import rules
from lekol.desks.queries.home import drill
from lekol.directory.choices import Role
from lekol.directory.rules import OFFICES
from lekol.pact.measures import announced
from lekol.pact.scopes import FRANCE, Level
from tests.access import things
from tests.access.world import FOREIGNER, school
from tests.days import today

LONG_AGO = dt.timedelta(days=400)
CABLED = "network.classrooms_cabled"


def figures(world, *rows, since=None):
    """Classrooms cabled: (school, due, met), and their total for the commune."""
    MeasurePass.objects.get_or_create(on=today())
    since = since or today() - LONG_AGO
    for where, due, met in rows:
        SchoolFigure.objects.create(indicator=CABLED, school=where, since=since, due=due, met=met)
    total = {"due": sum(row[1] for row in rows), "met": sum(row[2] for row in rows)}
    Figure.objects.create(indicator=CABLED, level=Level.COMMUNE, code=world.commune.insee, since=since, **total)


def page_of(client, world, reader):
    client.force_login(world.users[reader])
    return client.get("/")


@pytest.mark.parametrize("role", Role.values)
def test_every_function_has_a_home_at_every_width(role):
    assert set(rules.HOMES) == set(OFFICES)
    assert rules.home_of([role], Level.SCHOOL) == "school"
    assert rules.home_of([role], Level.DISTRICT) == "district"
    assert rules.home_of([role], Level.COMMUNE) == rules.HOMES[role]


@pytest.mark.parametrize("key", sorted(announced()))
def test_every_measure_leads_to_the_rows_it_counts(key):
    assert drill(announced()[key].drill, FRANCE).endswith("/?perimetre=france")


def test_the_widest_function_chooses_the_home():
    assert rules.home_of(["technicien", "maire"], Level.COMMUNE) == "committee"


@pytest.mark.parametrize(
    ("reader", "template"),
    [
        (Role.SCHOOL_HEAD, "school"),
        (Role.TEACHER, "school"),
        (Role.INSPECTOR, "district"),
        (Role.CITY_IT_HEAD, "services"),
        (Role.MAYOR, "committee"),
        (Role.RECTOR, "committee"),
    ],
)
def test_each_reader_opens_on_their_own_home(client, world, reader, template):
    things.agreement(world)
    figures(world, (world.alpha, 10, 4))
    response = page_of(client, world, reader)
    assert f"desks/home/{template}.html" in [part.name for part in response.templates]


@pytest.mark.parametrize("reader", [Role.SCHOOL_HEAD, Role.INSPECTOR, Role.CITY_IT_HEAD, Role.MAYOR, FOREIGNER])
def test_without_a_convention_the_home_says_so(client, world, reader):
    assert "Aucune convention n’est chargée" in page_of(client, world, reader).content.decode()


def test_a_head_reads_what_their_own_school_lacks(client, world):
    things.agreement(world)
    figures(world, (world.alpha, 10, 4), (world.beta, 9, 9))
    page = page_of(client, world, Role.SCHOOL_HEAD)
    assert [(gap.missing, gap.reading.due, gap.unit) for gap in page.context["home"].gaps] == [(6, 10, "salles")]
    assert f"/reseau/salles/?perimetre=ecole:{world.alpha.uai}" in page.content.decode()


def test_a_school_that_lacks_nothing_is_told_so(client, world):
    things.agreement(world)
    figures(world, (world.alpha, 10, 10))
    assert (
        "Rien de ce que la convention compte ici ne manque" in page_of(client, world, Role.SCHOOL_HEAD).content.decode()
    )


def test_an_inspector_reads_the_schools_that_lack_most_first(client, world):
    things.agreement(world)
    figures(world, (world.alpha, 10, 8), (world.beta, 9, 1))
    rows = page_of(client, world, Role.INSPECTOR).context["rows"]
    assert [(row.school, row.missing) for row in rows] == [(world.beta, 8), (world.alpha, 2)]


def test_the_city_reads_what_it_owes_and_not_what_the_academy_owes(client, world):
    agreement = things.agreement(world)
    found = page_of(client, world, Role.CITY_IT_HEAD).context["home"]
    city = agreement.parties.get(commune=world.commune)
    assert found.mine
    assert all(city in line.debtors for line in found.mine)
    assert any(city not in line.debtors for line in found.board.lines)


def test_a_declaration_waits_for_the_other_party_only(client, world):
    waiting = things.declared(world).commitment
    assert waiting in [line.commitment for line in page_of(client, world, Role.RECTOR).context["home"].to_answer]
    assert page_of(client, world, Role.MAYOR).context["home"].to_answer == []


def test_another_commune_reads_nothing_of_this_convention(client, world):
    things.agreement(world)
    assert page_of(client, world, FOREIGNER).context["home"] is None


@pytest.mark.parametrize("reader", [Role.INSPECTOR, Role.CITY_IT_HEAD, Role.MAYOR])
def test_a_home_costs_the_same_whatever_the_number_of_schools(client, world, reader, django_assert_num_queries):
    counts = []
    things.agreement(world)
    figures(world, (world.alpha, 10, 8))
    for rank in range(3):
        page_of(client, world, reader)
        with django_assert_num_queries(QUERIES[reader]) as queries:
            client.get("/")
        counts.append(len(queries))
        where = school(f"97492{rank:02d}", f"École {rank}", world.commune, world.district)
        SchoolFigure.objects.create(indicator=CABLED, school=where, since=today() - LONG_AGO, due=9, met=1)
    assert len(set(counts)) == 1


QUERIES = {Role.INSPECTOR: 14, Role.CITY_IT_HEAD: 15, Role.MAYOR: 15}
