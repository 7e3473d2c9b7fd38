"""A child whom one base only knows: what it may be, how sure, why; never deduced from absence alone (L131-6)."""

import datetime as dt
from dataclasses import replace

import pytest

from lekol.pact.calendars import REUNION
from lekol.pupils import actions, queries
from lekol.pupils.models import Discrepancy, Entry
from lekol.pupils.queries.reading import Files
from lekol.pupils.rules.schooling import Admission, Facts, situation, unknown_to_city, unknown_to_state
from tests.days import today
from tests.directory.factories import SchoolFactory
from tests.pupils.test_guardians import aaf, block

ON = dt.date(2026, 11, 28)
CHILD = Facts(20190314, ON, REUNION, school="Les Filaos", known=True, others=212)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, ("jamais", "moyenne", True)),
        ({"since": dt.date(2026, 8, 17)}, ("jamais", "forte", True)),
        ({"first_seen": dt.date(2026, 9, 1)}, ("jamais", "forte", True)),
        ({"since": dt.date(2026, 11, 10)}, ("nouveau", "faible", True)),
        ({"status": "Préinscrit"}, ("nouveau", "faible", True)),
        ({"on": dt.date(2026, 8, 20)}, ("nouveau", "faible", True)),
        ({"was_linked": True}, ("parti", "moyenne", True)),
        ({"alone": True}, ("partiel", "faible", True)),
        ({"others": 0}, ("partiel", "faible", True)),
        ({"school": "ECOLE X", "known": False, "others": 0}, ("partiel", "faible", True)),
        ({"school": "", "known": False, "others": 0}, ("sans", "faible", True)),
        ({"school": "", "known": False, "others": 0, "first_seen": dt.date(2026, 9, 1)}, ("sans", "moyenne", True)),
        ({"born": 20240102}, ("jamais", "moyenne", False)),
        ({"born": 20101101}, ("jamais", "moyenne", False)),
        ({"born": 0, "grade": "CE1 A"}, ("jamais", "moyenne", True)),
        ({"born": 0}, ("jamais", "moyenne", False)),
    ],
)
def test_each_line_says_what_it_may_be_and_how_sure(said, found):
    told = unknown_to_state(replace(CHILD, **said))
    assert (told.cause, told.certainty, told.compulsory) == found
    assert told.grounds.endswith(".")
    assert "jamais scolarisé" not in told.grounds


@pytest.mark.parametrize(
    "said",
    [
        {"status": "Radié"}, {"status": "DEMENAGE"}, {"status": "hors_commune"}, {"status": "Instruction en famille"},
        {"status": "CNED"}, {"school": "Ecole privée Sainte-Marie", "known": False}, {"until": dt.date(2026, 9, 30)},
    ],
)  # fmt: skip
def test_a_child_whom_the_city_says_gone_or_schooled_elsewhere_is_no_disagreement(said):
    assert unknown_to_state(replace(CHILD, **said)) is None


def test_a_child_said_gone_by_a_day_to_come_is_still_there():
    assert unknown_to_state(replace(CHILD, until=dt.date(2027, 7, 3))).cause == "jamais"


def test_words_of_a_software_are_understood():
    assert situation("Inscription validée") == "ici"
    assert situation("En attente de pièces") == "avant"
    assert situation("Particularité : fratrie") == "ici"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, ("arrive", "moyenne")),
        ({"alone": True}, ("arrive", "faible")),
        ({"cut": True}, ("partiel", "faible")),
        ({"was_linked": True}, ("parti", "moyenne")),
        ({"since": dt.date(2026, 11, 10)}, ("arrive", "forte")),
        ({"since": dt.date(2026, 8, 17)}, ("arrive", "moyenne")),
        ({"since": dt.date(2027, 1, 22)}, ("arrive", "moyenne")),
        ({"until": dt.date(2027, 1, 22)}, ("arrive", "moyenne")),
    ],
)
def test_a_child_of_the_state_only_has_arrived_when_its_days_say_so(said, found):
    told = unknown_to_city(Admission(ON, **said))
    assert (told.cause, told.certainty, told.compulsory) == (*found, False)
    assert told.grounds.endswith(".")


@pytest.mark.parametrize("said", [{"status": "RADIE"}, {"until": dt.date(2026, 11, 28)}])
def test_a_child_whom_the_state_says_gone_is_no_disagreement(said):
    assert unknown_to_city(Admission(ON, **said)) is None


def test_what_a_cut_file_of_the_state_does_not_hold_proves_nothing():
    assert unknown_to_state(replace(CHILD, cut=True)).cause == "partiel"


@pytest.mark.django_db
def test_situations_and_days_of_the_city_are_read_and_not_kept(tmp_path):
    school = SchoolFactory.create(name="Les Filaos")
    recent = today() - dt.timedelta(days=5)
    (tmp_path / "s.csv").write_text(
        f"ine;nom;prenom;ne le;sexe;uai;niveau\n123456780AB;TÉVANÉ;Lou;14/03/2019;F;{school.uai};CE1"
    )
    names = ("NARASSIN;Élio;02/09/2018", "ZITTE;Anaëlle;30/01/2017", "HOARAU;Maël;11/11/2016", "PAYET;Inaya;21/05/2015")
    said = ("inscrit;12/08/2025", f"inscrit;{recent:%d/%m/%Y}", "instruction en famille;12/08/2025", "radié;12/08/2025")
    rows = [
        f"V{rank};{name};F;{school.uai};CE1;{mark}" for rank, (name, mark) in enumerate(zip(names, said, strict=True))
    ]
    rows.append(f"V9;TÉVANÉ;Lou;14/03/2019;F;{school.uai};CE1;inscrit;12/08/2025")
    (tmp_path / "c.csv").write_text("\n".join(["ref;nom;prenom;ne le;sexe;uai;niveau;statut;date inscription", *rows]))
    files = Files(tmp_path / "s.csv", tmp_path / "c.csv")
    mapping = {"ville": queries.head(files.city).mapping}
    assert (mapping["ville"]["status"], mapping["ville"]["since"]) == ("statut", "date inscription")
    files = replace(files, mappings=mapping)
    actions.record(commune=school.commune, found=queries.compare(school.commune, files))
    told = dict(Discrepancy.objects.filter(kind="seul_ville").values_list("city_reference", "cause"))
    assert told == {"V0": "jamais", "V1": "nouveau"}
    assert Entry.objects.filter(side="ville").count() == 5


@pytest.mark.django_db
def test_days_of_the_aaf_explain_who_has_arrived_and_who_has_left(tmp_path):
    school = SchoolFactory.create(name="Les Filaos")
    recent, gone = today() - dt.timedelta(days=5), today() - dt.timedelta(days=2)
    days = {"1": (f"{recent:%d/%m/%Y}", ""), "2": ("17/08/2025", f"{gone:%d/%m/%Y}"), "3": ("17/08/2025", "")}
    names = {"1": ("TÉVANÉ", "Lou"), "2": ("NARASSIN", "Élio"), "3": ("ZITTE", "Anaëlle")}
    blocks = [
        block(
            "Eleve", ENTPersonJointure=key, ENTPersonNomPatro=name, ENTPersonPrenom=first,
            ENTPersonDateNaissance="14/03/2019", ENTPersonStructRattach=school.uai,
            ENTEleveDateEntreeStructRattach=days[key][0], ENTEleveDateSortieStructRattach=days[key][1],
        )
        for key, (name, first) in names.items()
    ]  # fmt: skip
    state = aaf(tmp_path / "e.xml", *blocks)
    (tmp_path / "c.csv").write_text(f"ref;nom;prenom;ne le;sexe;uai\nV9;HOARAU;Maël;11/11/2016;M;{school.uai}")
    mapping = queries.head(state).mapping
    assert (mapping["since"], mapping["until"]) == (
        "ENTEleveDateEntreeStructRattach",
        "ENTEleveDateSortieStructRattach",
    )
    files = Files(state, tmp_path / "c.csv", mappings={"etat": mapping})
    actions.record(commune=school.commune, found=queries.compare(school.commune, files))
    rows = Discrepancy.objects.filter(kind="seul_etat").values_list("state_reference", "cause", "certainty")
    assert set(rows) == {("1", "arrive", "forte"), ("3", "arrive", "moyenne")}
