"""Search and journal never leave what the reader sees."""

import pytest
from django.urls import reverse

from lekol.directory.choices import Role
from lekol.directory.models import Room
from lekol.journal.actions import write
from lekol.journal.models import Entry
from lekol.kit import search as registry
from lekol.kit.search import LIMIT, Finder, Found
from tests.access import things
from tests.access.world import FOREIGNER, NEIGHBOUR


@pytest.fixture
def finders(monkeypatch):
    """Our own finders in the place of those the apps announce."""
    found = []
    monkeypatch.setattr(registry, "_announced", found)
    return found


def ask(client, world, reader, words):
    client.force_login(world.users[reader])
    return client.get(reverse("desks:search"), {"q": words})


def test_each_finder_receives_the_reader_and_plain_words(client, world, finders):
    heard = []
    finders.append(Finder("Choses", "livre", lambda person, words: heard.append((person, words)) or []))
    ask(client, world, Role.TEACHER, "  ÉPINARDS  l’Été ")
    assert heard == [(world.person(Role.TEACHER), "epinards l ete")]


def test_at_most_eight_results_of_a_kind_are_read(client, world, finders):
    read = []

    def endless(person, words):
        for rank in range(100):
            read.append(rank)
            yield Found(f"chose {rank}", "", "/")

    finders.append(Finder("Choses", "livre", endless))
    page = ask(client, world, Role.TEACHER, "chose").content.decode()
    assert (page.count(">chose "), len(read)) == (LIMIT, LIMIT)


def test_a_kind_without_result_is_left_out_and_nothing_at_all_is_said(client, world, finders):
    finders.append(Finder("Choses", "livre", lambda person, words: []))
    page = ask(client, world, Role.TEACHER, "introuvable").content.decode()
    assert "Choses" not in page
    assert "Rien de ce nom" in page


@pytest.mark.parametrize("words", ["", " ", "a", "’"])
def test_one_letter_is_not_searched(client, world, finders, words):
    finders.append(Finder("Choses", "livre", lambda person, words: pytest.fail("searched")))
    assert "au moins deux lettres" in ask(client, world, Role.TEACHER, words).content.decode()


def test_what_is_found_is_escaped(client, world, finders):
    finders.append(Finder("Choses", "livre", lambda person, words: [Found("<b>gras</b>", "", "/")]))
    page = ask(client, world, Role.TEACHER, "<script>").content.decode()
    assert "<b>gras</b>" not in page
    assert "<script>" not in page.replace('<script src="', "")


def test_the_sections_of_the_guide_are_found(client, world):
    assert "/aide/perimetre/" in ask(client, world, Role.TEACHER, "perimetre").content.decode()


@pytest.mark.parametrize("words", ["badamiers", "directeur"])
def test_nothing_of_another_commune_is_found(client, world, words):
    page = ask(client, world, FOREIGNER, words).content.decode()
    assert world.alpha.uai not in page
    assert world.person(Role.SCHOOL_HEAD).ref not in page


def seen(client, world, reader, **words):
    client.force_login(world.users[reader])
    return [entry.summary for entry in client.get(reverse("desks:journal"), words).context["entries"]]


def test_acts_on_a_school_are_read_by_those_who_see_it(client, world):
    write(verb="school.renamed", thing=world.alpha, summary="École renommée", by=world.person(Role.SCHOOL_HEAD))
    assert seen(client, world, Role.TEACHER) == ["École renommée"]
    assert seen(client, world, NEIGHBOUR) == []
    assert seen(client, world, FOREIGNER) == []


def test_one_s_own_acts_are_always_read(client, world):
    write(verb="school.renamed", thing=world.gamma, summary="École renommée", by=world.person(NEIGHBOUR))
    assert seen(client, world, NEIGHBOUR) == ["École renommée"]


def test_acts_on_someone_else_s_account_are_not_read(client, world):
    write(verb="account.closed", thing=world.person(Role.TEACHER), summary="Compte fermé")
    assert seen(client, world, Role.TEACHER) == ["Compte fermé"]
    assert seen(client, world, Role.SCHOOL_HEAD) == []


def test_acts_on_rooms_devices_links_and_agreements_follow_what_is_seen(client, world):
    asset, link, declared = things.asset(world), things.link(world), things.declared(world)
    for thing in (Room.objects.get(), asset, link, declared.commitment):
        write(verb="thing.changed", thing=thing, summary=f"Changement {thing._meta.model_name}")
    changed = ["Changement commitment", "Changement link", "Changement asset", "Changement room"]
    assert seen(client, world, Role.TEACHER)[:4] == changed
    assert seen(client, world, NEIGHBOUR)[:1] == changed[:1]
    assert "Changement asset" not in seen(client, world, NEIGHBOUR)
    assert seen(client, world, FOREIGNER) == []


def test_the_journal_keeps_one_clause_when_asked(client, world):
    for clause in ("3.1", "3.14"):
        write(verb="school.cabled", thing=world.alpha, summary=f"Sous {clause}", clause=clause)
    assert seen(client, world, Role.TEACHER, clause="3.1") == ["Sous 3.1"]


def test_older_acts_follow_by_fifty(client, world):
    for rank in range(51):
        write(verb="school.changed", thing=world.alpha, summary=f"Acte {rank}")
    first = seen(client, world, Role.TEACHER)
    assert (first[0], first[-1], len(first)) == ("Acte 50", "Acte 1", 50)
    last = Entry.objects.get(summary="Acte 1")
    assert seen(client, world, Role.TEACHER, avant=str(last.pk)) == ["Acte 0"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_journal_costs_the_same_whatever_its_length(client, world, count, django_assert_num_queries):
    for rank in range(count):
        write(verb="school.changed", thing=world.alpha, summary=f"Acte {rank}")
    seen(client, world, Role.TEACHER)
    with django_assert_num_queries(4):
        response = client.get(reverse("desks:journal"))
    assert len(response.context["entries"]) == count
