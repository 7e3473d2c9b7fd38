"""Accounts: opened for a person, by invitation, by whoever manages the posts there; and the very first one."""

import re

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from lekol.directory.choices import Role
from lekol.directory.models import Academy, Commune, Person, Post
from lekol.identity import actions, rules
from lekol.identity.access import may_manage_account
from lekol.identity.models import User
from lekol.identity.queries import standing_of
from lekol.identity.rules import Standing
from lekol.journal.models import Entry
from lekol.kit.commands import Refused
from tests.access.world import FOREIGNER, NEIGHBOUR, post


@pytest.fixture
def newcomer(world):
    person = Person.objects.create(first_name="Nouvelle", last_name="Arrivée", email="Nouvelle@Ecoles.example.org")
    post(person, Role.TEACHER, world.alpha)
    return person


@pytest.mark.parametrize(
    ("exists", "is_active", "has_signed_in", "expected"),
    [
        (False, False, False, Standing.NONE),
        (True, False, False, Standing.CLOSED),
        (True, False, True, Standing.CLOSED),
        (True, True, False, Standing.INVITED),
        (True, True, True, Standing.OPEN),
    ],
)
def test_every_account_has_one_standing(exists, is_active, has_signed_in, expected):
    assert rules.standing(exists=exists, is_active=is_active, has_signed_in=has_signed_in) is expected


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36",
            "Chrome sur Windows",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0", "Edge sur Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari sur iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox sur Linux"),
        ("Tablette de la salle 3", "Tablette de la salle 3"),
        ("", "Navigateur inconnu"),
    ],
)
def test_a_device_is_named_in_plain_words(user_agent, words):
    assert rules.device_of(user_agent) == words


def test_the_head_of_a_school_invites_its_teachers(client, world, newcomer, django_capture_on_commit_callbacks):
    client.force_login(world.users[Role.SCHOOL_HEAD])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("identity:invite", args=[newcomer.ref]))
    account = User.objects.get(person=newcomer)
    assert account.email == "nouvelle@ecoles.example.org"
    assert standing_of(account) is Standing.INVITED
    assert mail.outbox[0].to == [account.email]
    verbs = Entry.objects.about(newcomer).order_by("pk").values_list("verb", "actor_ref")
    assert list(verbs) == [(verb, world.person(Role.SCHOOL_HEAD).ref) for verb in ("account.opened", "account.invited")]


def test_the_invitation_lets_the_person_choose_a_password_once(
    client, world, newcomer, settings, django_capture_on_commit_callbacks
):
    account = actions.open_account(person=newcomer, by=None)
    with django_capture_on_commit_callbacks(execute=True):
        actions.invite(account=account, by=world.person(Role.SCHOOL_HEAD))
    link = re.search(rf"{re.escape(settings.PUBLIC_URL)}(\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True)
    words = {"password1": "treize letchis au frais", "password2": "treize letchis au frais"}
    client.post(form.request["PATH_INFO"], words)
    account.refresh_from_db()
    assert account.check_password("treize letchis au frais")
    assert Entry.objects.about(newcomer).first().verb == "account.password_set"


@pytest.mark.parametrize(
    ("reader", "other", "expected"),
    [
        (Role.SCHOOL_HEAD, Role.TEACHER, True),
        (Role.SCHOOL_HEAD, NEIGHBOUR, False),
        (Role.SCHOOL_HEAD, Role.INSPECTOR, False),
        (Role.EDUCATION_HEAD, Role.TECHNICIAN, True),
        (Role.EDUCATION_HEAD, Role.SCHOOL_HEAD, False),
        (Role.EDUCATION_HEAD, FOREIGNER, False),
        (Role.DIGITAL_ADVISER, Role.SCHOOL_HEAD, True),
        (Role.DIGITAL_ADVISER, Role.TECHNICIAN, False),
        (Role.TEACHER, Role.TEACHER, False),
    ],
)
def test_accounts_are_managed_within_one_s_territory_and_administration(world, reader, other, expected):
    assert may_manage_account(world.person(reader), world.person(other)) is expected


def test_an_address_already_taken_is_refused_and_nothing_is_written(client, world, newcomer):
    Person.objects.filter(pk=newcomer.pk).update(email=world.users[NEIGHBOUR].email)
    client.force_login(world.users[Role.SCHOOL_HEAD])
    page = client.post(reverse("identity:invite", args=[newcomer.ref]), follow=True).content.decode()
    assert "existe déjà" in page
    assert not User.objects.filter(person=newcomer).exists()
    assert not Entry.objects.about(newcomer).exists()


def test_a_person_without_address_is_not_invited(client, world, newcomer):
    Person.objects.filter(pk=newcomer.pk).update(email="")
    client.force_login(world.users[Role.SCHOOL_HEAD])
    page = client.post(reverse("identity:invite", args=[newcomer.ref]), follow=True).content.decode()
    assert "n’a pas d’adresse de courriel" in page


def test_the_account_follows_the_address_of_the_card_and_the_former_one_opens_nothing(client, world):
    teacher, account = world.person(Role.TEACHER), world.users[Role.TEACHER]
    account.set_password("quinze letchis partages")
    account.save()
    former, words = account.email, {"password": "quinze letchis partages"}
    client.post("/comptes/connexion/", {"login": former, **words})
    Person.objects.filter(pk=teacher.pk).update(email="Nouvelle.Adresse@ecoles.example.org")
    client.force_login(world.users[Role.SCHOOL_HEAD])
    assert "Se connecter avec cette adresse" in client.get(reverse("desks:rights", args=[teacher.ref])).content.decode()
    client.post(reverse("identity:follow_address", args=[teacher.ref]))
    assert client_signs_in("nouvelle.adresse@ecoles.example.org", **words)
    assert not client_signs_in(former, **words)
    assert Entry.objects.about(teacher).first().changes == {"adresse": [former, "nouvelle.adresse@ecoles.example.org"]}


def client_signs_in(login, **words):
    return Client().post("/comptes/connexion/", {"login": login, **words}).status_code == 302


def test_an_address_held_by_another_account_is_not_followed(client, world):
    teacher = world.person(Role.TEACHER)
    Person.objects.filter(pk=teacher.pk).update(email=world.users[NEIGHBOUR].email)
    client.force_login(world.users[Role.SCHOOL_HEAD])
    page = client.post(reverse("identity:follow_address", args=[teacher.ref]), follow=True).content.decode()
    assert "existe déjà" in page
    assert not Entry.objects.about(teacher).exists()


def test_nobody_closes_their_own_account(client, world):
    head = world.person(Role.SCHOOL_HEAD)
    client.force_login(world.users[Role.SCHOOL_HEAD])
    assert client.post(reverse("identity:close", args=[head.ref])).status_code == 403


def test_closing_and_opening_again_are_in_the_journal(client, world):
    teacher = world.person(Role.TEACHER)
    client.force_login(world.users[Role.SCHOOL_HEAD])
    client.post(reverse("identity:close", args=[teacher.ref]))
    assert not User.objects.get(person=teacher).is_active
    client.post(reverse("identity:reopen", args=[teacher.ref]))
    assert User.objects.get(person=teacher).is_active
    assert [entry.verb for entry in Entry.objects.about(teacher)] == ["account.reopened", "account.closed"]


def first(**changes):
    words = {
        "prenom": "Ada",
        "nom": "Payet",
        "courriel": "ada@ville.example.org",
        "fonction": "dsi_ville",
        "lieu": "commune:97411",
    }
    call_command("identity_create_first", *(f"--{name}={value}" for name, value in {**words, **changes}.items()))


@pytest.fixture
def territory(db):
    academy = Academy.objects.create(code="28", name="Académie de La Réunion")
    return Commune.objects.create(academy=academy, insee="97411", name="Saint-Denis")


def test_a_fresh_base_gets_its_first_person_post_and_account(territory, capsys):
    first()
    account = User.objects.get()
    assert (str(account.person), account.email) == ("Ada Payet", "ada@ville.example.org")
    assert (Post.objects.get().role, Post.objects.get().place) == ("dsi_ville", territory)
    assert not account.has_usable_password()
    assert "/comptes/mot-de-passe/" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"lieu": "commune:97499"}, "n’est pas dans l’annuaire"),
        ({"lieu": "academie:28"}, "s’exerce au niveau"),
        ({"lieu": "lune"}, "ne désigne aucun périmètre"),
    ],
)
def test_a_wrong_place_is_refused_and_nothing_is_written(territory, changes, sentence):
    with pytest.raises(Refused, match=sentence):
        first(**changes)
    assert not Person.objects.exists()


def test_a_wrong_address_is_refused_and_nothing_is_written(territory):
    with pytest.raises(ValidationError):
        first(courriel="pas une adresse")
    assert not Person.objects.exists()


def test_there_is_only_one_first_person(territory):
    first()
    with pytest.raises(Refused, match="a déjà un compte"):
        first(courriel="autre@ville.example.org")


def test_the_console_invites_a_known_person_only(world, newcomer, capsys, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        call_command("identity_invite", "nouvelle@ecoles.example.org", "--montrer")
    assert len(mail.outbox) == 1
    assert "/comptes/mot-de-passe/" in capsys.readouterr().out
    with pytest.raises(Refused, match="Personne n’a l’adresse"):
        call_command("identity_invite", "inconnue@ecoles.example.org")
