"""Two files asked to be compared: columns settled, the queue, disagreements found, files erased."""

import datetime as dt
import gzip
import os
from pathlib import Path

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from lekol.pact.presumptions import HOUSE
from lekol.privacy.actions import run_purges
from lekol.pupils import actions, queries
from lekol.pupils.choices import Kind, Standing, State, Verdict
from lekol.pupils.forms import CityForm
from lekol.pupils.linking import files as reader_of_files
from lekol.pupils.linking.candidates import InProcess
from lekol.pupils.linking.files import read
from lekol.pupils.linking.linkage import link
from lekol.pupils.linking.memory import Memory
from lekol.pupils.models import Comparing, Comparison, Discrepancy, Entry, Pair, Software
from lekol.pupils.tasks import compare_bases, daily_purge
from tests.directory.factories import CommuneFactory, SchoolFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
CHILDREN = [("TÉVANÉ", "Lou", "14/03/2019"), ("NARASSIN", "Élio", "02/09/2018"), ("ZITTE", "Anaëlle", "30/01/2017"),
            ("HOARAU", "Maël", "11/11/2016"), ("PAYET", "Inaya", "21/05/2015")]  # fmt: skip


def onde(school, children=CHILDREN, encoding="cp1252"):
    """An extraction of ONDE in the layout of 2017, a column of schools added."""
    lines = [
        "Nom élève;Nom d'usage élève;Prénom élève;Date naissance;Sexe;INE;Niveau;Libellé classe;UAI;Autorisation photo"
    ]
    lines += [
        f"{name};;{first};{day};F;12345678{rank}AB;CE1;CE1 de Mme X;{school.uai};Non"
        for rank, (name, first, day) in enumerate(children)
    ]
    return SimpleUploadedFile("onde.csv", "\n".join(lines).encode(encoding))


def city(school, children=CHILDREN[:2], heads="ref,NOM ENFANT,PRENOM ENFANT,né le,sexe,ecole,allergies"):
    rows = [f"V{rank},{name},{first},{day},F,{school.uai},noix" for rank, (name, first, day) in enumerate(children)]
    return SimpleUploadedFile("ville.csv", "\n".join([heads, *rows]).encode())


def upload(client, commune, **files):
    return client.post(reverse("pupils:compare"), {"commune": commune.pk, **files})


def compared(client, user, school, **files):
    """Through the pages and the queue, to the recorded comparison."""
    client.force_login(user)
    files = {"state_file": onde(school), "city_file": city(school), **files}
    answer = upload(client, school.commune, **files)
    asked = Comparing.objects.order_by("pk").last()
    if answer.url.endswith("colonnes/"):
        shown = client.get(answer.url)
        words = {
            f"{form.prefix}-{name}": form[name].value() for _, _, form in shown.context["parts"] for name in form.fields
        }
        words["ville-software"] = "Logiciel Test"
        client.post(answer.url, {name: value or "" for name, value in words.items()})
    compare_bases(comparing_id=asked.pk)
    asked.refresh_from_db()
    return asked


def test_two_files_go_through_the_queue_and_are_erased(client, school, clerk, home):
    asked = compared(client, clerk, school)
    assert (asked.percent, asked.faults, asked.comparison.by) == (100, [], clerk.person)
    assert [path for path in (home / "bases-eleves").rglob("*") if path.is_file()] == []
    assert [row.standing for row in Entry.objects.of_state()].count(Standing.LINKED) == 2
    page = client.get(reverse("pupils:comparing", args=[asked.ref]))
    assert "5 élèves comparés à 2" in page.content.decode()
    assert not any("TÉVANÉ" in str(row.cells) for row in Pair.objects.exclude(verdict=Verdict.REVIEW))


def test_files_that_a_restored_backup_does_not_hold_are_asked_for_again(client, school, clerk, home):
    client.force_login(clerk)
    upload(client, school.commune, state_file=onde(school), city_file=city(school))
    asked = Comparing.objects.get()
    for path in filter(Path.is_file, (home / "bases-eleves").rglob("*")):
        path.unlink()
    compare_bases(comparing_id=asked.pk)
    asked.refresh_from_db()
    assert "Déposez-les de nouveau" in " ".join(asked.faults)


def test_the_page_shows_how_far_it_has_gone_until_it_is_over(client, school, clerk):
    client.force_login(clerk)
    asked = Comparing.objects.create(
        commune=school.commune, asked_by=clerk.person, sent=True, percent=20, step="Paires"
    )
    page = client.get(reverse("pupils:comparing", args=[asked.ref]))
    assert page["Refresh"] == "2"
    assert "Paires : 20 %" in page.content.decode()


def test_columns_are_proposed_and_only_those_linkage_needs_are_kept(client, school, clerk):
    client.force_login(clerk)
    answer = upload(client, school.commune, state_file=onde(school), city_file=city(school))
    page = client.get(answer.url).content.decode()
    assert "Jamais lues : allergies." in page
    assert "Autorisation photo" in page


def test_a_known_software_is_not_asked_its_columns_again(client, school, clerk):
    compared(client, clerk, school)
    software = Software.objects.get(name="Logiciel Test")
    assert software.mapping["name"] == "NOM ENFANT"
    answer = upload(client, school.commune, state_file=onde(school), city_file=city(school), software=software.pk)
    assert answer.url == reverse("pupils:comparing", args=[Comparing.objects.latest("asked_at").ref])


def test_a_file_of_three_columns_ragged_rows_and_wrong_accents_is_told_and_compared(client, school, clerk):
    rows = "\n".join(f"{name};{first};{day}" for name, first, day in CHILDREN[:3])
    poor = SimpleUploadedFile("ville.csv", f"nom;prenom;ne le\n{rows}\nSEUL;Rémi\n".encode("cp850"))
    asked = compared(client, clerk, school, city_file=poor)
    said = " ".join(asked.comparison.said)
    assert "Ville : le fichier est lu en DOS (code page 850)." in said
    assert "Ville : 1 ligne n’a pas 3 cellules comme l’en-tête" in said
    assert Entry.objects.of_state().filter(standing=Standing.LINKED).exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"nom;prenom;ne le\n", "le fichier n’a que les titres de ses colonnes, aucun élève"),
        (b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n", "ce fichier n’est pas un tableau, mais un PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "ce fichier n’est pas un tableau, mais une image"),
        (
            b"\xef\xbb\xbf<HTML><table><tr><td>nom</td></tr></table>",
            "ce fichier n’est pas un tableau, mais une page web",
        ),
        (b"Bonjour,\nvoici la liste\n", "une seule colonne y est lue"),
    ],
)
def test_a_file_that_is_no_table_of_pupils_is_refused_with_what_to_do(client, school, clerk, home, content, said):
    client.force_login(clerk)
    wrong = SimpleUploadedFile("ville.csv", content)
    answer = upload(client, school.commune, state_file=onde(school), city_file=wrong)
    assert f"Ville : {said}" in client.get(answer.url).content.decode()
    assert not Comparing.objects.exists()
    assert not [path for path in home.rglob("*") if path.is_file()]


def test_columns_without_a_name_are_told_above_the_two_bases(client, school, clerk):
    client.force_login(clerk)
    answer = upload(client, school.commune, state_file=onde(school), city_file=city(school))
    shown = client.post(answer.url, {"etat-name": "Nom élève"})
    assert [(rank, name) for rank, name, _ in shown.context["faults"]] == [(2, "Ville")]


def test_the_file_of_guardians_is_not_taken_for_that_of_pupils(client, school, clerk):
    client.force_login(clerk)
    wrong = SimpleUploadedFile("resp.csv", "Nom responsable;Prénom responsable;Prénom enfant\nA;B;C\n".encode())
    answer = client.post(
        reverse("pupils:compare"),
        {"commune": school.commune.pk, "state_file": wrong, "city_file": city(school)},
        follow=True,
    )
    assert "État : c’est le fichier des responsables" in answer.content.decode()
    assert Comparing.objects.count() == 0


AAF = """<?xml version="1.0"?><ficAlimMENESR><addRequest><operationalAttributes><attr name="categoriePersonne">
<value>PersRelEleve</value></attr></operationalAttributes><attributes><attr name="ENTPersonNom"><value>TÉVANÉ</value>
</attr></attributes></addRequest>
"""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (AAF + "<addRequest><attributes", "ce fichier est abîmé à la ligne 4 ; responsables lus avant : 1."),
        ("<ficAlimMENESR", "ce fichier est abîmé à la ligne 1 ; responsables lus avant : 0."),
        ("PK\x03\x04 pas un classeur", "Responsables : ce classeur ne peut pas être ouvert."),
        ("a;b\n1;2\n", "Responsables : aucun n’est reconnu"),
    ],
)
def test_a_broken_file_of_guardians_is_said_and_the_rest_is_compared(client, school, clerk, content, said):
    broken = SimpleUploadedFile("responsables", content.encode())
    asked = compared(client, clerk, school, guardians_file=broken)
    assert said in " ".join(asked.comparison.said)
    assert said in client.get(asked.get_absolute_url()).content.decode()
    assert Entry.objects.of_state().filter(standing=Standing.LINKED).count() == 2


def test_a_broken_file_of_schools_is_said(client, school, clerk):
    asked = compared(client, clerk, school, schools_file=SimpleUploadedFile("e.xml", b"<ficAlimMENESR><addRequest>"))
    assert "Écoles : ce XML est abîmé à la ligne 1" in " ".join(asked.comparison.said)


def test_a_file_for_another_commune_is_refused(client, school, clerk):
    other = CommuneFactory.create(insee="97415", name="Saint-Paul")
    client.force_login(clerk)
    assert upload(client, other, state_file=onde(school), city_file=city(school)).status_code == 200
    assert Comparing.objects.count() == 0


def test_each_night_erases_the_files_left_behind(client, school, clerk, home):
    client.force_login(clerk)
    upload(client, school.commune, state_file=onde(school), city_file=city(school))
    run_purges(on=timezone.localdate())
    assert len([path for path in home.rglob("*") if path.is_file()]) == 2
    Comparing.objects.update(asked_at=timezone.now() - dt.timedelta(days=1, hours=1))
    run_purges(on=timezone.localdate())
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_prints_of_bases_no_longer_compared_are_erased_after_two_months(client, school, clerk, home):
    compared(client, clerk, school)
    prints = home / "rapprochement" / school.commune.insee
    today = timezone.localdate()
    assert prints.is_dir()
    run_purges(on=today + dt.timedelta(days=60))
    assert prints.is_dir()
    assert "pupils.files" in {run.processing for run in run_purges(on=today + dt.timedelta(days=61))}
    assert not prints.exists()


def test_references_outlive_the_order_of_the_lines_and_never_are_the_national_number(client, school, clerk):
    compared(client, clerk, school)
    first = set(Entry.objects.of_state().values_list("reference", flat=True))
    compared(client, clerk, school, state_file=onde(school, CHILDREN[::-1]))
    again = {row.reference for row in Entry.objects.of_state()}
    assert not any("AB" in reference[-2:] and reference[:5].isdigit() for reference in first)
    assert len(first) == len(again) == 5
    assert queries.reference_for(school.commune, "etat", "123456780AB") in first


def found_in(school, tmp_path, state, town):
    """What two small files say, without any page."""
    paths = tmp_path / "s.csv", tmp_path / "c.csv"
    paths[0].write_text("ine;nom;prenom;ne le;sexe;uai;niveau\n" + "\n".join(state))
    paths[1].write_text("ref;nom;prenom;ne le;sexe;uai;niveau\n" + "\n".join(town))
    return actions.record(commune=school.commune, found=queries.compare_files(school.commune, *paths))


def line(reference, child, school, sex="F", grade="CE1"):
    return f"{reference};{';'.join(child)};{sex};{school.uai};{grade}"


def test_fields_schools_and_children_of_one_base_only_become_disagreements(school, tmp_path):
    other = SchoolFactory.create(commune=school.commune)
    state = [line(f"12345678{rank}AB", child, school) for rank, child in enumerate(CHILDREN[:4])]
    town = [
        line("V0", ("TÉVANÉ", "Lou", "14/03/2019"), school, sex="M"),
        line("V1", CHILDREN[1], other),
        line("V2", CHILDREN[2], school, grade="CE2"),
        line("V9", ("SINAPAYEL", "Noah", "05/06/2014"), school),
    ]
    found_in(school, tmp_path, state, town)
    gaps = {(gap.kind, gap.field, gap.owner) for gap in Discrepancy.objects.all()}
    assert {("champ", "sexe", "ville"), ("ecole", "ecole", "ville"), ("champ", "niveau", "ville")} <= gaps
    assert ("seul_etat", "inscription", "ville") in gaps
    assert ("seul_ville", "inscription", "etat") in gaps
    noah = Discrepancy.objects.get(city_reference="V9")
    assert (noah.cause, bool(noah.certainty), noah.compulsory) != ("", False, False)
    assert noah.grounds
    assert Discrepancy.objects.get(field="sexe").identity["etat"]["ine"] == "123456780AB"


def test_what_a_comparison_no_longer_sees_is_closed_and_what_comes_back_opens_anew(school, tmp_path):
    state = [line("123456780AB", CHILDREN[0], school)]
    wrong, right = line("V0", CHILDREN[0], school, sex="M"), line("V0", CHILDREN[0], school)
    found_in(school, tmp_path, state, [wrong])
    Discrepancy.objects.update(first_seen_on=dt.date(2026, 1, 5))
    found_in(school, tmp_path, state, [right])
    gap = Discrepancy.objects.get()
    assert (gap.state, gap.closed_on) == (State.GONE, timezone.localdate())
    found_in(school, tmp_path, state, [wrong])
    gap.refresh_from_db()
    assert (gap.state, gap.first_seen_on, gap.closed_on) == (State.OPEN, timezone.localdate(), None)


def test_what_a_file_cut_short_no_longer_says_stays_open(school, clerk, tmp_path):
    names = [(f"NOM{rank}", "Lou", f"{rank % 28 + 1:02d}/0{rank % 9 + 1}/2017") for rank in range(900)]
    state = [line(f"{rank:09d}AB", child, school) for rank, child in enumerate(names)]
    town = [line(f"V{rank}", child, school) for rank, child in enumerate(names)]
    last = queries.reference_for(school.commune, "etat", f"{len(names) - 1:09d}AB")
    gap = Discrepancy.objects.create(
        commune=school.commune, school=school, kind=Kind.FIELD, field="nom", owner="ville", state_reference=last,
        city_reference="V899",
    )  # fmt: skip
    actions.take(gap=gap, by=clerk.person)
    one, two = (tmp_path / f"{name}.csv.gz" for name in ("etat", "ville"))
    for path, reference, rows in ((one, "ine", state), (two, "ref", town)):
        heads = f"{reference};nom;prenom;ne le;sexe;uai;niveau"
        path.write_bytes(gzip.compress("\n".join([heads, *rows]).encode()))
    one.write_bytes(one.read_bytes()[: one.stat().st_size // 2])
    actions.record(commune=school.commune, found=queries.compare_files(school.commune, one, two))
    gap.refresh_from_db()
    assert Entry.objects.filter(side="etat").count() < 900
    assert gap.state == State.ACCEPTED


def test_a_child_once_found_in_both_who_leaves_one_is_said_to_have_left(school, tmp_path):
    state = [line(f"12345678{rank}AB", child, school) for rank, child in enumerate(CHILDREN[:2])]
    town = [line(f"V{rank}", child, school) for rank, child in enumerate(CHILDREN[:2])]
    found_in(school, tmp_path, state, town)
    found_in(school, tmp_path, state, town[:1])
    gap = Discrepancy.objects.get(kind=Kind.ONLY_STATE)
    assert (gap.cause, gap.owner) == ("parti", "etat")


def test_endless_references_and_strange_signs_break_nothing(school, tmp_path):
    state = [line("123456780AB", CHILDREN[0], school)]
    town = [line("V" * 300, ("TÉVANÉ", "L\x00ou" + "u" * 500, "14/03/2019"), school)]
    found_in(school, tmp_path, state, town)
    assert len(Entry.objects.get(side="ville").reference) <= 80


def test_a_child_entered_twice_in_one_base_is_told(school, tmp_path):
    state = [line(f"12345678{rank}AB", child, school) for rank, child in enumerate(CHILDREN)]
    town = [line(f"V{rank}", child, school) for rank, child in enumerate(CHILDREN)] + [line("V77", CHILDREN[0], school)]
    found_in(school, tmp_path, state, town)
    gap = Discrepancy.objects.get()  # the double is no child whom the State does not know
    assert gap.kind == Kind.TWICE
    assert (gap.owner, {gap.city_reference, gap.twin_reference}) == ("ville", {"V0", "V77"})


def test_a_child_entered_twice_counts_once(client, school, clerk, tmp_path):
    state = [line(f"12345678{rank}AB", child, school) for rank, child in enumerate(CHILDREN)]
    state += [line("223456789AB", CHILDREN[0], school), line("223456788AB", CHILDREN[4], school)]
    town = [line(f"V{rank}", child, school) for rank, child in enumerate(CHILDREN[:4])]
    found_in(school, tmp_path, state, town)
    client.force_login(clerk)
    row = client.get(reverse("pupils:index")).context["page"].rows[0]
    assert (row.pupils, row.linked, row.doubtful, row.alone) == (5, 4, 0, 1)
    assert client.get(reverse("pupils:not_found")).context["count"] == 1
    told = Comparison.objects.get().tallies[str(school.pk)]
    assert (told["etat"], told["accorde"], told["seul_etat"], told["ville"]) == (5, 4, 1, 4)


def test_the_command_says_alone_children_and_not_lines(lekol, school, tmp_path):
    double = ("TÉVANÉ", "Lou", "14/03/2019")
    state = [line(f"12345678{rank}AB", child, school) for rank, child in enumerate(CHILDREN)]
    state += [line("223456789AB", double, school), line("223456788AB", CHILDREN[4], school)]
    town = [line(f"V{rank}", child, school) for rank, child in enumerate(CHILDREN[:4])]
    for name, number, rows in (("s.csv", "ine", state), ("c.csv", "ref", town)):
        heads = f"{number};nom;prenom;ne le;sexe;uai;niveau"
        (tmp_path / name).write_text("\n".join([heads, *rows]), encoding="utf-8")
    _, said, _ = lekol("pupils", "link", tmp_path / "s.csv", tmp_path / "c.csv", "--out", "l.csv")
    assert "4 rapprochés, 0 à vérifier, 1 seul dans la base de l’État, 0 seul dans celle de la Ville." in said


def test_a_doubt_between_twins_says_that_another_entry_may_be_the_child(school, tmp_path):
    names = [
        f"{first}{last}" for first in ("HOA", "PAY", "GRO", "LEB", "RIV", "TEC") for last in ("RAU", "ETTE", "NIER")
    ]
    others = [
        line(f"{rank:09d}AB", (name, f"Élève{rank}", f"{rank + 1:02d}/04/2018"), school)
        for rank, name in enumerate(names)
    ]
    twins = [
        line(f"99999999{rank}AB", ("LAGARRIGUE", first, "22/09/2019"), school)
        for rank, first in enumerate(("Swan", "Loïs"))
    ]
    found_in(school, tmp_path, [*others, *twins], [*others, line("V9", ("LAGARRIGUE", "", "22/09/2019"), school)])
    doubt = Pair.objects.get(verdict=Verdict.REVIEW)
    assert doubt.reasons[-1]["mots"] == "Une autre fiche peut être cet élève"
    assert (doubt.reasons[-1]["sens"], doubt.reasons[-1]["poids"][0]) == ("contre", "−")
    assert [reason["sens"] for reason in doubt.reasons].count("contre") == 1


def test_two_entries_said_to_be_one_child_are_neither_missing_nor_linked_elsewhere(school, clerk, tmp_path):
    """A decision holds where the calculation sees nothing, and where it sees another child."""
    state = [line("123456780AB", CHILDREN[0], school), line("123456781AB", CHILDREN[1], school)]
    others = ("ZAZA", "Toto", "01/02/2020"), ("IAFARE", "Swan", "03/04/2021")
    town = [line("V0", others[0], school), line("V1", CHILDREN[1], school), line("V9", others[1], school)]
    first, second = (queries.reference_for(school.commune, "etat", row[:11]) for row in state)
    for one, two in ((first, "V0"), (second, "V9")):
        pair = Pair.objects.create(
            commune=school.commune, state_reference=one, city_reference=two, probability=0.2, verdict=Verdict.REVIEW,
            reasons=[{"mots": "Nom : différent", "poids": "−5,6", "sens": "contre"}],
        )  # fmt: skip
        actions.decide(pair=pair, same=True, by=clerk.person)
    found_in(school, tmp_path, state, town)
    assert set(Entry.objects.filter(side="etat").values_list("standing", flat=True)) == {Standing.LINKED}
    assert not Discrepancy.objects.filter(kind=Kind.ONLY_STATE).exists()
    assert not Pair.objects.filter(state_reference=second, verdict=Verdict.ENGINE).exists()


def test_the_house_has_a_rule_for_every_field():
    assert {row.base for row in HOUSE.rows.values()} == {"etat", "ville"}
    assert all(row.reason for row in HOUSE.rows.values())


def test_only_changed_records_are_compared_again_and_the_links_are_those_of_a_whole_run(bases, tmp_path):
    lines = gzip.decompress((bases / "city.csv.gz").read_bytes()).decode().splitlines()
    changed = {5, 40, 300}
    altered = [row.replace(";", ";X", 3) if rank in changed else row for rank, row in enumerate(lines)]
    for name, rows in (("avant.csv", lines), ("apres.csv", altered)):
        (tmp_path / name).write_text("\n".join(rows))

    def run(name, memory=None):
        return link(read(bases / "state.csv.gz", "État"), read(tmp_path / name, "Ville"), InProcess(), memory=memory)

    before = run("avant.csv", Memory(tmp_path / "m", b"cle"))
    memory = Memory(tmp_path / "m", b"cle")
    again, whole = run("apres.csv", memory), run("apres.csv")
    for name in ("left", "right", "probability", "linked", "levels"):
        assert np.array_equal(getattr(again, name), getattr(whole, name))
    assert 0 < memory.compared < memory.remembered / 10
    moved = {rank - 1 for rank in changed}  # the line of headers is not a record
    former = {left for left, right in zip(before.left.tolist(), before.right.tolist(), strict=True) if right in moved}
    pairs = [pair for rows in memory.fresh for pair in zip(*(side.tolist() for side in rows), strict=True)]
    assert [pair for pair in pairs if pair[1] not in moved and pair[0] not in former] == []


@pytest.mark.parametrize(
    ("name", "megabytes", "said"),
    [
        ("onde.csv", 300, ""),
        ("onde.csv", 301, "Le fichier pèse 301 Mo ; cette page en prend 300 Mo au plus. Donnez-le compressé (.gz)"),
        ("onde.csv.gz", 301, "« lekol pupils link »"),
        ("onde.XLSX", 41, "Ce classeur pèse 41 Mo. Au-delà de 40 Mo, enregistrez-le en CSV."),
        ("onde.ods", 40, ""),
    ],
)
def test_a_file_too_heavy_is_refused_with_what_to_do(name, megabytes, said, school):
    file = SimpleUploadedFile(name, b"x")
    file.size = megabytes * 1024 * 1024
    form = CityForm(school.commune, {}, {"city_file": file})
    assert said in str(form.errors.get("city_file", ""))
    assert bool(form.errors) == bool(said)


def test_a_file_left_half_received_is_erased_the_next_night(settings, tmp_path):
    settings.ARRIVALS = tmp_path
    for name, hours in (("old.upload", 25), ("new.upload", 1)):
        (tmp_path / name).write_text("x")
        past = (timezone.now() - dt.timedelta(hours=hours)).timestamp()
        os.utime(tmp_path / name, (past, past))
    daily_purge(timestamp=0)
    assert [path.name for path in tmp_path.iterdir()] == ["new.upload"]


def test_the_headers_of_a_large_file_are_known_from_its_first_lines(school, monkeypatch, tmp_path):
    path = tmp_path / "grand.csv"
    path.write_text("ref;nom;prenom\n" + "1;PAYET;Lou\n" * 9_000)
    monkeypatch.setattr(reader_of_files, "_SLICE", 100)
    read, part = [], reader_of_files._part
    monkeypatch.setattr(reader_of_files, "_part", lambda rows, said: read.append(1) or part(rows, said))
    assert queries.head(path).mapping == {"id": "ref", "name": "nom", "first": "prenom"}
    assert len(read) == 1


def test_a_text_saved_twice_in_utf8_is_mended_line_by_line(school, tmp_path):
    (tmp_path / "c.csv").write_text("ref;nom;prénom\n1;Zélie;Lou\n".encode().decode("cp1252"), encoding="utf-8")
    (tmp_path / "s.csv").write_text("ref;nom;prenom\n1;TÉVANÉ;Élio\n")
    found = queries.compare(school.commune, queries.Files(tmp_path / "s.csv", tmp_path / "c.csv"))
    assert any("enregistré deux fois en UTF-8" in sentence for sentence in found.said)


def test_the_number_of_a_class_is_no_reference_of_a_pupil(tmp_path):
    path = tmp_path / "onde.csv"
    path.write_text(
        "Nom élève;Prénom élève;Libellé classe;Identifiant classe\nPAYET;Lou;CP A;900001\nZITTE;Léo;CP A;900001"
    )
    assert "id" not in queries.head(path).mapping
    path.write_text("Identifiant élève ONDE;Nom;Prénom\n1;PAYET;Lou")
    assert queries.head(path).mapping["id"] == "Identifiant élève ONDE"


def test_two_sealed_bases_are_compared_without_a_question_and_show_nothing_of_anybody(client, school, clerk, tmp_path):
    (tmp_path / "s").write_text("un-secret-partage-de-trente-signes")
    files = {}
    for side, made in (("state", onde(school)), ("city", city(school))):
        (tmp_path / side).write_bytes(made.read())
        call_command(
            "pupils_encode",
            str(tmp_path / side),
            "--key-file",
            str(tmp_path / "s"),
            "--out",
            str(tmp_path / f"{side}.csv"),
        )
        files[f"{side}_file"] = SimpleUploadedFile(f"{side}.csv", (tmp_path / f"{side}.csv").read_bytes())
    client.force_login(clerk)
    answer = upload(client, school.commune, **files)
    asked = Comparing.objects.get()
    assert answer.url == reverse("pupils:comparing", args=[asked.ref])
    compare_bases(comparing_id=asked.pk)
    asked.refresh_from_db()
    assert (asked.faults, asked.comparison.state_count, asked.comparison.city_count) == ([], 5, 2)
    assert "Les deux bases sont scellées" in asked.comparison.said[-1]
    assert Entry.objects.of_state().filter(standing=Standing.LINKED).count() == 2
    assert not any(pair.cells or pair.hidden for pair in Pair.objects.all())
    assert not Discrepancy.objects.exists()


def test_a_child_entered_twice_counts_once_among_those_compared(school, tmp_path):
    row = "{};TÉVANÉ;Lou;14/03/2019;F;0692000001;{}"
    (tmp_path / "s.csv").write_text(f"ref;nom;prenom;ne le;sexe;tel1;uai\n{row.format('E1', school.uai)}")
    twice = [row.format(key, school.uai) for key in ("V1", "V1B")]
    (tmp_path / "c.csv").write_text("\n".join(["ref;nom;prenom;ne le;sexe;tel1;uai", *twice]))
    files = queries.Files(tmp_path / "s.csv", tmp_path / "c.csv")
    for only in (None, school):
        found = queries.compare(school.commune, files, school=only)
        assert (found.state_count, found.city_count) == (1, 1)
