"""What part of the territory is on screen: the widest post by default, a place of one’s own by choice, nothing else."""

import pytest
from django.urls import reverse

from lekol.desks import perimeter
from lekol.directory.access import default_scope, may_choose
from lekol.directory.choices import Role
from lekol.pact.scopes import FRANCE, Level, Scope
from tests.access.world import FOREIGNER, NEIGHBOUR, POSTLESS, SINCE, post, school, yesterday


def commune(code="97411"):
    return Scope(Level.COMMUNE, code)


def test_the_widest_of_one_s_posts_is_shown_first(world):
    person = world.person(Role.TEACHER)
    assert default_scope(person) == Scope(Level.SCHOOL, world.alpha.uai)
    post(person, Role.TECHNICIAN, world.commune)
    del person.__dict__["_posts_by_day"]
    assert default_scope(person) == commune()


def test_without_a_post_there_is_no_perimeter(world):
    assert default_scope(world.person(POSTLESS)) is None


@pytest.mark.parametrize(
    ("reader", "allowed"),
    [
        (Role.SCHOOL_HEAD, {"alpha"}),
        (Role.INSPECTOR, {"district", "alpha", "beta"}),
        (Role.CITY_IT_HEAD, {"commune", "district", "alpha", "beta"}),
        (Role.RECTOR, {"academy", "commune", "other_commune", "district", "other_district", "alpha", "beta", "gamma"}),
        (NEIGHBOUR, {"beta"}),
        (FOREIGNER, {"other_commune", "other_district", "gamma"}),
        (POSTLESS, set()),
    ],
)
def test_a_person_may_choose_their_places_and_what_they_cover_only(world, reader, allowed):
    places = ("academy", "commune", "other_commune", "district", "other_district", "alpha", "beta", "gamma")
    chosen = {name for name in places if may_choose(world.person(reader), perimeter.scope_of(getattr(world, name)))}
    assert chosen == allowed
    assert not may_choose(world.person(reader), FRANCE)


def test_a_circonscription_shared_with_another_commune_is_not_offered_to_the_city(world):
    school("9749014", "Les Manguiers", world.other_commune, world.district)
    assert not may_choose(world.person(Role.CITY_IT_HEAD), Scope(Level.DISTRICT, world.district.code))


def test_choosing_a_school_of_another_commune_is_as_if_it_did_not_exist(client, world):
    client.force_login(world.users[Role.CITY_IT_HEAD])
    response = client.post(reverse("desks:choose"), {"perimetre": f"ecole:{world.gamma.uai}"})
    assert response.status_code == 404
    assert client.get("/").wsgi_request.scope == commune()


@pytest.mark.parametrize("text", ["", "ecole:", "commune", "france", "ecole:9999999Z", "lune:1", "ecole:\x00"])
def test_an_unreadable_choice_is_as_if_it_did_not_exist(client, world, text):
    client.force_login(world.users[Role.CITY_IT_HEAD])
    assert client.post(reverse("desks:choose"), {"perimetre": text}).status_code == 404


def test_a_choice_stays_for_the_session_and_comes_back_to_the_page(client, world):
    client.force_login(world.users[Role.CITY_IT_HEAD])
    words = {"perimetre": f"ecole:{world.beta.uai}", "retour": "/journal/"}
    assert client.post(reverse("desks:choose"), words).url == "/journal/"
    assert client.get("/journal/").wsgi_request.scope == Scope(Level.SCHOOL, world.beta.uai)


@pytest.mark.parametrize("back", ["https://ailleurs.example.org/", "//ailleurs.example.org", "javascript:alert(1)", ""])
def test_a_choice_never_leads_out_of_the_site(client, world, back):
    client.force_login(world.users[Role.CITY_IT_HEAD])
    words = {"perimetre": f"ecole:{world.beta.uai}", "retour": back}
    assert client.post(reverse("desks:choose"), words).url == "/"


def test_a_choice_ends_with_the_post_that_allowed_it(client, world):
    head = world.users[Role.CITY_IT_HEAD]
    post(head.person, Role.SCHOOL_HEAD, world.gamma, SINCE)
    client.force_login(head)
    assert client.post(reverse("desks:choose"), {"perimetre": f"ecole:{world.gamma.uai}"}).status_code == 302
    held = head.person.posts.get(school=world.gamma)
    held.valid = type(held.valid)(SINCE, yesterday())
    held.save()
    assert client.get("/").wsgi_request.scope == commune()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_choices_costs_the_same_whatever_its_length(client, world, count, django_assert_num_queries):
    for rank in range(count):
        school(f"97492{rank:02d}", f"École {rank}", world.commune, world.district)
    client.force_login(world.users[Role.CITY_IT_HEAD])
    client.get(reverse("desks:scope"))
    with django_assert_num_queries(6):
        response = client.get(reverse("desks:scope"))
    assert response.content.decode().count('value="ecole:') == count + 2


def test_schools_are_searched_without_accent_nor_case(client, world):
    school("9749014", "Les Épinards", world.commune, world.district)
    client.force_login(world.users[Role.CITY_IT_HEAD])
    page = client.get(reverse("desks:scope"), {"q": "EPIN"}).content.decode()
    assert page.count('value="ecole:') == 1
