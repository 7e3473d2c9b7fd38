"""The register says what is kept, the night erases what has passed its term, each reads what is kept of them."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lekol.directory.choices import Role
from lekol.identity.models import Token, User
from lekol.journal.models import Entry
from lekol.pact import processings
from lekol.pact.processings import Basis, Controller, Processing, announced
from lekol.privacy import queries
from lekol.privacy.actions import run_purges
from lekol.privacy.models import Purge
from tests.access.world import POSTLESS, SINCE, World, post, user
from tests.days import today


def line(key: str, **more) -> Processing:
    return Processing(
        key=key, title=f"Essai {key}", purpose="essayer", controller=Controller.JOINT, basis=Basis.PUBLIC_TASK,
        basis_text="clause 5.2", subjects=("agents",), categories=("nom",), recipients=("services",),
        retention="un an", **more,
    )  # fmt: skip


def old(account: User) -> User:
    User.objects.filter(pk=account.pk).update(opened_at=timezone.now() - dt.timedelta(days=800))
    return account


def client_of(world: World, role: str) -> Client:
    client = Client()
    client.force_login(world.users[role])
    return client


def test_every_app_that_keeps_people_announces_what_it_keeps():
    assert {"directory.people", "identity.accounts", "journal.acts"} <= set(announced())
    assert all(found.retention and found.subjects and found.recipients for found in announced().values())


def test_an_account_is_closed_a_year_after_the_last_post_of_its_person(world: World):
    left = old(user("partie"))
    post(left.person, Role.TEACHER, world.alpha, SINCE, today() - dt.timedelta(days=400))
    leaving = old(user("sur-le-depart"))
    post(leaving.person, Role.TEACHER, world.alpha, SINCE, today() - dt.timedelta(days=300))
    run_purges(on=today())
    left.refresh_from_db()
    leaving.refresh_from_db()
    world.users[POSTLESS].refresh_from_db()
    assert (left.is_active, leaving.is_active) == (False, True)
    assert world.users[POSTLESS].is_active, "un compte neuf a le temps de recevoir son premier poste"
    assert Entry.objects.filter(verb="account.closed", thing_ref=str(left.person.pk)).exists()


def test_what_a_purge_erased_is_proved_and_no_longer_counted(world: World):
    account = world.users[Role.TECHNICIAN]
    Token.objects.create(
        account=account, name="ancien", prefix="lk_AAAAAAAA", digest="0" * 64, reaches=["schools:read"],
        expires_on=today() - dt.timedelta(days=400),
    )  # fmt: skip
    before = {row.processing.key: row.overdue for row in queries.register(today())}
    (run,) = run_purges(on=today())
    after = {row.processing.key: row for row in queries.register(today())}
    assert (before["identity.accounts"], run.erased) == (1, 1)
    assert (after["identity.accounts"].overdue, after["identity.accounts"].last) == (0, run)
    assert run_purges(on=today()) == [], "une nuit sans rien ne laisse pas de ligne"


def test_a_purge_that_fails_stops_no_other_and_is_told(db, monkeypatch):
    def broken(on: dt.date) -> int:
        raise DatabaseError("la table manque")

    found = {
        "a": line("a", overdue=lambda on: 3, purge=broken),
        "b": line("b", overdue=lambda on: 2, purge=lambda on: 2),
    }
    monkeypatch.setattr(processings, "_announced", found)
    assert {run.processing: (run.erased, run.failure) for run in run_purges(on=today())} == {
        "a": (0, "la table manque"),
        "b": (2, ""),
    }
    assert Purge.objects.get(processing="a").late_since == today()


def test_the_register_is_read_by_all_and_purged_by_few(world: World):
    account = old(user("sans-poste-depuis-longtemps"))
    page = client_of(world, Role.TEACHER).get(reverse("privacy:register"))
    assert "1 à effacer" in page.content.decode()
    address = reverse("privacy:purge", args=["identity.accounts"])
    assert client_of(world, Role.TEACHER).post(address).status_code == 403
    told = client_of(world, Role.CITY_DPO).post(address, follow=True).content.decode()
    account.refresh_from_db()
    assert "1 effacé." in told
    assert "Dernières purges" in told
    assert f"{timezone.localtime():%d/%m/%Y}" in told.split("Dernières purges")[1]
    assert not account.is_active
    assert Entry.objects.filter(verb="privacy.purged", actor_ref=world.person(Role.CITY_DPO).ref).exists()


def test_a_processing_that_erases_nothing_cannot_be_purged(world: World):
    client = client_of(world, Role.CITY_DPO)
    assert client.post(reverse("privacy:purge", args=["directory.people"])).status_code == 404
    assert client.get(reverse("privacy:processing", args=["inconnu"])).status_code == 404


def test_each_person_reads_what_is_kept_of_them_and_of_nobody_else(world: World):
    page = client_of(world, Role.SCHOOL_HEAD).get(reverse("privacy:mine")).content.decode()
    assert world.person(Role.SCHOOL_HEAD).email in page
    assert world.person(Role.TECHNICIAN).email not in page
    lines = client_of(world, Role.SCHOOL_HEAD).get(reverse("privacy:mine"), {"format": "csv"}).getvalue().decode()
    assert "directeur d’école" in lines


def test_the_commands_count_then_erase(world: World):
    old(user("parti"))
    out = StringIO()
    call_command("privacy_purge", "--simulate", stdout=out)
    assert "1 à effacer" in out.getvalue()
    call_command("privacy_purge", stdout=StringIO())
    out = StringIO()
    call_command("privacy_purge", stdout=out)
    assert "Rien n’a passé son terme" in out.getvalue()
    out = StringIO()
    call_command("privacy_register", "--json", stdout=out)
    assert {"identity.accounts", "journal.acts"} <= {row["key"] for row in json.loads(out.getvalue())}


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_costs_the_same_whatever_it_counts(world: World, django_assert_num_queries, monkeypatch, count):
    # What other apps announce is theirs to count: here, one purge and its three questions.
    monkeypatch.setattr(processings, "_announced", {"identity.accounts": announced()["identity.accounts"]})
    for number in range(count):
        old(user(f"parti-{number}"))
    client = client_of(world, Role.TEACHER)
    client.get(reverse("privacy:register"))
    with django_assert_num_queries(7):
        client.get(reverse("privacy:register"))
