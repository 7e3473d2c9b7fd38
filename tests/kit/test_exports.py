"""Lists as files: each cell of its own type, opened by French spreadsheets, read back by the import desk."""

import csv
import datetime as dt
import io
import math
import re
import tracemalloc
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from python_calamine import CalamineWorkbook

from lekol.kit import exports
from lekol.kit.exports import csv_lines, export, write_ods, write_xlsx
from lekol.kit.imports.columns import day, decimal
from lekol.kit.imports.reading import open_table

DAY = dt.date(2026, 6, 1)
MOMENT = dt.datetime(2026, 6, 1, 14, 5, tzinfo=dt.UTC)  # 18:05 in La Réunion
HEADS = ("École", "Débit", "Fermée", "Le", "Relevé")
ROWS = [("Les Badamiers", 3.5, False, DAY, MOMENT), ("=1+1", Decimal("-300.0"), True, None, None)]
BOOKS = pytest.mark.parametrize("write", [write_xlsx, write_ods])
TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)


def as_csv(rows, heads=HEADS):
    text = "".join(csv_lines(heads, rows))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))[1:]


def book(write, rows, heads=HEADS):
    file = io.BytesIO()
    write(file, heads, rows)
    file.seek(0)
    return CalamineWorkbook.from_filelike(file)


def read(write, rows, heads=HEADS):
    return book(write, rows, heads).get_sheet_by_index(0).to_python()


def inside(write, rows, part, heads=HEADS):
    file = io.BytesIO()
    write(file, heads, rows)
    return zipfile.ZipFile(file).read(part).decode()


def desk(tmp_path, content, name="liste.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    return [list(row.cells.values()) for row in open_table(path, name, ["ecole"]).rows]


def test_a_csv_writes_numbers_with_a_comma_words_for_yes_and_no_and_dates_that_sort():
    assert as_csv(ROWS) == [
        ["Les Badamiers", "3,5", "Non", "2026-06-01", "2026-06-01 18:05"],
        ["'=1+1", "-300,0", "Oui", "", ""],
    ]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (-3, "-3"), (-3.5, "-3,5"), ("-3,5", "-3,5"), ("-12", "-12"), (1e-07, "0,0000001"), (1e22, "1" + "0" * 22),
        (math.inf, "inf"), ("-3+4", "'-3+4"), ("-2-cmd", "'-2-cmd"), ("+262 262 40 00 00", "'+262 262 40 00 00"),
        ("-", "'-"), ("＝1+1", "'＝1+1"), ("\n=1", "'\n=1"), ("l’école = 3", "l’école = 3"), ("nul\x00\x0b", "nul"),
    ],
)  # fmt: skip
def test_a_text_that_would_run_is_guarded_in_a_csv_and_a_negative_number_is_not(value, cell):
    assert as_csv([[value]], ["x"]) == [[cell]]


@BOOKS
def test_a_workbook_holds_numbers_as_numbers_and_dates_as_dates(write):
    assert read(write, ROWS)[1:] == [
        ["Les Badamiers", 3.5, "Non", DAY, dt.datetime(2026, 6, 1, 18, 5)],  # noqa: DTZ001 — a spreadsheet has no zone
        ["=1+1", -300.0, "Oui", "", ""],
    ]


def test_a_date_shows_as_the_french_write_it_in_a_workbook():
    assert 'formatCode="dd/mm/yyyy"' in inside(write_xlsx, ROWS, "xl/styles.xml")
    content = inside(write_ods, ROWS, "content.xml")
    assert 'office:date-value="2026-06-01"><text:p>01/06/2026</text:p>' in content
    assert 'office:date-value="2026-06-01T18:05:00"><text:p>01/06/2026 18:05</text:p>' in content


@BOOKS
def test_a_text_that_looks_like_a_formula_stays_a_text_in_a_workbook(write):
    assert read(write, [["=1+1"], ["+262"], ["@a"]], ["x"])[1:] == [["=1+1"], ["+262"], ["@a"]]
    content = inside(write, [["=1+1"]], "content.xml" if write is write_ods else "xl/worksheets/sheet1.xml", ["x"])
    assert "<f>" not in content
    assert "table:formula" not in content


def test_an_xlsx_keeps_a_formula_like_text_a_text_even_once_edited():
    assert 'quotePrefix="1"' in inside(write_xlsx, [["=1+1"]], "xl/styles.xml", ["x"])


@given(TEXTS)
def test_an_ods_is_sound_xml_whatever_is_written(text):
    etree.fromstring(inside(write_ods, [[text, -1.5, None, True]], "content.xml").encode())


@BOOKS
@given(text=st.text(st.sampled_from(["a", " ", "<", "&", "'", "é", "=", "\n"]), max_size=12))
def test_a_workbook_gives_a_text_back_with_its_spaces_and_lines(write, text):
    found = read(write, [[text, "fin"]], ["x", "y"])[1][0]
    assert str(found) == ("\n".join(text.splitlines()) if write is write_ods else text)


@given(TEXTS)
def test_the_import_desk_reads_back_what_a_csv_guarded(tmp_path_factory, text):
    folder = tmp_path_factory.getbasetemp()
    content = "".join(csv_lines(["École", "fin"], [[text, "fin"]])).encode()
    kept = exports.plain(text)
    assert [cells[0] for cells in desk(folder, content)] == [kept.strip()]


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "ods"])
def test_the_import_desk_reads_back_the_numbers_and_dates_of_every_format(tmp_path, fmt):
    response = export(fmt, "liste", HEADS, ROWS)
    [first, second] = desk(tmp_path, b"".join(response.streaming_content), f"liste.{fmt}")
    assert (first[0], decimal(-9, 9)(first[1]), first[2], day(first[3])) == ("Les Badamiers", 3.5, "Non", DAY)
    assert (second[0], decimal(-999, 9)(second[1]), second[2], day(second[3])) == ("=1+1", -300, "Oui", None)


@BOOKS
def test_rows_beyond_what_a_sheet_holds_go_to_the_next_one(monkeypatch, write):
    monkeypatch.setattr(exports, "SHEET", 3)
    made = book(write, ([rank] for rank in range(7)), ["n"])
    sheets = [made.get_sheet_by_index(rank).to_python() for rank in range(len(made.sheet_names))]
    assert sheets == [[["n"], [0.0], [1.0], [2.0]], [["n"], [3.0], [4.0], [5.0]], [["n"], [6.0]]]


@BOOKS
def test_a_list_without_rows_is_a_sheet_with_its_heads(write):
    assert read(write, []) == [list(HEADS)]


def test_a_text_too_long_for_a_cell_is_cut_and_not_lost():
    assert read(write_xlsx, [["é" * 40_000]], ["x"])[1] == ["é" * exports.LONGEST]


def test_a_csv_draws_no_more_rows_than_the_block_it_sends():
    drawn = []
    blocks = csv_lines(["n"], (drawn.append(rank) or [rank] for rank in range(10**9)))
    first, second = next(blocks), next(blocks)
    assert max(len(first), len(second)) <= exports.BLOCK + 10
    assert (first + second).splitlines() == ["\ufeffn", *map(str, drawn)]


@BOOKS
def test_a_workbook_takes_no_more_memory_for_many_rows_than_for_few(tmp_path, write):
    def peak(count):
        tracemalloc.start()
        with (tmp_path / "liste").open("wb") as file:
            write(file, ["École", "n", "le"], ((f"École {rank}", rank, DAY) for rank in range(count)))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(6_000) < 1.5 * peak(1_000) + 100_000


def test_a_file_has_its_name_its_type_and_an_unknown_format_is_a_csv():
    response = export("pdf", "ecoles", ["x"], [])
    assert response["Content-Disposition"] == 'attachment; filename="ecoles.csv"'
    assert re.match(r"text/csv", response["Content-Type"])
