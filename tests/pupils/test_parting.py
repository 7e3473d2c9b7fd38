"""Names and first names kept in one cell are parted as the other base keeps them."""

import pytest

from lekol.pupils.linking.columns import Column
from lekol.pupils.linking.files import Base
from lekol.pupils.linking.parting import parted

APART = [("DE SOUZA", "Anne"), ("PAYET", "Marie-Ange"), ("MARTIN", "Thomas"), ("LE GOFF", "Jean Pierre")]


def base(title, **columns):
    count = max(map(len, columns.values()))
    return Base(title, {name: Column.of(cells, count) for name, cells in columns.items()}, count)


def known():
    names, firsts = zip(*APART * 3, strict=True)
    return base("État", name=names, first=firsts)


@pytest.mark.parametrize("form", ["{0} {1}", "{1} {0}", "{0}, {1}"], ids=["name first", "first name first", "comma"])
def test_one_cell_is_parted_into_name_and_first_name(form):
    city = base("Ville", id=["1", "2", "3", "4"], name=[form.format(*pair) for pair in APART])
    said = parted(known(), city)
    assert list(zip(city.texts("name"), city.texts("first"), strict=True)) == APART
    assert said == [
        "Ville : le nom et le prénom sont dans une seule colonne ; ils sont séparés d’après les noms de l’autre base."
    ]


def test_a_cell_of_one_word_is_a_name():
    city = base("Ville", id=["1", "2", "3"], name=["PAYET Anne", "HOARAU", "MARTIN Thomas"])
    parted(known(), city)
    assert (city.texts("name")[1], city.texts("first")[1]) == ("HOARAU", "")


@pytest.mark.parametrize(
    "columns",
    [
        {"name": ["DE SOUZA", "PAYET", "LE GOFF", "HOARAU"]},
        {"name": ["PAYET Anne", "MARTIN Thomas"], "first": ["Anne", ""]},
        {"first": ["Anne PAYET", "Thomas MARTIN"]},
    ],
    ids=["no first name in it", "first names are known", "no name"],
)
def test_a_base_that_keeps_them_apart_or_has_no_first_name_stays(columns):
    city = base("Ville", **columns)
    assert parted(known(), city) == []
    assert {name: city.texts(name) for name in columns} == columns
    assert city.columns.keys() == columns.keys()


def test_full_names_of_guardians_are_parted_too():
    one = base("État", g1_name=["PAYET", "MARTIN"], g1_first=["Anne", "Thomas"], name=["PAYET", "X"], first=["A", "B"])
    two = base("Ville", g1_name=["Anne PAYET", "Thomas MARTIN"], name=["PAYET", "X"], first=["A", "B"])
    assert parted(one, two) == [
        "Ville : le nom et le prénom du responsable 1 sont dans une seule colonne ; ils sont séparés d’après les noms "
        "de l’autre base."
    ]
    assert (two.texts("g1_name"), two.texts("g1_first")) == (["PAYET", "MARTIN"], ["Anne", "Thomas"])
