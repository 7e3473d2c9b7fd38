"""The pages of the convention: what is on them, for whom, at what cost."""

import csv
import datetime as dt
import io
from importlib import resources

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lekol.agreement import actions
from lekol.agreement.models import Agreement
from lekol.agreement.views.panels import commitments_of_school
from lekol.directory.choices import Role
from tests.agreement.factories import (
    academy,
    city,
    clause,
    commitment,
    declare,
    declared,
    full,
    load,
    pack,
    take,
)
from tests.days import today
from tests.directory.factories import CommuneFactory, SchoolFactory, UserFactory, post, reader

pytestmark = pytest.mark.django_db
BOARD = "/convention/"


@pytest.fixture
def school():
    return SchoolFactory.create()


@pytest.fixture
def signed_in(client, school):
    client.force_login(UserFactory.create(person=city()))
    return client


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("promises", [1, 3])
def test_the_board_page_costs_the_same_whatever_the_promises(
    figures, signed_in, school, django_assert_num_queries, promises
):
    agreement = load(declared("3.9"), *(commitment(f"3.{rank + 1}") for rank in range(promises)))
    declare(clause(agreement, "3.9"))
    take(figures, 0, portes=full([school]))
    with django_assert_num_queries(15):
        shown = text(signed_in.get(BOARD))
    assert shown.count('scope="row" class="intitule"') == promises + 1


@pytest.mark.parametrize("schools", [1, 3])
def test_the_clause_page_costs_the_same_whatever_the_schools(
    figures, signed_in, school, django_assert_num_queries, schools
):
    agreement = load(commitment("3.1"))
    rows = [school, *SchoolFactory.create_batch(schools - 1)]
    take(figures, 40, portes=full(rows, met=1))
    take(figures, 0, portes=full(rows))
    with django_assert_num_queries(15):
        shown = text(signed_in.get(reverse("agreement:clause", args=[agreement.slug, "3.1"])))
    assert shown.count("5 manquent") == schools


@pytest.mark.parametrize("count", [1, 3])
def test_the_clause_page_costs_the_same_whatever_the_declarations(signed_in, school, django_assert_num_queries, count):
    agreement = load(declared("3.2"))
    for _ in range(count):
        declare(clause(agreement, "3.2"))
    with django_assert_num_queries(15):
        shown = text(signed_in.get(reverse("agreement:clause", args=[agreement.slug, "3.2"])))
    assert shown.count(">Répondre<") == count


def test_each_promise_shows_who_owes_it_its_figure_its_target_its_trend_and_its_state(figures, signed_in, school):
    target = f"target = {{ ratio = 1, on = {today() + dt.timedelta(days=200)} }}"
    load(commitment("3.1", more=target))
    take(figures, 380, portes={school.pk: (858, 520)})
    take(figures, 0, portes={school.pk: (858, 702)})
    shown = text(signed_in.get(BOARD))
    for words in ("Promesse 3.1", "702 / 858", "cible : 858", "+\u00a021\u00a0points", "156 manquent", "En bonne voie"):
        assert words in shown, words


def test_a_reader_of_one_school_sees_the_figures_of_that_school(figures, client):
    schools = SchoolFactory.create_batch(2)
    load(commitment("3.1"))
    take(figures, 0, portes=full(schools))
    client.force_login(reader(Role.SCHOOL_HEAD, schools[0]))
    shown = text(client.get(BOARD))
    assert "5 / 10" in shown
    assert "dans votre périmètre" in shown


def test_filters_keep_the_rows_of_a_party_of_a_state_or_to_decide(figures, signed_in, school):
    load(commitment("3.1"), declared("3.2"), declared("3.3", '"ville", "rectorat"'))
    take(figures, 0, portes=full([school]))
    kept = {
        words: [
            number
            for number in ("3.1", "3.2", "3.3")
            if f">Promesse {number}</a><small>" in text(signed_in.get(BOARD + words))
        ]
        for words in (
            "",
            "?porteur=ville",
            "?porteur=conjoint",
            "?etat=a-decider",
            "?etat=sans_mesure",
            "?etat=n-importe",
        )
    }
    assert kept == {
        "": ["3.1", "3.2", "3.3"],
        "?porteur=ville": ["3.1"],
        "?porteur=conjoint": ["3.3"],
        "?etat=a-decider": ["3.1"],
        "?etat=sans_mesure": ["3.2", "3.3"],
        "?etat=n-importe": [],
    }


def test_an_unsigned_convention_says_its_term_is_unknown_and_lets_who_may_enter_the_date(signed_in, school, client):
    agreement = load(more="")
    shown = text(signed_in.get(BOARD))
    assert "Durée inconnue : la date de signature n’est pas saisie." in shown
    sign = reverse("agreement:sign", args=[agreement.slug])
    assert sign in shown
    tomorrow = (today() + dt.timedelta(days=1)).isoformat()
    assert "ne peut pas être à venir" in text(signed_in.post(sign, {"on": tomorrow}))
    done = text(signed_in.post(sign, {"on": "2025-02-03"}, follow=True))
    assert "du 3 février 2025 au 2 février 2029" in done
    assert "décider du renouvellement" in done
    assert signed_in.get(sign).status_code == 403  # known once and for all
    client.force_login(reader(Role.TEACHER, school))
    assert sign not in text(client.get(BOARD))


def test_the_end_of_the_term_and_the_window_before_it_are_told(signed_in, school):
    load(more=f"signed_on = {today() - dt.timedelta(days=4 * 365 - 60)}")
    assert "c’est le moment de décider du renouvellement" in text(signed_in.get(BOARD))
    Agreement.objects.all().delete()
    load(more="signed_on = 2015-02-03")
    assert "arrivée à son terme" in text(signed_in.get(BOARD))


def test_without_convention_the_page_says_what_to_do(signed_in, school, client):
    assert "Aucune convention n’est chargée pour ce périmètre." in text(signed_in.get(BOARD))
    client.force_login(UserFactory.create(person=city(Role.PROJECT_LEAD)))
    assert reverse("agreement:load") in text(client.get(BOARD))


def test_several_conventions_in_force_give_a_choice(signed_in, school):
    load()
    load(slug="autre", more="signed_on = 2026-01-01\ndemonstration = true")
    shown = text(signed_in.get(BOARD))
    assert "Plusieurs sont en vigueur dans votre périmètre." in shown
    for slug in ("essai", "autre"):
        assert reverse("agreement:agreement", args=[slug]) in shown


def test_a_demonstration_is_marked_on_its_page_and_on_its_clauses(signed_in, school):
    agreement = load(more="signed_on = 2025-02-03\ndemonstration = true")
    assert "Démonstration : ce texte" in text(signed_in.get(BOARD))
    assert ">démonstration<" in text(signed_in.get(clause(agreement, "3.1").get_absolute_url()))


def test_the_short_address_of_a_clause_leads_to_the_convention_in_force(signed_in, school):
    load(slug="ancienne", more="signed_on = 2015-02-03")
    load()
    assert signed_in.get("/convention/3.1/")["Location"] == "/convention/essai/3.1/"
    assert signed_in.get("/convention/9.9/").status_code == 404
    assert signed_in.get("/convention/essai/9.9/").status_code == 404


def test_a_stranger_of_another_commune_finds_nothing(client, school):
    agreement = load(commitment("3.1"), declared("3.2"))
    elsewhere = SchoolFactory.create(commune=CommuneFactory.create(insee="97415", name="Saint-Paul"))
    client.force_login(reader(Role.SCHOOL_HEAD, elsewhere))
    names = ["agreement", "text", "sign"]
    assert {client.get(reverse(f"agreement:{name}", args=[agreement.slug])).status_code for name in names} == {404}
    assert client.get(clause(agreement, "3.1").get_absolute_url()).status_code == 404
    assert "Aucune convention" in text(client.get(BOARD))


def test_the_clause_page_says_what_is_promised_why_it_stands_there_and_which_schools_lack(figures, signed_in, school):
    row = commitment(
        "3.1", more='source = "La Ville s’engage."\ncondition = "selon l’éligibilité"\nbeneficiaries = ["ecole"]'
    )
    agreement = load(row)
    whole = SchoolFactory.create(name="Les Arums")
    take(figures, 380, portes={school.pk: (10, 2), whole.pk: (4, 4)})
    take(figures, 0, portes={school.pk: (10, 6)})
    shown = text(signed_in.get(clause(agreement, "3.1").get_absolute_url()))
    for words in (
        "La partie tient la promesse 3.1.", "«&nbsp;La Ville s’engage.&nbsp;»", "Condition : selon l’éligibilité",
        "10 / 14", "portes, soit 71\u00a0%", "Obligation permanente", "Les mêmes chiffres en tableau",
        "Dû : les portes.", "bénéficiaire", "obligation de résultat".capitalize(), "Journal",
    ):  # fmt: skip
        assert words in shown, words
    schools = shown[shown.index('id="ecoles"') :]
    assert schools.index(school.name) < schools.index("Les Arums")
    assert "4 manquent" in schools
    assert "Rien ne manque" in schools


def test_the_schools_of_a_clause_come_by_pages_worst_first_without_repeating(figures, signed_in, school):
    agreement = load(commitment("3.1"))
    rows = [school, *SchoolFactory.create_batch(59)]
    take(figures, 0, portes={row.pk: (100, rank % 7) for rank, row in enumerate(rows)})
    address = clause(agreement, "3.1").get_absolute_url()
    first = signed_in.get(address).context["page"]
    rest = signed_in.get(f"{address}?apres={first.after}").context["page"]
    listed = [*first.rows, *rest.rows]
    assert (len(first), len(rest), rest.after) == (50, 10, "")
    assert [row.missing for row in listed] == sorted((row.missing for row in listed), reverse=True)
    assert len({row.pk for row in listed}) == 60


def test_tables_are_exported_with_what_is_on_screen(figures, signed_in, school):
    agreement = load(commitment("3.1"), declared("3.2"))
    take(figures, 0, portes=full([school]))
    board = exported(signed_in.get(f"{BOARD}?format=csv"))
    assert [row[:6] for row in board[1:]] == [
        ["3.1", "Promesse 3.1", "Ville", "", "10", "5"],
        ["3.2", "Promesse 3.2", "Rectorat", "", "", ""],
    ]
    schools = exported(signed_in.get(clause(agreement, "3.1").get_absolute_url() + "?format=csv"))
    assert schools[1:] == [[school.uai, school.name, "10", "5", "5"]]


def exported(response) -> list[list[str]]:
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content), delimiter=";"))


def test_the_text_shows_every_wording_with_its_figure_in_the_margin(figures, signed_in, school):
    agreement = load(commitment("3.1"), declared("3.2"))
    take(figures, 0, portes=full([school]))
    shown = text(signed_in.get(reverse("agreement:text", args=[agreement.slug])))
    for words in ("Article 3 — Infrastructures", "La partie tient la promesse 3.2.", "5 / 10", "portes"):
        assert words in shown


def test_measures_say_what_they_count_where_they_are_used_and_their_figure(figures, signed_in, school):
    load(commitment("3.1"), commitment("3.2", basis='measures = ["essai.portes", "essai.cles"]'))
    take(figures, 0, portes=full([school]))
    shown = text(signed_in.get("/mesures/"))
    assert "Dû : les portes. Fait : celles qui ferment." in shown
    assert "5 / 10" in shown
    one = text(signed_in.get("/mesures/essai.portes/"))
    assert "3.1 Promesse 3.1" in one
    assert "3.2 Promesse 3.2" in one
    assert signed_in.get("/mesures/essai.absente/").status_code == 404


def test_a_pack_is_loaded_from_the_screen_with_every_fault_named(client, school):
    client.force_login(UserFactory.create(person=city(Role.PROJECT_LEAD)))
    address = reverse("agreement:load")
    wrong = pack().replace('debtors = ["ville"]', 'debtors = ["vile"]')
    shown = text(client.post(address, {"pack": SimpleUploadedFile("essai.toml", wrong.encode())}))
    assert "« vile »" in shown
    assert "ligne " in shown
    assert not Agreement.objects.exists()
    done = client.post(address, {"pack": SimpleUploadedFile("essai.toml", pack().encode())})
    assert done["Location"] == "/convention/essai/"


@pytest.mark.parametrize("scope", ["academie:28", "france", "commune:97415"])
def test_nobody_loads_a_convention_beyond_their_own_territory(client, school, scope):
    CommuneFactory.create(insee="97415", name="Saint-Paul")
    client.force_login(UserFactory.create(person=city(Role.PROJECT_LEAD)))
    sent = {"pack": SimpleUploadedFile("essai.toml", pack(scope=scope).encode())}
    assert "pas dans le territoire de votre fonction" in text(client.post(reverse("agreement:load"), sent))
    assert not Agreement.objects.exists()


def test_nobody_replaces_a_convention_of_another_territory(client, school):
    agreement = load(scope="academie:28")
    client.force_login(UserFactory.create(person=city(Role.PROJECT_LEAD)))
    sent = {"pack": SimpleUploadedFile("essai.toml", pack().encode())}
    assert "pas dans le territoire de votre fonction" in text(client.post(reverse("agreement:load"), sent))
    assert Agreement.objects.get().scope_level == agreement.scope_level


def test_a_school_page_shows_what_is_promised_to_the_school(figures, school):
    agreement = load(commitment("3.1"), declared("3.2"))
    take(figures, 0, portes=full([school]))
    panel = commitments_of_school(post(Role.SCHOOL_HEAD, school).person, school)
    assert [(line.commitment.clause, line.met, line.due) for line in panel.context["lines"]] == [("3.1", 5, 10)]
    assert panel.context["agreement"] == agreement
    assert commitments_of_school(academy(), SchoolFactory.create(commune=CommuneFactory.create(insee="97415"))) is None


def test_search_finds_a_promise_by_its_number_and_by_its_words(signed_in, school):
    load(commitment("3.1"), declared("3.2"))
    for words in ("3.2", "promesse 3.2", "TIENT la promesse"):
        assert "/convention/essai/3.2/" in text(signed_in.get(reverse("desks:search"), {"q": words}))


def test_the_text_says_who_maintains_what_and_what_each_direction_is_owed(signed_in):
    texts = resources.files("lekol.agreement") / "texts"
    agreement, _ = actions.load(text=(texts / "saint_denis_2017.toml").read_text(encoding="utf-8"))
    shown = text(signed_in.get(reverse("agreement:text", args=[agreement.slug])))
    assert "La première ligne qui convient décide" in shown
    assert "reçu en don" in shown
    assert "1 poste informatique dédié à l’usage exclusif de la direction" in shown
    assert "14 tablette" in shown
