"""Many cells read at once say what each says by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lekol.pupils.linking import spelling
from lekol.pupils.rules import days, names, places

NAMES = [
    "Hoarau",
    "de l’Île",
    "PAILLET-Payet",
    "inconnu",
    "",
    "Œuvrard  St",
    "A\nB",
    "Mme d'Abbadie",
    "ASTS",
    " Zoé ",
    "ﬁn",
    "CANA8ADY 0livier d1",
    "A10B 97400 13E",
    "Ma?wenn ?",
]
DAYS = ["2018-03-14", "14/03/2018", "2019-02-29", "2020-02-29", "29/02/1900", "2018-13-01", "03/14/2018", "2018-00-10",
        "1899-01-01", "2101-01-01", "14-03-2018", "jeudi", "2018/03/14", "", "43173", "3018-01-01"]  # fmt: skip
PHONES = ["0692123456", "+262 692 12 34 56", "0000000000", "0612345678", "0092123456", "0693 44", "06O2123456", ""]
NUMBERS = ["123456789AB", "1234567890C", "1234A56789Z", "123456789ab", " 123456789AB", "12345678901", "X", ""]

signs = st.text(st.sampled_from("AEIOUSTXDPHQCKYZLMN -'éœŒßÀ\t018"), max_size=9)


@given(st.lists(signs, max_size=8))
def test_names_are_put_in_one_form(cells):
    assert spelling.forms(NAMES + cells) == [names.spaced(cell) for cell in NAMES + cells]
    assert spelling.forms([*NAMES[:5], *cells]) == [names.spaced(cell) for cell in [*NAMES[:5], *cells]]


@given(st.lists(signs, max_size=8))
def test_words_are_heard(cells):
    words = [word for cell in NAMES + cells for word in names.words(names.spaced(cell))]
    heard = [names.sound(word) for word in words]
    assert spelling.sounds(words) == heard
    assert spelling.bones(heard) == [names.bones(sound) for sound in heard]


@given(st.lists(st.text(st.sampled_from("0123456789-/"), max_size=10), max_size=8))
def test_days_are_read(cells):
    assert spelling.dates(DAYS + cells).tolist() == [days.read(cell) for cell in DAYS + cells]


def test_every_day_of_five_years_is_read():
    cells = [f"{y}-{m:02d}-{d:02d}" for y in range(2016, 2021) for m in range(14) for d in range(33)]
    assert spelling.dates(cells).tolist() == [days.read(cell) for cell in cells]


@given(st.lists(st.text(st.sampled_from("0123456789+ "), max_size=11), max_size=8))
def test_telephones_are_read(cells):
    assert spelling.phones(PHONES + cells).tolist() == [places.phone(cell) for cell in PHONES + cells]


STREETS = ["12 bis chemin des Filaos apt 3", "12B RUE des filaos apt 4", "12, rue des Filaos", "Le Bourg", "",
           "0 rue X", "123456 rue X", "7 allée de l’Église", "7  rue\tX", "٣ rue X", "A\nB", "12"]  # fmt: skip


@given(st.lists(st.text(st.sampled_from("012 rueéB,’")), max_size=8))
def test_addresses_are_read(cells):
    for some in (STREETS + cells, STREETS[:8] + cells):
        assert spelling.streets(some) == [places.street(cell) for cell in some]


@given(st.lists(st.text(st.sampled_from("012345A"), min_size=10, max_size=12), max_size=8))
def test_national_numbers_are_known_by_their_form(cells):
    assert spelling.shapely(NUMBERS + cells).tolist() == [bool(places.ine(cell)) for cell in NUMBERS + cells]


@pytest.mark.parametrize("cells", [[], [""], ["", "Lieu-dit Bras-Panon"]])
def test_addresses_without_a_number_are_read_all_the_same(cells):
    assert spelling.streets(cells) == [places.street(cell) for cell in cells]
