"""One school’s extraction compared alone: its children and those who moved, the rest of the commune untouched."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from lekol.directory.choices import Role
from lekol.journal.models import Entry as JournalEntry
from lekol.privacy.actions import run_purges
from lekol.pupils import actions, queries
from lekol.pupils.choices import Kind, Standing, Verdict
from lekol.pupils.models import Comparing, Comparison, Discrepancy, Entry, Pair
from lekol.pupils.queries.reading import Files
from lekol.pupils.tasks import compare_bases
from tests.days import today
from tests.directory.factories import SchoolFactory, reader
from tests.pupils.test_comparing import CHILDREN, city, onde

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
LOU, ELIO, ANAELLE, MAEL, INAYA = CHILDREN
NOAH = ("SINAPAYEL", "Noah", "05/06/2014")


@pytest.fixture
def school():
    return SchoolFactory.create(name="Les Filaos")


@pytest.fixture
def other(school):
    return SchoolFactory.create(commune=school.commune, name="Les Badamiers")


@pytest.fixture
def head(school):
    return reader(Role.SCHOOL_HEAD, school)


def base(path, number, rows, school_column=True):
    """Rows are (number, child, school)."""
    heads = f"{number};nom;prenom;ne le;sexe;niveau" + (";uai" if school_column else "")
    lines = [";".join([key, *child, "F", "CE1", *([place.uai] if school_column else [])]) for key, child, place in rows]
    path.write_text("\n".join([heads, *lines]), encoding="utf-8")
    return path


def ine(rank):
    return f"12345678{rank}AB"


def of_commune(school, tmp_path, state, town):
    files = Files(base(tmp_path / "s.csv", "ine", state), base(tmp_path / "c.csv", "ref", town))
    return actions.record(commune=school.commune, found=queries.compare(school.commune, files))


def of_school(school, tmp_path, state, town):
    """As ONDE extracts it: no column says the school."""
    files = Files(base(tmp_path / "s.csv", "ine", state, False), base(tmp_path / "c.csv", "ref", town))
    return actions.record(commune=school.commune, found=queries.compare(school.commune, files, school=school))


def gaps(**how):
    return {(gap.kind, gap.identity[side]["name"]) for gap in Discrepancy.objects.open().filter(**how)
            for side in ("etat", "ville") if side in gap.identity}  # fmt: skip


def test_only_the_children_of_the_school_are_compared_and_the_others_stay_as_they_were(school, other, tmp_path):
    everybody = [(ine(0), LOU, school), (ine(1), ELIO, school), (ine(2), ANAELLE, other), (ine(3), MAEL, other)]
    of_commune(school, tmp_path, everybody, [("V0", LOU, school), ("V2", ANAELLE, other), ("V9", NOAH, other)])
    before = set(Entry.objects.filter(school=other).values_list("pk", "reference", "standing"))
    held = set(Discrepancy.objects.filter(school=other).values_list("ref", "state", "last_seen_on"))
    assert before
    assert held
    made = of_school(school, tmp_path, everybody[:2], [("V0", LOU, school), ("V1", ELIO, school), ("V9", NOAH, other)])
    assert (made.school, made.state_count, made.city_count) == (school, 2, 2)
    assert set(Entry.objects.filter(school=other).values_list("pk", "reference", "standing")) == before
    assert set(Discrepancy.objects.filter(school=other).values_list("ref", "state", "last_seen_on")) == held
    assert not Discrepancy.objects.open().filter(school=school).exists()
    assert (made.tallies[str(school.pk)]["accorde"], made.tallies[str(other.pk)]["etat"]) == (2, 2)
    assert not [sentence for sentence in made.said if "inégales" in sentence or "seulement" in sentence]


def test_a_child_the_city_enrols_in_another_school_is_there_and_not_absent(school, other, tmp_path):
    town = [("V0", LOU, school), ("V1", ELIO, other), ("V2", ANAELLE, other)]
    of_school(school, tmp_path, [(ine(0), LOU, school), (ine(1), ELIO, school)], town)
    gap = Discrepancy.objects.get()
    assert (gap.kind, gap.state_value, gap.city_value) == (Kind.SCHOOL, "Les Filaos", "Les Badamiers")
    assert gap.title == "Dans une autre école"
    assert set(Entry.objects.of_state().values_list("standing", flat=True)) == {Standing.LINKED}
    assert not Entry.objects.filter(reference="V2").exists()


@pytest.mark.parametrize("whole", [True, False])
def test_a_child_whom_the_state_admitted_in_another_school_is_not_missing(school, other, tmp_path, whole):
    everybody = [(ine(0), LOU, school), (ine(1), ELIO, other)]
    town = [("V0", LOU, school), ("V1", ELIO, school), *([("V2", ANAELLE, other)] if whole else [])]
    of_commune(school, tmp_path, everybody, town)
    pair = Pair.objects.get(city_reference="V1")
    made = of_school(school, tmp_path, everybody[:1], town)
    assert "1 élève est dans une autre école de la commune pour la base de l’État" in " ".join(made.said)
    assert Entry.objects.get(reference="V1").standing == Standing.LINKED
    assert list(Pair.objects.filter(city_reference="V1")) == [pair]
    assert Discrepancy.objects.open().filter(kind=Kind.SCHOOL, city_reference="V1").exists()
    assert not Discrepancy.objects.open().filter(kind=Kind.ONLY_CITY, city_reference="V1").exists()


def test_a_list_of_the_school_alone_does_not_make_those_enrolled_elsewhere_unknown(school, other, tmp_path):
    state = [(ine(0), LOU, school), (ine(1), ELIO, school)]
    of_commune(school, tmp_path, state, [("V0", LOU, school), ("V1", ELIO, other)])
    made = of_school(school, tmp_path, state, [("V0", LOU, school)])
    assert "1 élève est dans une autre école de la commune pour la Ville" in " ".join(made.said)
    assert "la liste donnée ne contient que cette école" in " ".join(made.said)
    assert Discrepancy.objects.open().get().kind == Kind.SCHOOL
    assert set(Entry.objects.of_state().values_list("standing", flat=True)) == {Standing.LINKED}


def test_a_child_who_left_the_school_is_told_and_decisions_hold(school, clerk, tmp_path):
    state = [(ine(rank), child, school) for rank, child in enumerate((LOU, ELIO, ANAELLE))]
    town = [(f"V{rank}", child, school) for rank, child in enumerate((LOU, ELIO, ANAELLE))]
    of_commune(school, tmp_path, state, town)
    pair = actions.part(pair=Pair.objects.get(city_reference="V1"), by=clerk.person)
    of_school(school, tmp_path, state[:2], town)
    assert Pair.objects.get(pk=pair.pk).verdict == Verdict.APART
    assert Entry.objects.get(side="etat", reference=pair.state_reference).standing == Standing.ALONE
    gone = Discrepancy.objects.open().get(city_reference="V2")
    assert (gone.kind, gone.cause) == (Kind.ONLY_CITY, "parti")


def test_lines_of_other_schools_are_left_out(school, other, tmp_path):
    files = Files(
        base(tmp_path / "s.csv", "ine", [(ine(0), LOU, school), (ine(1), ELIO, other)]),
        base(tmp_path / "c.csv", "ref", [("V0", LOU, school), ("V1", ELIO, other)]),
    )
    found = queries.compare(school.commune, files, school=school)
    assert found.state_count == 1
    assert "État : Les Filaos seule est lue ; lignes d’autres écoles, laissées de côté : 1." in found.said


def test_a_head_gives_the_extraction_and_the_city_adds_its_base(client, school, head, clerk, home):
    client.force_login(head)
    page = reverse("pupils:compare_school")
    assert [row.pk for row in client.get(page).context["form"].fields["school"].queryset] == [school.pk]
    shown = client.post(page, {"school": school.pk, "state_file": onde(school)}, follow=True).content.decode()
    assert "L’extraction attend la base de la Ville" in shown
    asked = Comparing.objects.get()
    assert client.get(reverse("pupils:add_city", args=[asked.ref])).status_code == 403
    assert JournalEntry.objects.about(asked).get().summary.startswith("Fichiers confiés pour comparaison de")
    client.force_login(clerk)
    assert "L’ajouter" in client.get(reverse("pupils:index")).content.decode()
    answer = client.post(reverse("pupils:add_city", args=[asked.ref]), {"city_file": city(school)})
    words = {
        f"{form.prefix}-{name}": form[name].value() or ""
        for _, _, form in client.get(answer.url).context["parts"]
        for name in form.fields
    }
    client.post(answer.url, words)
    compare_bases(comparing_id=asked.pk)
    assert Comparison.objects.get().school == school
    assert [path for path in Path(home / "bases-eleves").rglob("*") if path.is_file()] == []
    client.force_login(head)
    assert "5 élèves comparés à 2" in client.get(reverse("pupils:comparing", args=[asked.ref])).content.decode()
    assert "Les Filaos seule" in client.get(reverse("pupils:index")).content.decode()


def test_a_head_gives_both_files_and_a_stranger_none(client, school, other, head):
    client.force_login(head)
    words = {"school": school.pk, "state_file": onde(school), "city_file": city(school)}
    answer = client.post(reverse("pupils:compare_school"), words)
    assert answer.url.endswith("colonnes/")
    refused = client.post(reverse("pupils:compare_school"), {**words, "school": other.pk, "state_file": onde(school)})
    assert refused.status_code == 200
    client.force_login(reader(Role.SCHOOL_HEAD, other))
    assert client.get(answer.url).status_code == 403


def test_an_unreadable_base_of_the_city_leaves_the_extraction_waiting(client, school, clerk):
    client.force_login(clerk)
    client.post(reverse("pupils:compare_school"), {"school": school.pk, "state_file": onde(school)})
    asked = Comparing.objects.get()
    wrong = SimpleUploadedFile("v.xlsx", b"PK\x03\x04 pas un classeur")
    shown = client.post(reverse("pupils:add_city", args=[asked.ref]), {"city_file": wrong}, follow=True)
    assert "Ville : ce classeur ne peut pas être ouvert" in shown.content.decode()
    assert Comparing.objects.get().waits


def test_an_extraction_waits_a_week_and_no_more(client, school, head):
    client.force_login(head)
    client.post(reverse("pupils:compare_school"), {"school": school.pk, "state_file": onde(school)})
    for days, files in ((6, 1), (8, 0)):
        Comparing.objects.update(asked_at=timezone.now() - dt.timedelta(days=days))
        run_purges(on=timezone.localdate())
        assert len(Comparing.objects.get().files) == files


def test_a_head_takes_the_extraction_back(client, school, head):
    client.force_login(head)
    client.post(reverse("pupils:compare_school"), {"school": school.pk, "state_file": onde(school)})
    client.post(reverse("pupils:columns", args=[Comparing.objects.get().ref]), {"abandonner": "1"})
    assert not Comparing.objects.exists()


def test_the_comparison_of_a_school_does_not_prolong_the_doubts_of_another(school, other):
    Pair.objects.create(
        commune=school.commune, school=other, state_reference="E1", city_reference="V1", probability=0.5,
        verdict=Verdict.REVIEW, cells=[{"titre": "Nom"}],
    )  # fmt: skip
    Comparison.objects.create(commune=school.commune, school=school)
    actions.purge(on=today())
    assert Pair.objects.get().cells == []


def test_the_report_of_a_school_dates_from_a_comparison_that_reached_it(client, school, other, head):
    mine = Comparison.objects.create(commune=school.commune, at=timezone.now() - dt.timedelta(hours=1))
    Comparison.objects.create(commune=school.commune, school=other)
    client.force_login(head)
    found = client.get(reverse("pupils:report", args=[school.uai])).context["found"]
    assert found["pupils"].at == mine.at


@pytest.mark.parametrize("label", ["Les Filaos", "LES FILAOS", "École élémentaire Les Filaos"])
def test_a_software_that_names_schools_in_words_is_understood(school, other, tmp_path, label):
    (tmp_path / "c.csv").write_text(
        f"ref;nom;prenom;ne le;sexe;niveau;ecole\nV0;{';'.join(LOU)};F;CE1;{label}\nV1;{';'.join(ELIO)};F;CE1;Ailleurs"
    )
    files = Files(base(tmp_path / "s.csv", "ine", [(ine(0), LOU, school)], False), tmp_path / "c.csv")
    made = actions.record(commune=school.commune, found=queries.compare(school.commune, files, school=school))
    assert (made.state_count, made.city_count) == (1, 1)
    assert not Discrepancy.objects.exists()


def test_a_list_without_the_school_is_said(school, other, tmp_path):
    files = Files(
        base(tmp_path / "s.csv", "ine", [(ine(0), LOU, school)], False),
        base(tmp_path / "c.csv", "ref", [("V1", ELIO, other)]),
    )
    found = queries.compare(school.commune, files, school=school)
    assert "Ville : aucun élève de Les Filaos n’y est reconnu." in " ".join(found.said)
