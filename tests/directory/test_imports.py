"""The annuaire and the head-counts through the import desk, on small files and on the State’s real ones."""

import csv
import datetime as dt
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from lxml import html

from lekol.directory import actions
from lekol.directory.choices import Role
from lekol.directory.models import Academy, Commune, Headcount, School
from lekol.journal.models import Entry
from lekol.kit.imports import Outcome, Unreadable
from lekol.kit.imports.importer import Territory
from lekol.kit.models import ImportRun
from lekol.kit.runs import NotNow, confirm, simulate, undo
from lekol.pact.uai import complete
from tests.directory.factories import CommuneFactory, DistrictFactory, HeadcountFactory, SchoolFactory, post, reader

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "schools"
pytestmark = pytest.mark.django_db

HEAD_2026 = [
    "Identifiant_de_l_etablissement",
    "Nom_etablissement",
    "Type_etablissement",
    "Statut_public_prive",
    "Adresse_1",
    "Code_postal",
    "Code_commune",
    "Nom_commune",
    "Code_academie",
    "Libelle_academie",
    "Ecole_maternelle",
    "Ecole_elementaire",
    "Telephone",
    "Mail",
    "Appartenance_Education_Prioritaire",
    "latitude",
    "longitude",
    "date_ouverture",
    "etat",
    "nom_circonscription",
    "code_circonscription",
    "code_nature",
]
DISTRICT = complete("9748011")


def row(digits="9741001", name="Ecole primaire publique les Lucioles", **changes):
    cells = dict.fromkeys(HEAD_2026, "")
    cells |= {
        "Identifiant_de_l_etablissement": complete(digits) if digits.isdigit() and len(digits) == 7 else digits,
        "Nom_etablissement": name, "Type_etablissement": "Ecole", "Statut_public_prive": "Public",
        "Adresse_1": "6 rue Philippe", "Code_postal": "97400", "Code_commune": "97411", "Nom_commune": "Saint-Denis",
        "Code_academie": "28", "Libelle_academie": "La Réunion", "Ecole_maternelle": "1", "Ecole_elementaire": "1",
        "latitude": "-20.88", "longitude": "55.45", "date_ouverture": "1965-10-01", "etat": "OUVERT",
        "nom_circonscription": "Circonscription d'inspection du 1er degré de Saint-Denis 2",
        "code_circonscription": DISTRICT, "code_nature": "151",
    }  # fmt: skip
    return cells | changes


def as_csv(path, rows, delimiter=";", encoding="utf-8-sig", newline="\r\n"):
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, HEAD_2026, delimiter=delimiter, lineterminator=newline)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def as_json(path, rows, envelope):
    lower = [{key.lower(): value or None for key, value in cells.items()} for cells in rows]
    shapes = {
        "list": lower,
        "v2.1": {"total_count": len(lower), "results": lower},
        "v2": {"records": [{"record": {"id": "x", "fields": cells}} for cells in lower]},
        "v1": {"records": [{"fields": cells} for cells in lower]},
    }
    path.write_text(json.dumps(shapes[envelope]), encoding="utf-8")
    return path


def taken(path, **words):
    return simulate(kind="directory.schools", path=path, name=path.name, **words)


def counts(run):
    return {outcome.value: run.count(outcome) for outcome in Outcome if run.count(outcome)}


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(";", "utf-8-sig"), (",", "utf-8"), (";", "cp1252"), ("\t", "utf-16")]
)
def test_the_open_file_is_read_in_each_of_its_layouts(tmp_path, delimiter, encoding):
    run = confirm(run=taken(as_csv(tmp_path / "a.csv", [row()], delimiter, encoding)))
    assert counts(run) == {"creee": 1}
    school = School.objects.select_related("commune__academy", "district").get()
    assert (school.name, school.kind, school.commune.name) == ("Les Lucioles", "primaire", "Saint-Denis")
    assert (school.district.name, school.district.code) == ("Saint-Denis 2", DISTRICT)
    assert school.commune.academy.name == "Académie de La Réunion"
    assert [code.uai for code in school.codes.all()] == [complete("9741001")]


@pytest.mark.parametrize("envelope", ["list", "v2.1", "v2", "v1"])
def test_the_api_s_json_is_read_in_each_of_its_envelopes(tmp_path, envelope):
    run = confirm(run=taken(as_json(tmp_path / "a.json", [row(), row("9741002")], envelope)))
    assert counts(run) == {"creee": 2}


@pytest.mark.parametrize(("flags", "kind"), [("10", "maternelle"), ("01", "elementaire"), ("11", "primaire")])
def test_the_two_flags_tell_the_kind_nature_151_does_not(tmp_path, flags, kind):
    confirm(run=taken(as_csv(tmp_path / "a.csv", [row(Ecole_maternelle=flags[0], Ecole_elementaire=flags[1])])))
    assert School.objects.get().kind == kind


def test_a_simulation_writes_no_school(tmp_path):
    run = taken(as_csv(tmp_path / "a.csv", [row()]))
    assert run.state == "simule"
    assert not School.objects.exists()
    assert not Commune.objects.exists()


def test_the_same_file_again_writes_nothing(tmp_path):
    path = as_csv(tmp_path / "a.csv", [row(), row("9741002")])
    confirm(run=taken(path))
    before = Entry.objects.count()
    assert counts(confirm(run=taken(path))) == {"inchangee": 2}
    assert Entry.objects.count() == before


def test_a_changed_line_shows_what_was_and_what_would_be(tmp_path):
    confirm(run=taken(as_csv(tmp_path / "a.csv", [row()])))
    run = taken(as_csv(tmp_path / "b.csv", [row(Appartenance_Education_Prioritaire="REP+", Adresse_1="7 rue Neuve")]))
    changes = {name: (before, after) for name, before, after in run.lines.get().changes}
    assert changes == {"Éducation prioritaire": ("", "REP+"), "Adresse": ("6 rue Philippe", "7 rue Neuve")}


def test_what_is_not_a_public_school_is_counted_aside(tmp_path):
    rows = [row(), row("9741002", Type_etablissement="Collège"), row("9741003", Statut_public_prive="Privé")]
    assert counts(taken(as_csv(tmp_path / "a.csv", rows))) == {"creee": 1, "ignoree": 2}


def test_one_commune_alone_can_be_asked_for(tmp_path):
    rows = [row(), row("9741002", Code_commune="97415", Nom_commune="Saint-Paul")]
    run = taken(as_csv(tmp_path / "a.csv", rows), territory=Territory(only="97411"))
    assert counts(run) == {"creee": 1, "ignoree": 1}


FAULTS = [
    ({"digits": "9741001Z"}, "la lettre de contrôle devrait être"),
    ({"digits": "3,5E+06"}, "transformé en nombre par un tableur"),
    ({"digits": "35012T"}, "perdu ses zéros de tête"),
    ({"digits": ""}, "Le code UAI manque"),
    ({"Code_commune": "1001"}, "perdu son zéro de tête"),
    ({"Code_postal": "1000"}, "perdu son zéro de tête"),
    ({"date_ouverture": "2022-21-09"}, "n’est pas une date"),
    ({"latitude": "548"}, "sort des bornes"),
    ({"longitude": "est"}, "n’est pas un nombre"),
    ({"Appartenance_Education_Prioritaire": "ZEP"}, "ni REP, ni REP+"),
    ({"Mail": "sans arobase"}, "n’est pas une adresse"),
    ({"Ecole_maternelle": "0", "Ecole_elementaire": "0"}, "Ni maternelle, ni élémentaire"),
]


@pytest.mark.parametrize(("changes", "reason"), FAULTS)
def test_a_faulty_cell_refuses_its_line_and_says_why(tmp_path, changes, reason):
    run = taken(as_csv(tmp_path / "a.csv", [row("9741009"), row(**changes)]))
    refused = run.lines.get(outcome=Outcome.REFUSED)
    assert refused.number == 3
    assert reason in " ".join(refused.reasons)


def test_a_code_met_twice_is_refused_the_second_time(tmp_path):
    run = taken(as_csv(tmp_path / "a.csv", [row(), row()]))
    assert "déjà à la ligne 2" in run.lines.get(outcome=Outcome.REFUSED).reasons[0]


def test_the_good_lines_go_in_only_when_they_are_asked_for(tmp_path):
    run = taken(as_csv(tmp_path / "a.csv", [row(), row("9741002", latitude="999")]))
    with pytest.raises(NotNow, match="1 ligne est refusée"):
        confirm(run=run)
    assert not School.objects.exists()
    confirm(run=run, only_good=True)
    assert School.objects.count() == 1


def test_a_missing_column_is_named_with_the_one_that_looks_like_it(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Identifiant_etablissement;Nom_etablissement\n1;2\n", encoding="utf-8")
    with pytest.raises(Unreadable, match="« Code de la commune » est introuvable"):
        taken(path)
    assert not ImportRun.objects.exists()


def test_a_school_said_in_another_commune_is_refused(tmp_path):
    SchoolFactory.create(uai=complete("9741001"), commune=CommuneFactory.create(insee="97415", name="Saint-Paul"))
    run = taken(as_csv(tmp_path / "a.csv", [row()]))
    assert "est à Saint-Paul dans l’annuaire" in run.lines.get().reasons[0]


def test_an_import_is_undone_to_the_last_field(tmp_path):
    confirm(run=taken(as_csv(tmp_path / "a.csv", [row()])))
    run = confirm(run=taken(as_csv(tmp_path / "b.csv", [row(Adresse_1="7 rue Neuve"), row("9741002")])))
    undo(run=run)
    assert [(school.uai, school.address) for school in School.objects.all()] == [
        (complete("9741001"), "6 rue Philippe")
    ]


def test_an_import_is_not_undone_over_a_later_change(tmp_path):
    run = confirm(run=taken(as_csv(tmp_path / "a.csv", [row(), row("9741002", "Ecole publique Les Songes")])))
    actions.edit_school(school=School.objects.get(name="Les Songes"), address="8 rue Neuve")
    with pytest.raises(NotNow, match=r"« Les Songes .Saint-Denis. » a été modifiée depuis"):
        undo(run=run)
    assert School.objects.count() == 2


def test_a_base_that_moved_since_the_simulation_is_not_written_over(tmp_path):
    confirm(run=taken(as_csv(tmp_path / "a.csv", [row()])))
    run = taken(as_csv(tmp_path / "b.csv", [row(Adresse_1="7 rue Neuve")]))
    actions.edit_school(school=School.objects.get(), address="8 rue Neuve")
    with pytest.raises(NotNow, match="La base a changé depuis la simulation"):
        confirm(run=run)
    assert School.objects.get().address == "8 rue Neuve"


def test_one_s_own_territory_bounds_what_one_imports(tmp_path):
    rows = [row(), row("9741002", Code_commune="97415", Nom_commune="Saint-Paul")]
    CommuneFactory.create()
    run = taken(as_csv(tmp_path / "a.csv", rows), territory=Territory(frozenset({"97411"}), frozenset()))
    assert counts(run) == {"creee": 1, "refusee": 1}
    assert "n’est pas dans votre territoire" in run.lines.get(outcome=Outcome.REFUSED).reasons[0]


@pytest.mark.parametrize("count", [1, 3])
def test_a_plan_costs_the_same_whatever_its_length(tmp_path, count, django_assert_num_queries):
    SchoolFactory.create(
        commune=CommuneFactory.create(), district=DistrictFactory.create(code=DISTRICT, name="Saint-Denis 2")
    )
    path = as_csv(tmp_path / "a.csv", [row(f"974100{rank}") for rank in range(count)])
    with django_assert_num_queries(11):
        taken(path)


def test_open_schools_the_file_leaves_out_are_a_fact_to_check_and_nothing_is_closed(tmp_path):
    for digits in ("9741001", "9741002", "9741003"):
        confirm(run=taken(as_csv(tmp_path / "a.csv", [row(digits, name=f"Ecole {digits}")])))
    confirm(run=taken(as_csv(tmp_path / "b.csv", [row("9741009", Code_commune="97415", Nom_commune="Saint-Paul")])))
    actions.close_school(school=School.objects.get(uai=complete("9741003")), on=dt.date(2020, 1, 1))
    run = confirm(run=taken(as_csv(tmp_path / "c.csv", [row("9741001")])))
    assert counts(run) == {"modifiee": 1, "absente": 1}
    assert [(line.key, line.title) for line in run.lines.filter(outcome=Outcome.ABSENT)] == [
        (complete("9741002"), "9741002 (Saint-Denis)")
    ]
    assert School.objects.filter(closed_on=None).count() == 3


def test_a_school_whose_line_is_refused_or_unchanged_is_not_absent(tmp_path):
    confirm(run=taken(as_csv(tmp_path / "a.csv", [row(), row("9741002")])))
    run = taken(as_csv(tmp_path / "b.csv", [row(), row("9741002", latitude="999")]))
    assert counts(run) == {"inchangee": 1, "refusee": 1}


@pytest.mark.parametrize(
    ("territory", "absent"),
    [
        (Territory(), 2),
        (Territory(only="97415"), 1),
        (Territory(frozenset({"97411"}), frozenset()), 1),
        (Territory(frozenset(), frozenset({"28"})), 2),
        (Territory(frozenset(), frozenset({"01"})), 0),
    ],
)
def test_absent_schools_are_those_of_the_importer_s_own_territory(tmp_path, territory, absent):
    there = {"Code_commune": "97415", "Nom_commune": "Saint-Paul"}
    rows = [row(), row("9741002"), row("9741003", **there), row("9741004", **there)]
    confirm(run=taken(as_csv(tmp_path / "a.csv", rows)))
    run = taken(as_csv(tmp_path / "b.csv", rows[::2]), territory=territory)
    assert run.count(Outcome.ABSENT) == absent


def test_the_desk_shows_absent_schools_apart_with_how_to_close_them(client, tmp_path, monkeypatch):
    rows = [row(f"974100{rank}", name=f"Ecole {name}") for rank, name in enumerate("ABCD")]
    confirm(run=taken(as_csv(tmp_path / "a.csv", rows)))
    actions.close_school(school=School.objects.get(name="C"), on=dt.date(2030, 1, 1))
    account = reader(Role.PROJECT_LEAD, Commune.objects.get())
    run = taken(as_csv(tmp_path / "b.csv", rows[:1]), by=account.person)
    client.force_login(account)
    monkeypatch.setattr("lekol.desks.views.imports.SHOWN", 2)
    address = reverse("desks:import", args=[run.ref])
    page = html.fromstring(client.get(address).content.decode())
    [title] = page.xpath("//h2[@id='t-absentes']")
    section = title.getparent()
    assert title.text == "Écoles de ce territoire absentes du fichier"
    assert [link.text for link in section.find_class("fort")] == ["B", "C"]
    assert [link.get("href") for link in section.find_class("btn")] == [
        f"/ecoles/{school.uai}/fermer/" for school in School.objects.filter(name__in="BC")
    ]
    assert section.xpath(".//a[contains(text(), 'Et 1 autre')]/@href") == ["?effet=absente"]
    assert "Aucune ligne de cette sorte" in page.text_content()
    rest = html.fromstring(client.get(address, {"effet": "absente"}).content.decode())
    assert [row.findtext("th").strip() for row in rest.findall(".//tbody/tr")] == [
        "B (Saint-Denis)", "C (Saint-Denis)", "D (Saint-Denis)"
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_run_costs_the_same_whatever_it_lists(client, tmp_path, count, django_assert_num_queries):
    rows = [row(f"974100{rank}") for rank in range(count + 1)]
    confirm(run=taken(as_csv(tmp_path / "a.csv", rows)))
    account = reader(Role.PROJECT_LEAD, Commune.objects.get())
    again = [cells | {"Telephone": "0262"} for cells in rows[:1]]
    run = taken(as_csv(tmp_path / "b.csv", again), by=account.person)
    client.force_login(account)
    client.get(reverse("desks:import", args=[run.ref]))
    with django_assert_num_queries(8):
        client.get(reverse("desks:import", args=[run.ref]))


def test_one_s_imports_are_listed_newest_first_page_after_page(client, tmp_path):
    account = reader(Role.PROJECT_LEAD, CommuneFactory.create())
    path = as_csv(tmp_path / "a.csv", [row()])
    runs = [taken(path, by=account.person) for _ in range(21)]
    client.force_login(account)
    first = client.get(reverse("desks:imports"))
    assert [run.ref for run, _ in first.context["rows"]] == [run.ref for run in reversed(runs)][:20]
    second = client.get(reverse("desks:imports"), {"apres": first.context["page"].after})
    assert [run.ref for run, _ in second.context["rows"]] == [runs[0].ref]


def test_headcounts_go_to_the_schools_that_are_known(tmp_path):
    known = HeadcountFactory.create(school_year=2024, pupils=200, classes=9).school
    path = tmp_path / "effectifs.csv"
    head = "Rentrée scolaire;Secteur;Numéro de l'école;Nombre total de classes;Nombre total d'élèves"
    lines = [
        f"2024;PUBLIC;{known.uai};10;222",
        f"2023;PUBLIC;{known.uai};9;210",
        f"2024;PUBLIC;{complete('9741099')};1;20",
    ]
    path.write_text("\n".join([head, *lines, f"2024;PRIVE;{known.uai};1;1"]), encoding="utf-8")
    run = simulate(kind="directory.headcounts", path=path, name="effectifs.csv")
    assert counts(run) == {"creee": 1, "modifiee": 1, "refusee": 1, "ignoree": 1}
    confirm(run=run, only_good=True)
    assert list(known.headcounts.values_list("school_year", "pupils")) == [(2024, 222), (2023, 210)]
    undo(run=run)
    assert list(known.headcounts.values_list("school_year", "pupils")) == [(2024, 200)]


def test_the_desk_on_screen_from_file_to_undo(client, tmp_path):
    commune = CommuneFactory.create()
    account = reader(Role.PROJECT_LEAD, commune)
    client.force_login(account)
    path = as_csv(tmp_path / "annuaire.csv", [row(), row("9741002", latitude="999")])
    with path.open("rb") as file:
        sent = client.post(reverse("desks:import_new", args=["directory.schools"]), {"file": file})
    page = client.get(sent["Location"]).content.decode()
    assert "Importer les 1 lignes correctes" in page
    ref = ImportRun.objects.get().ref
    client.post(reverse("desks:import_confirm", args=[ref]), {"correctes": "oui"})
    assert School.objects.count() == 1
    refused = client.get(reverse("desks:import", args=[ref]), {"format": "csv"})
    assert "sort des bornes" in b"".join(refused.streaming_content).decode()
    client.post(reverse("desks:import_undo", args=[ref]))
    assert not School.objects.exists()
    assert [entry.verb for entry in Entry.objects.about(ImportRun.objects.get())] == ["import.undone", "import.applied"]


def test_columns_corrected_by_hand_are_simulated_again(client, tmp_path):
    client.force_login(reader(Role.PROJECT_LEAD, CommuneFactory.create()))
    path = as_csv(tmp_path / "annuaire.csv", [row()])
    with path.open("rb") as file:
        client.post(reverse("desks:import_new", args=["directory.schools"]), {"file": file})
    run = ImportRun.objects.get()
    chosen = {**run.mapping, "address": "Nom_commune"}
    client.post(reverse("desks:import_columns", args=[run.ref]), chosen)
    again = ImportRun.objects.exclude(pk=run.pk).get()
    assert again.lines.get().after["address"] == "Saint-Denis"


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "vide"), (b"\x00\x01\x02 rien", "CSV"), (b'{"a": 1}', "liste d’enregistrements"), (b"[{", "mal formé")],
)
def test_a_file_that_is_not_a_table_is_said_plainly(client, tmp_path, content, said):
    client.force_login(reader(Role.PROJECT_LEAD, CommuneFactory.create()))
    path = tmp_path / "annuaire.csv"
    path.write_bytes(content)
    with path.open("rb") as file:
        page = client.post(reverse("desks:import_new", args=["directory.schools"]), {"file": file})
    assert page.status_code == 200
    assert said in page.content.decode()


def test_someone_else_s_import_is_nowhere_and_a_head_has_no_desk(client, tmp_path):
    commune = CommuneFactory.create()
    run = taken(as_csv(tmp_path / "a.csv", [row()]), by=reader(Role.PROJECT_LEAD, commune).person)
    client.force_login(reader(Role.CITY_IT_HEAD, commune))
    assert client.get(reverse("desks:import", args=[run.ref])).status_code == 404
    client.force_login(reader(Role.SCHOOL_HEAD, SchoolFactory.create()))
    assert client.get(reverse("desks:imports")).status_code == 403


def real(name):
    path = REAL / name
    if not path.exists():
        pytest.skip(f"le fichier réel {name} n’est pas à portée de main")
    return path


def test_the_real_annuaire_of_a_departement_goes_in_whole_and_only_once():
    path = real("annuaire_35_2023.csv")
    assert counts(confirm(run=taken(path))) == {"creee": 421, "ignoree": 575}
    assert (School.objects.count(), Academy.objects.get().code) == (421, "14")
    assert counts(taken(path)) == {"inchangee": 421, "ignoree": 575}


def test_the_real_headcounts_follow_the_real_annuaire():
    confirm(run=taken(real("annuaire_35_2023.csv")))
    run = simulate(kind="directory.headcounts", path=real("effectifs_35_2019-2022.csv"), name="effectifs")
    confirm(run=run, only_good=True)
    assert Headcount.objects.count() == run.count(Outcome.CREATED) > 1600


def test_the_real_json_of_the_api_is_read():
    run = simulate(kind="directory.headcounts", path=real("effectifs_pays_de_loire_2024_api.json"), name="api")
    assert run.count(Outcome.REFUSED) + run.count(Outcome.IGNORED) == 2064


def test_the_console_imports_and_answers_in_json(tmp_path, capsys):
    path = as_csv(tmp_path / "a.csv", [row()])
    call_command("directory_import", path, "--json")
    answer = json.loads(capsys.readouterr().out)
    assert (answer["state"], answer["counts"]["creee"]) == ("fait", 1)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_kill_in_the_middle_of_an_import_leaves_the_base_as_before(tmp_path, environ):
    rows = [row(f"{9_700_000 + rank}") for rank in range(6000)]
    path = as_csv(tmp_path / "grand.csv", rows)
    from django.conf import settings  # noqa: PLC0415 — the tests’ own base, handed to another process

    base = settings.DATABASES["default"]
    words = {**environ, "LEKOL_DEMO": "oui", "LEKOL_HOME": str(tmp_path), "LEKOL_JOURNAL": "ERROR"}
    words["DATABASE_URL"] = f"postgresql://{base['USER']}@/{base['NAME']}?host={base['HOST']}"
    child = subprocess.Popen([Path(sys.executable).parent / "lekol", "directory", "import", path], env=words)
    time.sleep(4)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert not School.objects.exists()
    assert not Entry.objects.exists()
    assert post(Role.TEACHER, SchoolFactory.create())
