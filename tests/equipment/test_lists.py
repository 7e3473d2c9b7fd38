"""The list of the estate: filters as a sentence, columns, lists kept, files; never a device of elsewhere."""

import csv
import datetime as dt
import io
import itertools

import pytest
from django.urls import reverse
from django.utils import timezone

from lekol.directory.access import default_scope
from lekol.directory.choices import Role
from lekol.directory.models import Commune
from lekol.equipment import access, actions
from lekol.equipment.choices import Kind, Origin, Status
from lekol.equipment.models import Asset, Placement
from lekol.equipment.queries import listing
from lekol.equipment.queries.card import numbered
from lekol.equipment.rules import keys, sentence
from lekol.pact.scopes import Scope
from tests.access import things
from tests.access.world import FOREIGNER, World, build
from tests.days import today
from tests.directory.factories import CommuneFactory, SchoolFactory, reader
from tests.equipment.factories import AssetFactory, placed, running
from tests.equipment.test_health import machine

PARC = "/parc/"


@pytest.fixture
def world(db: None) -> World:
    return build()


def test_every_type_has_its_plural_and_every_state_its_words():
    assert set(sentence.PLURALS) == set(Kind.values)
    assert set(Status.values) <= set(sentence.STATES)
    assert set(Origin.values) == set(sentence.ORIGINS)
    assert all(set(kinds) <= set(Kind.values) for _, kinds in sentence.FAMILIES.values())


@pytest.mark.parametrize(
    ("words", "place", "said"),
    [
        ({}, "", "Les matériels en service"),
        (
            {"type": "portable", "garantie": "hors"},
            "de l’école Les Badamiers",
            "Les ordinateurs portables en service de l’école Les Badamiers hors garantie",
        ),
        ({"type": "tablette", "etat": "vole"}, "", "Les tablettes volées"),
        ({"type": "tablette", "etat": "introuvable"}, "", "Les tablettes introuvables"),
        ({"type": "borne", "origine": "fonds_propres", "etat": "tous"}, "", "Les bornes wifi achetées par les écoles"),
        ({"type": "postes", "age": "1"}, "", "Les postes de travail de plus de 1 an en service"),
        (
            {"age": "4", "etat": "tous", "mainteneur": "sans"},
            "de la commune de Saint-Denis",
            "Les matériels de plus de 4 ans de la commune de Saint-Denis que personne ne maintient",
        ),
        (
            {"type": "fixe", "garantie": "hors", "reseau": "non", "bureautique": "non_suivie"},
            "",
            "Les ordinateurs fixes en service hors garantie, hors réseau et dont la suite bureautique n’est pas suivie",
        ),
    ],
)
def test_filters_read_as_a_sentence(words, place, said):
    assert sentence.sentence(words, place) == said


def test_what_narrows_a_list_beside_the_words_is_said_last_and_a_model_first():
    others = {"modele": "du modèle HP ProDesk", "antivol": "où « Antivol » est « oui »"}
    said = sentence.sentence({"garantie": "sous", "q": "x9"}, "", others)
    rest = "sous garantie, où « Antivol » est « oui » et où l’on trouve « x9 »"
    assert said == f"Les matériels du modèle HP ProDesk en service {rest}"


def test_no_combination_of_filters_breaks_the_sentence():
    options = (sentence.PLURALS, sentence.STATES, sentence.ORIGINS, sentence.WARRANTIES)
    for kind, state, origin, warranty in itertools.product(*(("", *words) for words in options)):
        said = sentence.sentence({"type": kind, "etat": state, "origine": origin, "garantie": warranty})
        assert said.startswith("Les ")
        assert "  " not in said


def test_numbers_are_in_the_order_people_expect_and_found_without_their_dashes():
    assert sorted(["VSD-10", "VSD-9", "vsd-0011"], key=keys.natural) == ["VSD-9", "VSD-10", "vsd-0011"]
    assert keys.compact("VSD-00412") == keys.compact("vsd 00412") == "vsd00412"
    assert keys.asked("  É-1   b c d e f ") == ["e1", "b", "c", "d", "e"]


@pytest.fixture
def school(db):
    return SchoolFactory.create(name="Les Badamiers")


@pytest.fixture
def technician(client, school):
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    return client


def numbers(client, **words):
    return [row.inventory_number for row, _ in client.get(PARC, words).context["rows"]]


def test_each_filter_keeps_its_rows(technician, school):
    day = dt.timedelta(days=1)
    placed(school, inventory_number="A-1", kind=Kind.LAPTOP, warranty_until=today() + 10 * day, networked_on=today())
    placed(
        school, inventory_number="A-2", kind=Kind.DESKTOP, warranty_until=today() - day, acquired_on=dt.date(2010, 1, 1)
    )
    placed(school, inventory_number="A-3", kind=Kind.TABLET, origin=Origin.GIFT, acquired_on=None)
    AssetFactory.create(inventory_number="A-4", commune=school.commune, status=Status.STORED)
    running(Asset.objects.get(inventory_number="A-1"), "Windows 11", today() + day)
    running(Asset.objects.get(inventory_number="A-2"), "Windows 7", today() - day)
    found = {
        (): ["A-1", "A-2", "A-3"], (("etat", "en_reserve"),): ["A-4"],
        (("etat", "tous"),): ["A-1", "A-2", "A-3", "A-4"],
        (("type", "postes"),): ["A-1", "A-2", "A-3"], (("type", "portable"),): ["A-1"],
        (("garantie", "sous"),): ["A-1"], (("garantie", "hors"),): ["A-2"], (("garantie", "inconnue"),): ["A-3"],
        (("garantie", "30"),): ["A-1"], (("reseau", "oui"),): ["A-1"], (("reseau", "non"),): ["A-2", "A-3"],
        (("systeme", "a_jour"),): ["A-1"], (("systeme", "perime"),): ["A-2"], (("systeme", "inconnu"),): ["A-3"],
        (("mainteneur", "sans"),): ["A-3"], (("mainteneur", "avec"),): ["A-1", "A-2"], (("age", "10"),): ["A-2"],
        (("ecole", "badamiers"),): ["A-1", "A-2", "A-3"], (("ecole", "tamarins"),): [], (("q", "a1"),): ["A-1"],
    }  # fmt: skip
    assert {words: numbers(technician, **dict(words)) for words in found} == found


def test_the_suite_of_a_post_is_filtered_as_its_figures_count_it_and_shown(technician, school):
    kept = machine(school, office="Microsoft 365 16.0")
    over = machine(school, office="Microsoft Office 2010 14.0")
    unknown = machine(school, office="LibreOffice 4:7.4.7-1+deb12u5")
    none, tablet, never = machine(school, office=""), machine(school, kind=Kind.TABLET, office=""), placed(school)
    asked = {"suivie": [kept], "non_suivie": [over, unknown], "absente": [none]}
    found = {word: numbers(technician, bureautique=word) for word in asked}
    expected = {word: sorted(row.asset.inventory_number for row in rows) for word, rows in asked.items()}
    expected["absente"] = sorted([*expected["absente"], never.inventory_number])
    assert found == expected
    assert tablet.asset.inventory_number in numbers(technician)
    for word, drill in (("non_suivie", "office_ended"), ("absente", "without_office")):
        assert technician.get(reverse(f"equipment:{drill}")).context["count"] == len(expected[word])
    page = technician.get(PARC, {"colonnes": "suite,inventaire", "bureautique": "suivie"}).content.decode()
    assert "Les matériels en service de la commune de Saint-Denis dont la suite bureautique est suivie" in page
    seen = f"{timezone.localtime(kept.last_seen_at):%d/%m/%Y}"
    assert (
        f'data-l="Suite bureautique">Microsoft 365 16.0</td><td role="cell" data-l="Dernier inventaire">{seen}' in page
    )


def test_the_sentence_of_the_page_is_that_of_its_filters(technician, school):
    placed(school, kind=Kind.LAPTOP)
    page = technician.get(PARC, {"type": "portable", "ecole": "badamiers", "garantie": "hors"}).content.decode()
    assert "Les ordinateurs portables en service de l’école Les Badamiers hors garantie." in page


def test_a_list_a_count_a_file_and_a_search_never_leave_the_perimeter(client, school):
    elsewhere = SchoolFactory.create(commune=CommuneFactory.create(insee="97415", name="Saint-Paul"))
    neighbour = SchoolFactory.create(commune=school.commune)
    for number, place in (("A-1", school), ("B-1", neighbour), ("C-1", elsewhere)):
        placed(place, inventory_number=number, serial=f"SERIE{number}")
    AssetFactory.create(inventory_number="D-1", commune=school.commune, status=Status.STORED)
    seen = {Role.SCHOOL_HEAD: ["A-1"], Role.TECHNICIAN: ["A-1", "B-1", "D-1"]}
    places = {Role.SCHOOL_HEAD: school, Role.TECHNICIAN: school.commune}
    for role, found in seen.items():
        client.force_login(reader(role, places[role]))
        assert numbers(client, etat="tous") == found
        assert client.get(PARC, {"etat": "tous"}).context["list"].counted == len(found)
        assert numbers(client, etat="tous", perimetre=f"ecole:{elsewhere.uai}") == []
        content = b"".join(client.get(PARC, {"etat": "tous", "format": "csv"}).streaming_content).decode()
        assert [row[0] for row in csv.reader(io.StringIO(content), delimiter=";")][1:] == found
        assert "C-1" not in client.get(reverse("desks:search"), {"q": "serie"}).content.decode()
        assert client.get("/equipements/C-1/").status_code == 404


def test_a_file_holds_exactly_the_columns_and_the_order_on_screen(technician, school):
    placed(school, inventory_number="A-1", cost=10)
    placed(school, inventory_number="A-2", cost=30)
    words = {"colonnes": "cout,nom", "tri": "-cout"}
    content = b"".join(technician.get(PARC, {**words, "format": "csv"}).streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert rows == [["Matériel", "Coût (€ TTC)", "Nom"], ["A-2", "30,00", ""], ["A-1", "10,00", ""]]
    assert [head.words for head in technician.get(PARC, words).context["heads"]] == rows[0]


def test_columns_chosen_are_remembered(technician, school):
    placed(school)
    technician.post(reverse("equipment:columns"), {"columns": ["serie", "cout"]})
    assert [column.key for column in technician.get(PARC).context["list"].columns] == ["materiel", "serie", "cout"]


def test_a_shared_list_gives_its_words_and_never_its_rows(client, school):
    placed(school, inventory_number="A-1", kind=Kind.LAPTOP)
    author, colleague = reader(Role.TECHNICIAN, school.commune), reader(Role.CITY_IT_HEAD, school.commune)
    client.force_login(author)
    client.post(f"{reverse('equipment:save_list')}?type=portable", {"name": "Portables", "shared": "on"})
    client.force_login(colleague)
    address = client.get(PARC).context["saved"][0]
    opened = client.get(reverse("equipment:open_list", args=[address.ref]))
    assert "type=portable" in opened.url
    client.force_login(reader(Role.SCHOOL_HEAD, SchoolFactory.create()))
    assert client.get(reverse("equipment:open_list", args=[address.ref])).status_code == 404


def test_a_long_list_says_so_and_keeps_the_order_of_its_numbers(technician, school, monkeypatch):
    monkeypatch.setattr(listing, "MANY", 2)
    for number in ("A-1", "A-2", "A-3"):
        placed(school, inventory_number=number)
    page = technician.get(PARC, {"tri": "-cout"})
    assert (page.context["list"].is_long, [row.inventory_number for row, _ in page.context["rows"]]) == (
        True, ["A-1", "A-2", "A-3"],
    )  # fmt: skip
    assert technician.get(PARC, {"compter": "1"}).context["list"].counted == 3


def test_custom_fields_are_filtered_shown_and_exported(technician, school):
    actions.declare_field(commune=school.commune, words={"label": "Antivol", "type": "oui_non"})
    placed(school, inventory_number="A-1", extra={"antivol": True})
    placed(school, inventory_number="A-2")
    assert numbers(technician, c_antivol="oui") == ["A-1"]
    page = technician.get(PARC, {"colonnes": "c_antivol"}).content.decode()
    assert '<td role="cell" data-l="Antivol">oui</td>' in page


def bulk(client, assets, **words):
    return client.post(reverse("equipment:bulk"), {"pk": [asset.pk for asset in assets], **words})


def test_a_bulk_change_is_shown_row_by_row_then_written_at_once(technician, school):
    good, stolen = placed(school), placed(school)
    actions.advance(asset=stolen, after="vole", on=today(), proofs={"plainte": "PV 1", "plainte_le": str(today())})
    words = {"faire": "corriger", "origin": "etat"}
    preview = bulk(technician, [good, stolen], etape="voir", **words).context["report"]
    assert [row.changes for row in preview.changed] == [{"origine": ["Ville", "État"]}]
    assert ["déclaré volé" in row.reason for row in preview.left] == [True]
    assert Asset.objects.get(pk=good.pk).origin == Origin.CITY
    done = bulk(technician, [good, stolen], etape="ecrire", vu=preview.digest, **words)
    assert (done.status_code, Asset.objects.get(pk=good.pk).origin) == (302, Origin.STATE)


def test_a_preview_says_values_as_people_read_them_and_counts_in_french(technician, school):
    actions.declare_field(commune=school.commune, words={"label": "Antivol", "type": "oui_non"})
    asset = placed(school)
    words = {"faire": "corriger", "cost": "410.00", "acquired_on": "2026-10-02", "extra_antivol": "oui"}
    shown = bulk(technician, [asset], etape="voir", **words)
    page = shown.content.decode()
    for said in (
        'vide</span> → <span class="apres">oui',
        '<span class="apres">410,00',
        '<span class="apres">02/10/2026',
    ):
        assert said in page
    assert "Écrire ce changement" in page
    done = technician.post(
        reverse("equipment:bulk"), {"pk": [asset.pk], "etape": "ecrire", "vu": shown.context["report"].digest, **words},
        follow=True,
    )  # fmt: skip
    assert [str(row) for row in done.context["messages"]] == ["1 matériel modifié."]


def test_a_bulk_change_that_was_not_shown_as_it_is_writes_nothing(technician, school):
    asset = placed(school)
    words = {"faire": "corriger", "origin": "etat"}
    preview = bulk(technician, [asset], etape="voir", **words).context["report"]
    actions.edit(asset=asset, words={"origin": Origin.GIFT})
    page = bulk(technician, [asset], etape="ecrire", vu=preview.digest, **words)
    assert "rien n’est écrit" in page.content.decode()
    assert Asset.objects.get(pk=asset.pk).origin == Origin.GIFT


def test_a_bulk_change_never_touches_a_device_of_elsewhere(technician):
    other = placed(SchoolFactory.create(commune=CommuneFactory.create(insee="97415", name="Saint-Paul")))
    page = bulk(technician, [other], faire="corriger", etape="voir", origin="etat")
    assert page.context["choice"].assets == []


def test_the_census_counts_each_type_once(technician, school):
    placed(school, kind=Kind.LAPTOP, networked_on=today())
    placed(school, kind=Kind.LAPTOP, origin=Origin.GIFT)
    rows = technician.get(reverse("equipment:census")).context["rows"]
    assert [(row["kind"], row["total"], row["unnetworked"], row["unmaintained"]) for row in rows] == [
        ("portable", 2, 1, 1)
    ]


def test_one_device_is_seen_and_listed_exactly_as_the_lists_say(world):
    """`seen_by_number` and `listed_by_number` decide in Python what `visible_to` and `listed_to` ask the base."""
    things.asset(world)
    stored = placed(world.beta, inventory_number="STORE-1")
    Placement.objects.filter(asset=stored).delete()
    Asset.objects.filter(pk=stored.pk).update(school=None, room=None)
    moved = placed(world.alpha, inventory_number="MOVED-1")
    Placement.objects.filter(asset=moved).update(school=world.gamma)
    placed(world.gamma, inventory_number="VSD-00412")
    numbers = {asset.inventory_number for asset in Asset.objects.all()}
    for account in world.users.values():
        person = account.person
        scopes = {default_scope(person), *(Scope.parse(f"commune:{row.insee}") for row in Commune.objects.all())}
        for number in sorted(numbers):
            expected = access.visible_to(person).numbered(number).order_by("pk").first()
            assert access.seen_by_number(person, number) == expected, (person, number)
            if expected is not None:
                assert access.near_to(person, expected) == access.near_to(person, Asset.objects.get(pk=expected.pk))
            for scope in filter(None, scopes):
                rows = access.listed_to(person, scope).numbered(number).order_by("pk")
                assert access.listed_by_number(person, scope, number) == rows.first(), (person, scope, number)


def test_a_number_that_many_communes_use_is_still_found_by_its_own(world, monkeypatch):
    mine = placed(world.gamma, inventory_number="1")
    monkeypatch.setattr("lekol.equipment.queries.card.FEW", 0)
    person = world.users[FOREIGNER].person
    assert numbered("1") is None
    assert access.seen_by_number(person, "1") == mine
    assert access.listed_by_number(person, default_scope(person), "1") == mine
