"""Names, days, telephones, streets and headers as offices write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lekol.pupils.linking import spelling
from lekol.pupils.rules import days, headers, names, places


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("HOARAU", "HOAREAU"),
        ("PHILIPPE", "FILIPE"),
        ("BÈGUE", "BEGUE"),
        ("RAKOTOMALALA", "RAKOTOMALLALA"),
        ("MOUTOUSSAMY", "MOUTOUSAMY"),
    ],
)
def test_two_spellings_of_one_name_sound_alike(one, two):
    assert names.sound(names.spaced(one)) == names.sound(names.spaced(two))


@pytest.mark.parametrize(("one", "two"), [("PAYET", "GRONDIN"), ("LEA", "LUCAS"), ("MARTIN", "MORTAIN")])
def test_two_names_sound_different(one, two):
    assert names.sound(one) != names.sound(two)


def test_figures_that_a_reading_machine_put_for_letters_are_letters_again():
    assert names.spaced("CANA8ADY-0livier 5ophie d'1vry") == "CANABADY OLIVIER SOPHIE D IVRY"
    assert names.spaced("PAYET 2") == names.spaced("PAYET 10") == "PAYET"


def test_a_letter_that_an_office_could_not_write_does_not_cut_a_name_in_two():
    assert names.spaced("Ma?wenn-Lo?s") == "MAWENN LOS"


def test_particles_and_marks_are_set_aside():
    assert names.words(names.spaced("de la Fontaine-d’Œuvre")) == ["FONTAINE", "OEUVRE"]
    assert names.words(names.spaced("Le")) == ["LE"]
    assert names.spaced(" inconnu ") == ""


@pytest.mark.parametrize(
    "written",
    [
        "2018-03-14",
        "14/03/2018",
        "14.03.2018",
        "14-3-18",
        "20180314",
        "14032018",
        "14 mars 2018",
        "mercredi 14 mars 2018",
        "2018-03-14T00:00:00",
        "43173",
        "03/14/2018",
        "14-mars-18",
    ],
)
def test_a_day_is_read_in_every_form(written):
    assert days.read(written) == 20180314


@pytest.mark.parametrize("written", ["", "31/02/2018", "hier", "0000-00-00", "14/25/2018", "99999999"])
def test_what_is_no_day_is_unknown(written):
    assert days.read(written) == 0


def test_a_day_whose_first_zero_a_spreadsheet_took_is_read():
    assert days.read("4032018") == 20180304


@given(st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2049, 12, 31)))
def test_every_day_is_read_as_the_french_write_it(day):
    assert days.read(day.strftime("%d/%m/%Y")) == days.read(day.isoformat()) == int(day.strftime("%Y%m%d"))


def test_a_telephone_is_one_number_whatever_its_prefix():
    written = ("0692 12 34 57", "+262 692123457", "00262692123457", "692123457", "06.92.12.34.57")
    assert {places.phone(cell) for cell in written} == {692123457}
    assert [places.phone(cell) for cell in ("", "0000000000", "0666666666", "17")] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("0262 12 34 56 / 0692 12 34 57", 692123457),
        ("0692123457 0693123457", 692123457),
        ("0262123456 - 0262123457", 262123456),
        ("+262 692 12 34 57 ou +33 6 12 34 56 79", 692123457),
        ("00 33 (0) 692 12 34 57 (mère)", 692123457),
        ("692123457.0", 692123457),
        ("+230 5123 4567", 0),
        ("/".join(["123456789"] * 3), 0),
    ],
)
def test_a_cell_of_several_telephones_gives_the_one_that_is_carried(cell, number):
    assert places.phone(cell) == number


def test_a_town_after_the_street_is_left_out():
    assert places.street("12 rue des Filaos 97400 Saint-Denis") == places.street("12 rue des Filaos")
    assert places.street("97400") == (97400, "")


@pytest.mark.parametrize("name", ["Noëlle", "Éloïse", "L’Étang", "À", "SÃO", "Conceição", "Œuvre", "ÉCOLE", "Zoé"])
def test_accents_lost_by_a_second_saving_are_given_back_and_others_kept(name):
    lost = "".join(bytes([sign]).decode("cp1252", "ignore") or chr(sign) for sign in name.encode())
    assert names.mended(lost) == names.mended(name) == name
    assert spelling.forms([lost, "Zoé"]) == [names.upper(name), "ZOE"]


def test_a_street_is_its_number_and_its_name():
    assert places.street("12 bis chemin des Filaos, apt 3") == (12, "FILAOS")
    assert places.street("12BIS CHE FILAOS") == places.street("12 ch. des filaos")
    assert places.street("Résidence Les Lilas") == (0, "LILAS")


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ("Nom Elève", "name"),
        ("Nom d'usage élève", "usage"),
        ("PRENOM DE L'ENFANT", "first"),
        ("Né(e) le", "born"),
        ("Date de naissance", "born"),
        ("Nom RL1", "g1_name"),
        ("Prénom père", "g2_first"),
        ("Tél. portable mère", "g1_phone"),
        ("Ecole fréquentée", "school"),
        ("ENTEleveINE", "ine"),
        ("Deuxième prénom", "second"),
        ("PrÃ©nom", "first"),
        ("NOM ENF", "name"),
        ("PRE ENF.", "first"),
        ("Nom Prénom", "name"),
        ("student_last_name", "name"),
        ("Student ID", "id"),
        ("N°", "id"),
        ("N° enfant", "id"),
        ("Code famille", "family"),
        ("LDN", "birthplace"),
        ("NIV.", "grade"),
        ("ETAB", "school"),
        ("City", "town"),
        ("Responsable légal 1", "g1_name"),
        ("PRE RESP 2", "g2_first"),
        ("Mother's phone", "g1_phone"),
        ("NomRespLegal2", "g2_name"),
        ("Adresse de la mère", "address"),
        ("Portable 2", "g2_phone"),
    ],
)
def test_a_header_is_recognised_as_offices_write_it(written, field):
    assert headers.recognise([written]) == {field: 0}


@pytest.mark.parametrize(
    "written",
    [
        "Nom du médecin", "Dépt naissance", "Pays naissance", "Nationalité", "Pré-inscription", "Courriel parent 1",
        "Date de naissance resp. 1", "Complément d’adresse", "Nombre d’enfants", "Profession père", "Observations",
        "Numéro de sécurité sociale", "Téléphone en cas d’urgence",
        "Nom de l’enseignante", "Prénom du directeur", "Nom de la rue",
    ],
)  # fmt: skip
def test_a_header_that_no_comparison_needs_is_left_alone(written):
    assert headers.recognise([written]) == {}


def test_a_line_of_a_million_cells_is_not_looked_at_for_ever():
    assert headers.recognise(["nom", *["x"] * 1_000_000]) == {"name": 0}


def test_names_that_come_again_are_those_of_the_guardians():
    line = ["Nom", "Prénom", "Né(e) le", "Téléphone", "Nom", "Prénom", "Nom", "Prénom", "Téléphone"]
    ranks = {"name": 0, "first": 1, "born": 2, "g1_phone": 3, "g1_name": 4, "g1_first": 5, "g2_name": 6, "g2_first": 7}
    assert headers.recognise(line) == ranks | {"g2_phone": 8}


def test_columns_without_a_header_are_recognised_by_their_cells():
    columns = [["12/03/2018", "01/09/2019", "2020-02-02"], ["9740001A", "9740002B", ""], ["F", "M", "F"]]
    assert headers.by_cells([*columns, ["a", "b", "c"]], {}) == {"born": 0, "sex": 2}
