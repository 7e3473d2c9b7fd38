"""Signing in, and everything that must not let in."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from lekol.directory.choices import Role
from lekol.identity import actions
from lekol.identity.models import User
from tests.access.world import POSTLESS

PASSWORD = "neuf letchis bien murs"
LOGIN = "/comptes/connexion/"


@pytest.fixture(autouse=True)
def no_throttle_left(db):
    cache.clear()


@pytest.fixture
def head(world):
    account = world.users[Role.SCHOOL_HEAD]
    account.set_password(PASSWORD)
    account.save()
    return account


def sign_in(client, email, password=PASSWORD, **words):
    return client.post(LOGIN, {"login": email, "password": password}, **words)


def test_address_and_password_open_the_home(client, head):
    assert sign_in(client, head.email).url == "/"
    assert client.get("/").wsgi_request.person == head.person


def test_letter_case_of_the_address_does_not_matter(client, head):
    assert sign_in(client, head.email.upper()).status_code == 302


def test_sign_in_leads_to_the_page_that_was_asked(client, head):
    asked = client.get("/journal/")
    assert asked.url == f"{LOGIN}?next=/journal/"
    assert client.post(asked.url, {"login": head.email, "password": PASSWORD}).url == "/journal/"


def test_sign_in_never_leads_out_of_the_site(client, head):
    response = client.post(f"{LOGIN}?next=https://ailleurs.example.org/", {"login": head.email, "password": PASSWORD})
    assert response.url == "/"


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client, head):
    wrong = sign_in(client, head.email, "autre chose de long")
    unknown = sign_in(client, "inconnue@ecoles.example.org", "autre chose de long")
    sentence = "Cette adresse et ce mot de passe ne vont pas ensemble"
    assert sentence in wrong.content.decode()
    assert sentence in unknown.content.decode()


def test_five_misses_on_one_address_stop_even_the_right_password(client, head):
    for _ in range(5):
        sign_in(client, head.email, "au hasard mais long")
    page = sign_in(client, head.email).content.decode()
    assert "Trop d’essais manqués" in page
    assert client.get("/").status_code == 302


def test_misses_from_one_machine_are_counted_whatever_the_address(client, head):
    for rank in range(10):
        sign_in(client, f"inconnue-{rank}@ecoles.example.org", "au hasard mais long")
    assert "Trop d’essais manqués" in sign_in(client, head.email).content.decode()


def test_asking_too_often_is_answered_in_french(client, head):
    for _ in range(30):
        client.post(LOGIN, {"login": "x"})
    response = sign_in(client, head.email)
    assert response.status_code == 429
    assert "Trop de demandes" in response.content.decode()


def test_a_closed_account_is_told_so_only_with_its_password(client, head):
    actions.close_account(account=head, by=None)
    assert sign_in(client, head.email).url == reverse("account_inactive")
    assert "ne vont pas ensemble" in sign_in(client, head.email, "au hasard mais long").content.decode()


def test_closing_an_account_stops_its_open_sessions(client, head):
    sign_in(client, head.email)
    actions.close_account(account=head, by=None)
    assert client.get("/").url.startswith(LOGIN)


def test_an_account_without_password_cannot_be_guessed(client, world):
    assert "ne vont pas ensemble" in sign_in(client, world.users[Role.TEACHER].email, "!").content.decode()


def test_nobody_signs_up(client, db):
    assert client.get("/comptes/inscription/").status_code == 404
    assert client.get("/accounts/signup/").status_code == 404


def test_the_sign_in_page_holds_no_word_of_english(client, db):
    page = re.sub(r"<[^>]+>", " ", client.get(LOGIN).content.decode())
    assert not re.search(r"\b(password|sign in|email|username|forgot)\b", page, re.IGNORECASE)


def test_a_page_read_signed_in_is_kept_nowhere(client, head):
    sign_in(client, head.email)
    assert client.get("/").headers["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in Client().get("/aide/").headers


def test_signing_out_is_a_post(client, head):
    sign_in(client, head.email)
    assert client.get("/comptes/deconnexion/").status_code == 200
    assert client.get("/").status_code == 200
    assert client.post("/comptes/deconnexion/").url == LOGIN
    assert client.get("/").status_code == 302


def test_a_form_without_its_token_is_refused_in_french(head):
    response = sign_in(Client(enforce_csrf_checks=True), head.email)
    assert response.status_code == 403
    assert "Le formulaire n’est plus valable" in response.content.decode()


def test_the_reset_mail_goes_to_an_account_and_the_page_says_the_same_to_all(client, head):
    words = [
        client.post("/comptes/mot-de-passe/oublie/", {"email": address}, follow=True).content.decode()
        for address in (head.email, "inconnue@ecoles.example.org")
    ]
    assert [message.to for message in mail.outbox] == [[head.email]]
    assert re.sub(r'nonce="[^"]*"', "", words[0]) == re.sub(r'nonce="[^"]*"', "", words[1])


def test_the_link_of_the_mail_serves_once_and_the_journal_says_so(client, head):
    client.post("/comptes/mot-de-passe/oublie/", {"email": head.email})
    link = re.search(r"https?://\S+", mail.outbox[0].body)[0]
    form = client.get(link, follow=True)
    chosen = {"password1": "dix letchis encore verts", "password2": "dix letchis encore verts"}
    assert client.post(form.request["PATH_INFO"], chosen).status_code == 302
    assert sign_in(client, head.email, "dix letchis encore verts").url == "/"
    assert "Ce lien ne sert plus" in Client().get(link, follow=True).content.decode()


def test_a_closed_account_receives_no_reset_mail(client, head):
    actions.close_account(account=head, by=None)
    client.post("/comptes/mot-de-passe/oublie/", {"email": head.email})
    assert mail.outbox == []


@pytest.mark.parametrize("weak", ["court", "123456789012", "directeur@ecoles"])
def test_a_weak_password_is_refused_with_its_reason(client, head, weak):
    sign_in(client, head.email)
    words = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    response = client.post("/comptes/mot-de-passe/", words)
    head.refresh_from_db()
    assert response.status_code == 200
    assert 'class="erreur"' in response.content.decode()
    assert head.check_password(PASSWORD)


def test_a_new_password_signs_the_other_devices_out(head):
    here, there = Client(), Client()
    sign_in(here, head.email)
    sign_in(there, head.email)
    words = {"oldpassword": PASSWORD, "password1": "onze letchis tombes", "password2": "onze letchis tombes"}
    assert here.post("/comptes/mot-de-passe/", words).status_code == 302
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302


def test_one_may_sign_the_other_devices_out(head):
    here, there = Client(), Client(headers={"user-agent": "Tablette de la salle 3"})
    sign_in(here, head.email)
    sign_in(there, head.email)
    page = here.get("/comptes/sessions/").content.decode()
    assert "Tablette de la salle 3" in page
    assert page.count("Cet appareil") == 1
    here.post("/comptes/sessions/")
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302


def test_without_a_post_one_is_told_why_and_whom_to_ask(client, world):
    client.force_login(world.users[POSTLESS])
    response = client.get("/journal/")
    assert response.status_code == 403
    assert "aucun poste aujourd’hui" in response.content.decode()
    assert client.get("/mes-droits/").status_code == 200


def test_an_account_is_read_with_its_person(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert str(User.objects.get(pk=world.users[Role.TEACHER].pk).person)
