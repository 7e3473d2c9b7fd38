"""The State’s other files: guardians of ONDE in their two layouts, guardians and schools of the AAF."""

import gzip

import numpy as np
import pytest

from lekol.pupils.linking import guardians
from lekol.pupils.linking.files import head_of, read
from lekol.pupils.linking.joining import guarded

PUPILS = """Nom élève;Nom d'usage élève;Prénom élève;Date naissance;Sexe;INE;Adresse1;Niveau;Libellé classe
TESTPAYET;;Marie-Noëlle;04/03/2019;F;1234567890A;;CE1;CE1 A
FICTIF MOUTOU;FICTIF;Jean-Rémi;30/11/2011;M;123456789AB;;CE2;CE2/CM1
TESTPAYET;;Léo;04/05/2016;M;123456788AB;;CM2;CM2 B
"""
OWN = "Civilité Responsable;Nom usage responsable;Nom responsable;Prénom responsable;Adresse responsable;CP responsable"
REST = "Commune responsable;Pays;Courriel;Téléphone domicile;Téléphone travail;Téléphone portable"
CHILD = "Nom d'usage enfant;Nom de famille enfant;Prénom enfant;Classes enfants"
NEWER = "Nom d'usage élève;Nom de famille élève;Prénom élève;Classes élèves"


@pytest.fixture
def state(tmp_path):
    path = tmp_path / "eleves.csv"
    path.write_text(PUPILS, encoding="cp1252")
    return read(path, "État")


def written(tmp_path, child, rows):
    path = tmp_path / "responsables.csv"
    path.write_text("\n".join([f"{OWN};{REST};{child};{child};{child}", *rows]), encoding="cp1252")
    return path


@pytest.mark.parametrize("child", [CHILD, NEWER])
def test_guardians_find_their_children_by_name_and_class_and_rows_may_be_short(tmp_path, state, child):
    rows = [
        "MME;;TESTPAYET;Corinne;1 rue inventée;97400;SAINT DENIS;F;;;;0692000001;;TESTPAYET;Marie-Noëlle;CE1 A"
        ";;TESTPAYET;Léo;CM2 B",
        "M.;;FICTIF;Paul;2 rue inventée;97490;STE CLOTILDE;F;;0262000002;;;FICTIF;FICTIF MOUTOU;Jean-Rémi;CE2/CM1",
        "M.;;PERDU;Jean;;;;;;;;;;INCONNU;Zoé;CP",
    ]
    found = guardians.read(written(tmp_path, child, rows), [])
    assert (len(found), guardians.completed(state, found)) == (3, 1)
    assert state.texts("g1_name") == ["TESTPAYET", "FICTIF", "TESTPAYET"]
    assert state.texts("g1_phone") == ["0692000001", "0262000002", "0692000001"]


def test_what_the_file_of_pupils_already_says_stays(tmp_path, state):
    before = state.texts("name")
    path = written(tmp_path, CHILD, ["M.;;AUTRE;Paul;;;;;;;;;;TESTPAYET;Marie-Noëlle;CE1 A"])
    guardians.completed(state, guardians.read(path, []))
    assert state.texts("name") == before


def test_two_pupils_of_one_name_in_one_class_receive_nobody(tmp_path):
    path = tmp_path / "eleves.csv"
    path.write_text("nom;prenom;niveau\nPAYET;Léo;CP\nPAYET;Léo;CP\n")
    base = read(path, "État")
    found = guardians.read(written(tmp_path, CHILD, ["M.;;PAYET;Jean;;;;;;;;;;PAYET;Léo;CP"]), [])
    assert guardians.completed(base, found) == 1


def test_two_classes_that_a_digit_tells_apart_are_two(tmp_path):
    path = tmp_path / "eleves.csv"
    path.write_text("nom;prenom;niveau\nPAYET;Léo;CE1 A\nPAYET;Léo;CE2 A\n")
    base = read(path, "État")
    found = guardians.read(written(tmp_path, CHILD, ["M.;;PAYET;Jean;;;;;;;;;;PAYET;Léo;CE2 A"]), [])
    assert guardians.completed(base, found) == 0
    assert base.texts("g1_first") == ["", "Jean"]


def test_the_day_of_birth_tells_two_of_one_class_apart(tmp_path):
    path = tmp_path / "eleves.csv"
    path.write_text("nom;prenom;niveau;ddn\nPAYET;Léo;CP;04/05/2019\nPAYET;Léo;CP;2019-11-30\n")
    base = read(path, "État")
    child = NEWER + ";Date de naissance élève"
    found = guardians.read(written(tmp_path, child, ["M.;;PAYET;Jean;;;;;;;;;;PAYET;Léo;CP;30/11/2019"]), [])
    assert (guardians.completed(base, found), base.texts("g1_first")) == (0, ["", "Jean"])


def test_an_address_or_a_telephone_that_the_file_of_pupils_leaves_empty_is_the_guardian_s(tmp_path):
    path = tmp_path / "eleves.csv"
    path.write_text("nom;prenom;niveau;adresse;tel1\nPAYET;Léo;CP;;\nPAYET;Zoé;CP;9 rue dite;\n", encoding="utf-8")
    base = read(path, "État")
    rows = ["M.;;PAYET;Jean;1 rue lue;;;;;;;0692000001;;PAYET;Léo;CP;;PAYET;Zoé;CP"]
    guardians.completed(base, guardians.read(written(tmp_path, CHILD, rows), []))
    assert base.texts("address") == ["1 rue lue", "9 rue dite"]
    assert base.texts("g1_phone") == ["0692000001", "0692000001"]


@pytest.mark.parametrize(
    "written_so",
    [
        lambda text: text.replace(";", "\t").encode("utf-16"),
        lambda text: "\n".join(f'"{line}"'.replace(";", '";"') for line in text.splitlines()).encode("cp1252"),
        lambda text: text.replace("1 rue lue", '"1; rue\nlue"').encode("utf-8-sig"),
        lambda text: f"Responsables\nLe 1/9/2026\n\n{text}".replace("\n", "\r").encode("cp850"),
        lambda text: text.replace("1 rue lue", '"1 rue lue').encode("utf-8"),
        lambda text: text.replace("Corinne", "Cori\x00nne").encode("utf-8"),
    ],
    ids=["utf-16", "quoted", "lines in a cell", "lone CR under titles", "quote left open", "zero sign"],
)
def test_guardians_are_read_however_they_were_saved(tmp_path, state, written_so):
    row = "MME;;TESTPAYET;Corinne;1 rue lue;97400;SAINT DENIS;F;;;;0692000001;;TESTPAYET;Léo;CM2 B"
    path = written(tmp_path, CHILD, [row, "", ";;;;;;"])
    path.write_bytes(written_so(path.read_text(encoding="cp1252")))
    found = guardians.read(path, [])
    assert (len(found), guardians.completed(state, found)) == (1, 0)
    assert state.texts("g1_first") == ["", "", "Corinne"]
    assert "".join(state.texts("address")).replace(";", "").split()[-1] == "lue"


def test_the_file_of_pupils_given_for_guardians_holds_none(tmp_path, state):
    (tmp_path / "eleves.csv").write_text(PUPILS, encoding="cp1252")
    assert guarded(state, tmp_path / "eleves.csv") == [
        "Responsables : aucun n’est reconnu ; donnez l’extraction « responsables » d’ONDE ou de l’AAF."
    ]


def test_a_cut_archive_of_guardians_gives_its_beginning_and_says_so(tmp_path, state):
    rows = [f"M.;;PERDU;Jean;{rank * 7919};;;;;;;;;INCONNU;Zoé;CP" for rank in range(2_000)]
    packed = gzip.compress(written(tmp_path, CHILD, rows).read_bytes())
    path = tmp_path / "responsables.csv.gz"
    path.write_bytes(packed[: len(packed) // 2])
    said = guarded(state, path)
    assert "Responsables : ce fichier est coupé avant sa fin ; responsables lus avant :" in said[0]


def block(kind, **attributes):
    cells = "".join(f'<attr name="{name}"><value>{text}</value></attr>' for name, text in attributes.items())
    return (
        f'<addRequest><operationalAttributes><attr name="categoriePersonne"><value>{kind}</value></attr>'
        f"</operationalAttributes><attributes>{cells}</attributes></addRequest>"
    )


def aaf(path, *blocks):
    path.write_text(f'<?xml version="1.0" encoding="UTF-8"?><ficAlimMENESR>{"".join(blocks)}</ficAlimMENESR>')
    return path


def test_the_aaf_links_pupils_guardians_and_schools_by_its_own_keys(tmp_path):
    pupils = aaf(
        tmp_path / "e.xml",
        block(
            "Eleve", ENTPersonJointure="2001", ENTEleveINE="123456789AB", ENTPersonNomPatro="FICTIF MOUTOU",
            ENTPersonPrenom="Jean-Rémi", ENTPersonDateNaissance="30/11/2011", ENTPersonStructRattach="5001",
            ENTEleveAutoriteParentale="9001$1$1",
        ),
    )  # fmt: skip
    adults = aaf(
        tmp_path / "r.xml",
        block("PersRelEleve", ENTPersonJointure="9001", ENTPersonNomPatro="FICTIF", ENTPersonPrenom="Paul",
              ENTPersRelEleveTelMobile="0692000003"),
    )  # fmt: skip
    places = aaf(tmp_path / "s.xml", block("x", ENTStructureJointure="5001", ENTStructureUAI="9740001H"))
    base = read(pupils, "État")
    lost = guardians.completed(base, guardians.read(adults, []), guardians.named_by_pupils(pupils))
    assert (lost, base.texts("g1_phone"), guardians.schools(places, [])) == (0, ["0692000003"], {"5001": "9740001H"})


def test_a_guardian_whom_two_children_name_answers_for_both(tmp_path):
    child = {"ENTPersonNomPatro": "FICTIF", "ENTEleveAutoriteParentale": "9001$1", "ENTElevePersRelEleve": "9001$2"}
    pupils = aaf(tmp_path / "e.xml", *(block("Eleve", ENTPersonJointure=key, **child) for key in ("2001", "2002")))
    adults = aaf(
        tmp_path / "r.xml", block("PersRelEleve", ENTPersonJointure="9001", ENTPersRelEleveTelMobile="0692000003")
    )
    base = read(pupils, "État")
    lost = guardians.completed(base, guardians.read(adults, []), guardians.named_by_pupils(pupils))
    assert (lost, base.texts("g1_phone")) == (0, ["0692000003", "0692000003"])


def test_guardians_of_the_first_degree_name_their_pupils(tmp_path):
    pupils = aaf(tmp_path / "e.xml", *(block("Eleve", ENTPersonJointure=key, sn="FICTIF") for key in ("2001", "2002")))
    adults = aaf(
        tmp_path / "r.xml",
        block("PersRelEleve", ENTPersonJointure="9000", sn="AUTRE", ENTPersRelEleveEleve="1999$1"),
        block("PersRelEleve", ENTPersonJointure="9001", sn="PAREIL", ENTPersRelEleveEleve="2002$1"),
    )
    base = read(pupils, "État")
    assert guardians.completed(base, guardians.read(adults, [])) == 1
    assert base.texts("g1_name") == ["", "PAREIL"]


def test_a_broken_file_gives_its_beginning_and_says_where_it_stops_in_one_reading(tmp_path):
    path = aaf(tmp_path / "r.xml", block("PersRelEleve", ENTPersonJointure="9001", ENTPersonNomPatro="FICTIF"))
    path.write_text(path.read_text().removesuffix("</ficAlimMENESR>") + "\n<addRequest>")
    faults = []
    assert guardians.read(path, faults).own["name"].at(np.array([0])) == ["FICTIF"]
    assert faults == ["abîmé à la ligne 2"]


PUPIL = {
    "ENTPersonJointure": "2001", "ENTPersonNomPatro": "FICTIF", "ENTPersonPrenom": "Jean",
    "ENTPersonDateNaissance": "30/11/2017", "ENTEleveDateEntreeStructRattach": "17/08/2026",
    "ENTEleveDateEntreeClasses": "5001$01/10/2026$CE2",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "day"),
    [
        ({}, "2026-08-17"),
        ({"ENTEleveDateEntreeStructRattach": "5001$18/08/2025"}, "2025-08-18"),
        ({"ENTEleveDateEntreeStructRattach": ""}, "2026-10-01"),
        ({"ENTEleveDateEntreeStructRattach": "", "ENTEleveDateEntreeClasses": "2026-09-03"}, "2026-09-03"),
    ],
)
def test_the_aaf_says_when_a_pupil_entered_the_school(tmp_path, changed, day):
    headers, rows = head_of(aaf(tmp_path / "e.xml", block("Eleve", **(PUPIL | changed))))
    assert dict(zip(headers, rows[0], strict=True))["ENTEleveDateEntreeStructRattach"] == day


def test_a_broken_file_of_pupils_gives_those_before_and_is_known_to_be_cut(tmp_path):
    path = aaf(tmp_path / "e.xml", block("Eleve", **PUPIL))
    path.write_text(path.read_text().removesuffix("</ficAlimMENESR>") + "\n<addRequest>")
    base = read(path, "État")
    assert (base.count, base.cut, base.texts("usage")) == (1, True, [""])
    assert "État : ce XML est abîmé à la ligne 2 ; élèves lus avant : 1. Demandez un nouveau fichier." in base.said


def test_the_aaf_is_read_out_of_gzip_and_a_cut_archive_gives_its_beginning(tmp_path):
    whole = aaf(
        tmp_path / "e.xml", *(block("Eleve", **(PUPIL | {"ENTPersonJointure": f"{rank}"})) for rank in range(900))
    )
    (tmp_path / "e.xml.gz").write_bytes(gzip.compress(whole.read_bytes()))
    assert (read(tmp_path / "e.xml.gz", "État").count, read(tmp_path / "e.xml.gz", "État").cut) == (900, False)
    (tmp_path / "e.xml.gz").write_bytes(gzip.compress(whole.read_bytes(), 1)[:-3_000])
    base = read(tmp_path / "e.xml.gz", "État")
    assert base.cut
    assert 0 < base.count < 900
    assert "ce XML est coupé avant sa fin" in base.said[0]


def test_a_file_of_guardians_given_for_pupils_is_refused_in_words(tmp_path):
    path = aaf(tmp_path / "r.xml", block("PersRelEleve", ENTPersonJointure="9001", ENTPersonNomPatro="FICTIF"))
    assert read(path, "État").said == ["État : ce XML ne contient aucun élève ; donnez le fichier « Eleve » de l’AAF."]
