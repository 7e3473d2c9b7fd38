"""Cells and columns as spreadsheets leave them: dates, serials, amounts, durations, headers, rows that are no lines."""

import contextlib
import datetime as dt
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lekol.kit.imports import Column, Fault
from lekol.kit.imports.cells import money, months, same_number, serial
from lekol.kit.imports.columns import Said
from lekol.kit.imports.dates import Clues, read
from lekol.kit.imports.heads import headers_of, normal
from lekol.kit.imports.proposals import propose
from lekol.kit.imports.shapes import Shape, shape_of

DAYS = st.dates(dt.date(1970, 1, 1), dt.date(2099, 12, 31))


def value(answer: object) -> object:
    return answer.value if isinstance(answer, Said) else answer


@given(DAYS)
def test_a_date_said_without_doubt_is_itself_whatever_the_column(day):
    for american in (False, True):
        assert read(day.isoformat(), american) == day
        assert read(f"{day:%Y/%m/%d}", american) == day


@given(DAYS)
def test_a_day_past_the_twelfth_is_never_a_month(day):
    written = f"{day.day:02d}/{day.month:02d}/{day.year}"
    if day.day > 12:
        assert read(written, american=True) == read(written) == day
        assert read(written, mixed=True) == day


@given(st.lists(DAYS, min_size=1, max_size=30), st.booleans())
def test_the_order_is_the_one_the_column_was_written_in_when_one_cell_tells_it(days, american):
    clues = Clues("Acheté le")
    cells = [f"{day.month}/{day.day}/{day.year}" if american else f"{day.day}/{day.month}/{day.year}" for day in days]
    for cell in cells:
        clues.add(cell)
    assert not clues.mixed
    if any(day.day > 12 for day in days):
        assert [clues.parse(cell) for cell in cells] == days


def test_a_column_that_mixes_both_orders_refuses_what_could_be_either():
    clues = Clues("Acheté le")
    for cell in ("13/01/2024", "01/13/2024", "02/03/2024"):
        clues.add(cell)
    assert "mélange" in clues.sentence()
    assert clues.parse("13/01/2024") == clues.parse("01/13/2024") == dt.date(2024, 1, 13)
    with pytest.raises(Fault, match="deux façons"):
        clues.parse("02/03/2024")


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("12 mars 2021", dt.date(2021, 3, 12)),
        ("1er août 2022", dt.date(2022, 8, 1)),
        ("lundi 3 février 2020", dt.date(2020, 2, 3)),
        ("March 12, 2021", dt.date(2021, 3, 12)),
        ("sept. 2020", dt.date(2020, 9, 1)),
        ("09/2020", dt.date(2020, 9, 1)),
        ("2019", dt.date(2019, 1, 1)),
        ("3-4-21", dt.date(2021, 4, 3)),
        ("44197", dt.date(2021, 1, 1)),
        ("20210304", dt.date(2021, 3, 4)),
        ("2021-03-04 00:00:00", dt.date(2021, 3, 4)),
        ("15.09.2021", dt.date(2021, 9, 15)),
        ("", None),
        ("N/A", None),
        ("00/00/0000", None),
    ],
)
def test_dates_as_people_type_them(cell, day):
    assert value(read(cell)) == day


@pytest.mark.parametrize("cell", ["31/02/2021", "bientôt", "2021-13-45", "99999", "12/2", "1/1/0001", "13/13/2020"])
def test_what_is_no_date_is_said(cell):
    with pytest.raises(Fault):
        read(cell)


@given(st.text(max_size=40))
def test_any_text_is_a_date_nothing_or_a_fault(cell):
    with contextlib.suppress(Fault):
        assert isinstance(value(read(cell)), (dt.date, type(None)))


@given(st.text(max_size=60))
def test_any_text_is_a_serial_or_a_fault(cell):
    with contextlib.suppress(Fault):
        assert isinstance(value(serial(80)(cell)), str)


@given(st.from_regex(r"[A-Z0-9]{5,20}", fullmatch=True).filter(lambda text: not text.isdigit() and len(set(text)) > 2))
def test_a_serial_is_read_as_its_label_says_whatever_the_spaces_around(text):
    for cell in (f"  {text} ", f"{text}\xa0", f"'{text}"):
        read_as = value(serial(80)(cell)) if not re.fullmatch(r"\d+E\d+", text) else text
        assert read_as == text


@given(st.integers(10**5, 10**12), st.integers(0, 4))
def test_zeros_lost_in_front_do_not_make_another_device(number, zeros):
    assert same_number(f"{'0' * zeros}{number}", str(number))
    assert value(serial(80)(f"{number}.0")) in (str(number), "")


@pytest.mark.parametrize("cell", ["1,23E+11", "1.23456E+17", "5E+10"])
def test_a_serial_turned_into_a_number_is_refused(cell):
    with pytest.raises(Fault, match="perdu ses derniers chiffres"):
        serial(80)(cell)


@pytest.mark.parametrize("cell", ["", "N/A", "inconnu", "To Be Filled By O.E.M.", "0", "-", "?", "00000000", "XXXXXXX"])
def test_what_stands_for_no_serial_is_none(cell):
    assert value(serial(80)(cell)) == ""


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1 234,56 €", "1234.56"), ("1\u202f234,56", "1234.56"), ("1,234.56", "1234.56"), ("1.234,56 EUR", "1234.56"),
        ("450", "450"), ("99,9", "99.90"), ("2266.13", "2266.13"), ("€ 850 TTC", "850"), ("1,234", "1234"),
        ("12.500,00", "12500"),
    ],
)  # fmt: skip
def test_amounts_in_euros(cell, amount):
    assert money(cell) == Decimal(amount)


@pytest.mark.parametrize("cell", ["$450", "120 USD", "gros", "-5", "12 abc"])
def test_other_currencies_and_words_are_no_amount(cell):
    with pytest.raises(Fault):
        money(cell)


@pytest.mark.parametrize(
    ("cell", "count"), [("36", 36), ("36 mois", 36), ("3 ans", 36), ("1 an", 12), ("2,5 ans", 30), ("", None)]
)
def test_durations(cell, count):
    assert months(cell) == count


HEADERS = ("N°", "Type", "Marque", "Modèle", "Prix")


@pytest.mark.parametrize(
    ("cells", "shape"),
    [
        (("V1", "PC", "HP", "Pro", "450"), Shape.LINE),
        (("École Les Badamiers", "", "", "", ""), Shape.HEADING),
        (("", "", "NB : à compléter", "", ""), Shape.HEADING),
        (("TOTAL", "12", "", "", "4500"), Shape.TOTAL),
        (("Sous-total", "", "", "", "4500"), Shape.TOTAL),
        (("Nombre de postes : 12", "", "", "", ""), Shape.TOTAL),
        (HEADERS, Shape.HEADERS),
        (("V1", "PC", "", "", ""), Shape.LINE),
    ],
)
def test_rows_that_are_no_lines(cells, shape):
    assert shape_of(dict(zip(HEADERS, cells, strict=True))) is shape


def test_headers_are_found_under_titles_and_on_two_lines():
    known = {normal(word) for word in ("N° inventaire", "École", "Salle", "Date d’achat", "Type")}
    head = [
        ["Parc 2024", "", "", ""],
        ["", "", "", ""],
        ["N° inventaire", "Localisation", "", "Type"],
        ["", "École", "Salle", ""],
    ]
    assert headers_of(head, known) == (["N° inventaire", "École", "Salle", "Type"], 4)
    assert headers_of([["Parc", "", ""], ["N° inventaire", "Type", "Salle"], ["V1", "PC", "12"]], known)[1] == 2


def test_columns_are_proposed_by_name_likeness_and_looks_with_how_sure():
    columns = (
        Column("serial", "Numéro de série", ("S/N",)),
        Column("uai", "Code UAI", (), looks=r"\d{7}[A-Z]"),
        Column("room", "Salle", ()),
    )
    sample = [{"Code": "9740001H", "s/n": "A", "Sale": ""}] * 4
    found = propose(["Code", "s/n", "Salles"], columns, sample)
    assert {name: (row.header, row.confidence) for name, row in found.items()} == {
        "serial": ("s/n", 100), "uai": ("Code", 60), "room": ("Salles", 68)
    }  # fmt: skip
