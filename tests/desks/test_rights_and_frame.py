"""What one may do and why; and what stands around every page."""

import pytest
from django.urls import reverse
from django.utils import timezone

from lekol.desks import rules
from lekol.desks.queries.rights import grants_of
from lekol.desks.views import server_error
from lekol.directory.choices import Role
from lekol.directory.rules import OFFICES
from lekol.pact.rights import announced
from tests.access.world import FOREIGNER, POSTLESS, post, yesterday

TEACHES = {"maintenance.report", "maintenance.confirm"}
"""What a teacher may do of themselves."""


def granted(person):
    return {grant.right.key for _, grants in grants_of(person) for grant in grants if grant.posts}


@pytest.mark.parametrize("role", Role.values)
def test_the_page_says_yes_to_exactly_what_the_function_opens(world, role):
    assert granted(world.person(role)) == {right.key for right in announced().values() if role in right.roles}


def test_every_announced_right_names_functions_that_exist():
    assert {role for right in announced().values() for role in right.roles} <= set(OFFICES)


def test_a_right_names_the_post_that_gives_it_and_ends_with_it(client, world):
    person = world.person(Role.TEACHER)
    assert granted(person) == TEACHES
    post(person, Role.SCHOOL_HEAD, world.beta, until=yesterday())
    del person.__dict__["_posts_by_day"]
    assert granted(person) == TEACHES
    post(person, Role.SCHOOL_HEAD, world.beta, since=timezone.localdate())
    client.force_login(world.users[Role.TEACHER])
    page = client.get(reverse("desks:my_rights")).content.decode()
    assert "Directeur d’école, Les Tamarins, sans fin prévue" in page


def test_without_a_post_nothing_is_granted_and_the_page_says_so(client, world):
    client.force_login(world.users[POSTLESS])
    page = client.get(reverse("desks:my_rights")).content.decode()
    assert "Oui" not in page
    assert "Aucun poste ouvert aujourd’hui" in page


def test_the_rights_page_costs_the_same_whatever_the_number_of_posts(client, world, django_assert_num_queries):
    client.force_login(world.users[Role.TEACHER])
    for where in (None, world.beta, world.gamma):
        if where is not None:
            post(world.person(Role.TEACHER), Role.SCHOOL_HEAD, where)
        client.get(reverse("desks:my_rights"))
        with django_assert_num_queries(6):
            client.get(reverse("desks:my_rights"))


WHOLE = "Accueil, Convention, Gouvernance, Écoles, Carte, Personnes, Parc, Réseau, Bases élèves, Pannes, Renouvellement"


@pytest.mark.parametrize(
    ("reader", "labels"),
    [
        (
            Role.SCHOOL_HEAD,
            "Accueil, Convention, Mon école, Personnes, Parc, Réseau, Bases élèves, Pannes, Échéances, Journal",
        ),
        (Role.MAYOR, f"{WHOLE}, Échéances, Journal"),
        (Role.CITY_IT_HEAD, f"{WHOLE}, Imports, Échéances, Journal"),
    ],
)
def test_the_rail_offers_what_makes_sense_in_the_perimeter(client, world, reader, labels):
    client.force_login(world.users[reader])
    frame = client.get(reverse("desks:journal")).context["frame"]
    assert ", ".join(item.label for item in frame.navigation) == labels
    assert [item.label for item in frame.navigation if item.current] == ["Journal"]


def test_one_link_at_most_says_where_one_is(client, world):
    client.force_login(world.users[Role.SCHOOL_HEAD])
    lit = {}
    for name in ("directory:school", "equipment:checks", "maintenance:report"):
        args = [world.alpha.uai] if name != "maintenance:report" else []
        frame = client.get(reverse(name, args=args)).context["frame"]
        lit[name] = [[item.label for item in items if item.current] for items in (frame.navigation, frame.tabs)]
    said = {"directory:school": "Mon école", "equipment:checks": "Parc", "maintenance:report": "Pannes"}
    assert lit == {name: [[label]] * 2 for name, label in said.items()}


def test_every_entry_of_the_rail_is_built():
    for entry in rules.RAIL:
        reverse(entry.name, args=["9740001H"] if entry.own_school else [])


@pytest.mark.parametrize(
    ("reader", "place"),
    [(Role.SCHOOL_HEAD, "Les Badamiers"), (Role.MAYOR, "Saint-Denis, 2 écoles"), (FOREIGNER, "Saint-Paul, 1 école")],
)
def test_the_header_names_the_perimeter_and_counts_its_schools(client, world, reader, place):
    client.force_login(world.users[reader])
    assert client.get(reverse("desks:journal")).context["frame"].place == place


def test_a_page_that_fails_says_so_without_asking_the_base_anything(rf, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert "numéro" in response.content.decode()


@pytest.mark.parametrize("path", ["/nulle-part/", "/ecoles/9999999Z/nulle-part/"])
def test_a_page_that_does_not_exist_is_said_in_french_to_anyone(client, world, path):
    assert "n’existe pas" in client.get(path).content.decode()
    client.force_login(world.users[Role.TEACHER])
    assert client.get(path).status_code == 404
