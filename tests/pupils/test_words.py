"""Names, days, telephones, streets and headers as offices write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    ],
)
def test_a_day_is_read_in_every_form(written):
    assert days.read(written) == 20180314


@pytest.mark.parametrize("written", ["", "31/02/2018", "hier", "0000-00-00", "14/25/2018", "99999999"])
def test_what_is_no_day_is_unknown(written):
    assert days.read(written) == 0


@given(st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2049, 12, 31)))
def test_every_day_is_read_as_the_french_write_it(day):
    assert days.read(day.strftime("%d/%m/%Y")) == days.read(day.isoformat()) == int(day.strftime("%Y%m%d"))


def test_a_telephone_is_one_number_whatever_its_prefix():
    written = ("0692 12 34 57", "+262 692123457", "00262692123457", "692123457", "06.92.12.34.57")
    assert {places.phone(cell) for cell in written} == {692123457}
    assert [places.phone(cell) for cell in ("", "0000000000", "0666666666", "17")] == [0, 0, 0, 0]


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
    ],
)
def test_a_header_is_recognised_as_offices_write_it(written, field):
    assert headers.recognise([written]) == {field: 0}


def test_columns_without_a_header_are_recognised_by_their_cells():
    columns = [["12/03/2018", "01/09/2019", "2020-02-02"], ["9740001A", "9740002B", ""], ["F", "M", "F"]]
    assert headers.by_cells([*columns, ["a", "b", "c"]], {}) == {"born": 0, "sex": 2}
