"""The one-click sign-in exists in the demonstration, and nowhere else."""

import pytest
from django.test import Client

from lekol.directory.choices import Role
from lekol.identity import actions

WHERE = "/comptes/demonstration/"


def test_the_sign_in_page_offers_everyone_who_has_an_account_and_a_post(client, world):
    page = client.get("/comptes/connexion/").content.decode()
    assert page.count('name="ref"') == len(Role.values) + 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_people_costs_one_query_whatever_its_length(client, world, count, django_assert_num_queries):
    for user in list(world.users.values())[count:]:
        actions.close_account(account=user, by=None)
    client.get("/comptes/connexion/")
    with django_assert_num_queries(1):
        assert client.get("/comptes/connexion/").content.decode().count('name="ref"') == count


def test_one_click_signs_in(client, world):
    head = world.person(Role.SCHOOL_HEAD)
    assert client.post(WHERE, {"ref": head.ref}).url == "/"
    assert client.get("/").wsgi_request.person == head


def test_one_click_leads_to_the_page_that_was_asked(client, world):
    words = {"ref": world.person(Role.SCHOOL_HEAD).ref, "next": "/journal/"}
    assert client.post(WHERE, words).url == "/journal/"


def test_outside_the_demonstration_it_does_not_exist(client, world, settings):
    settings.DEMO = False
    assert client.post(WHERE, {"ref": world.person(Role.SCHOOL_HEAD).ref}).status_code == 404
    assert client.get("/").status_code == 302
    assert 'name="ref"' not in client.get("/comptes/connexion/").content.decode()


def test_it_asks_for_a_post_with_its_token(world):
    client = Client(enforce_csrf_checks=True)
    ref = world.person(Role.SCHOOL_HEAD).ref
    assert client.get(WHERE, {"ref": ref}).status_code == 405
    assert client.post(WHERE, {"ref": ref}).status_code == 403


@pytest.mark.parametrize("ref", ["", "INCONNUE", "1"])
def test_an_unknown_person_is_not_signed_in(client, world, ref):
    assert client.post(WHERE, {"ref": ref}).status_code == 404


def test_a_closed_account_is_not_signed_in(client, world):
    actions.close_account(account=world.users[Role.SCHOOL_HEAD], by=None)
    assert client.post(WHERE, {"ref": world.person(Role.SCHOOL_HEAD).ref}).status_code == 404


def test_words_no_column_can_hold_are_refused_and_not_a_failure(client, db):
    response = client.post(WHERE, {"ref": "\x00"})
    assert response.status_code == 400
    assert "ne peut pas être lu" in response.content.decode()
