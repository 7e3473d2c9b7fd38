"""Tables as files: CSV streamed, XLSX and ODS written in bounded memory, each cell of its own type.

Formulas never travel. In CSV a number takes the comma French spreadsheets expect (« 3.5 » would be read as
the 3rd of May), a date is written 2026-11-24: every spreadsheet shows it as its reader writes dates, none
mistakes the month for the day, and the import desk reads all of it back.
"""

import csv
import datetime as dt
import io
import itertools
import math
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
GUARD = "'"
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a text begins that a spreadsheet may run when it opens a CSV; the guard makes it a text again."""

SHEET = 1_048_575
"""Rows a sheet can hold under its headers; the next ones go to another sheet."""

BLOCK = 32_768
"""Signs of a CSV sent at once: a block a line costs more than the line."""

LONGEST = 32_767
"""Characters a cell of a workbook can hold."""

WIDTH = 18
"""Characters a column shows: a date that does not fit would read « #### »."""

Rows = Iterable[Sequence[Any]]
Typed = int | float | Decimal | dt.date | str | None
_NEGATIVE = re.compile(r"-\d+([.,]\d+)?")
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACES = re.compile(r"^ +| {2,}")


def export(fmt: str, name: str, heads: Sequence[str], rows: Rows) -> HttpResponseBase:
    """A download in one of FORMATS; an unknown one falls back to CSV."""
    fmt = fmt if fmt in FORMATS else "csv"
    if fmt == "csv":
        response: HttpResponseBase = StreamingHttpResponse(csv_lines(heads, rows), content_type=FORMATS["csv"])
    else:
        writer = write_xlsx if fmt == "xlsx" else write_ods
        file = tempfile.TemporaryFile()  # noqa: SIM115 — FileResponse closes it
        writer(file, heads, rows)
        file.seek(0)
        response = FileResponse(file, content_type=FORMATS[fmt])
    response["Content-Disposition"] = f'attachment; filename="{name}.{fmt}"'
    return response


def plain(value: Any) -> Typed:
    """A cell as every format knows it: nothing, a number, a date, a local date and time, or a clean text."""
    match value:
        case None:
            return None
        case bool():
            return "Oui" if value else "Non"
        case int() | Decimal() | float():
            return value if math.isfinite(value) else str(value)
        case dt.datetime():
            return timezone.make_naive(value) if timezone.is_aware(value) else value
        case dt.date():
            return value
        case _:
            return _FORBIDDEN.sub("", str(value))


# CSV


def csv_lines(heads: Sequence[str], rows: Rows) -> Iterator[str]:
    """UTF-8 with its mark and « ; », as French spreadsheets open it, whole lines by blocks of about BLOCK signs."""
    buffer = io.StringIO("\ufeff", newline="")
    buffer.seek(0, io.SEEK_END)
    writer = csv.writer(buffer, delimiter=";")
    for row in itertools.chain([heads], rows):
        writer.writerow([_csv_text(value) if type(value) is str else _csv_cell(plain(value)) for value in row])
        if buffer.tell() > BLOCK:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _csv_text(value: str) -> str:
    value = _FORBIDDEN.sub("", value)
    return f"{GUARD}{value}" if value.startswith(RISKY) and not _NEGATIVE.fullmatch(value) else value


def _csv_cell(value: Typed) -> str:
    match value:
        case None:
            return ""
        case str():
            return _csv_text(value)
        case dt.datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case dt.date():
            return value.isoformat()
        case _:
            return in_digits(value).replace(".", ",")


def in_digits(value: int | float | Decimal) -> str:
    """A number without exponent: 1e-07 is « 0.0000001 »."""
    return str(value) if isinstance(value, int) else format(Decimal(str(value)), "f")


def unguarded(cell: str) -> str:
    """A cell of a CSV as it was before its guard."""
    return cell[1:] if cell.startswith(GUARD) and cell[1:].startswith(RISKY) else cell


# XLSX


Sheet = tuple[str, Sequence[str], Rows]
"""A title, its headers, its rows."""


def export_book(name: str, sheets: Sequence[Sheet]) -> HttpResponseBase:
    """A workbook of several named sheets, as XLSX."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 — FileResponse closes it
    write_book(file, sheets)
    file.seek(0)
    response = FileResponse(file, content_type=FORMATS["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def write_xlsx(file: Any, heads: Sequence[str], rows: Rows) -> None:
    """Typed cells, row by row (constant memory); no cell is read as a formula, not even once edited."""
    write_book(file, [("", heads, rows)])


def write_book(file: Any, sheets: Iterable[Sheet]) -> None:
    """Sheets one after the other, each as `write_xlsx` writes it; one too long goes on in the next."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    formats = {
        dt.date: book.add_format({"num_format": "dd/mm/yyyy"}),
        dt.datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        str: book.add_format({"quote_prefix": True}),
        list: book.add_format({"bold": True}),
    }
    for title, heads, rows in sheets:
        for number, part in enumerate(_sheets(rows)):
            sheet = book.add_worksheet(title if not number else None)
            sheet.set_column(0, len(heads) - 1, WIDTH)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, heads, formats[list])
            for rank, row in enumerate(part, 1):
                for column, value in enumerate(row):
                    _write_cell(sheet, rank, column, plain(value), formats)
    book.close()


def _write_cell(sheet: Any, rank: int, column: int, value: Any, formats: dict[type, Any]) -> None:
    match value:
        case None:
            pass
        case str():
            style = [formats[str]] if value.startswith(RISKY) else []
            sheet.write_string(rank, column, value[:LONGEST], *style)
        case dt.date():
            sheet.write_datetime(rank, column, value, formats[type(value)])
        case _:
            sheet.write_number(rank, column, value)


def _sheets(rows: Rows) -> Iterator[Rows]:
    """The rows by the sheet; one empty sheet when there is none."""
    walk = iter(rows)
    yield itertools.islice(walk, SHEET)
    for first in walk:
        yield itertools.chain([first], itertools.islice(walk, SHEET - 1))


# ODS

_SPACE = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES = {"office": "office", "style": "style", "table": "table", "text": "text", "number": "datastyle"}
_DAY = (
    '<number:day number:style="long"/><number:text>/</number:text><number:month number:style="long"/>'
    '<number:text>/</number:text><number:year number:style="long"/>'
)
_HOUR = (
    '<number:text> </number:text><number:hours number:style="long"/><number:text>:</number:text>'
    '<number:minutes number:style="long"/>'
)
_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    + "".join(f'xmlns:{name}="{_SPACE}:{space}:1.0" ' for name, space in _NAMES.items())
    + 'office:version="1.2"><office:automatic-styles>'
    f'<number:date-style style:name="nd">{_DAY}</number:date-style>'
    f'<number:date-style style:name="nh">{_DAY}{_HOUR}</number:date-style>'
    '<style:style style:name="d" style:family="table-cell" style:data-style-name="nd"/>'
    '<style:style style:name="h" style:family="table-cell" style:data-style-name="nh"/>'
    '<style:style style:name="c" style:family="table-column">'
    '<style:table-column-properties style:column-width="3.6cm"/></style:style>'
    "</office:automatic-styles><office:body><office:spreadsheet>"
)
_ODS_SHEET = (
    '<table:table table:name="Liste {rank}">'
    '<table:table-column table:style-name="c" table:number-columns-repeated="{columns}"/>'
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
    f'xmlns:manifest="{_SPACE}:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{FORMATS["ods"]}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def write_ods(file: Any, heads: Sequence[str], rows: Rows) -> None:
    """The smallest OpenDocument sheet, its cells typed, streamed into its archive."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), FORMATS["ods"])
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        with archive.open("content.xml", "w", force_zip64=True) as content:
            content.write(_ODS.encode())
            for rank, part in enumerate(_sheets(rows), 1):
                content.write(_ODS_SHEET.format(rank=rank, columns=len(heads)).encode())
                for row in itertools.chain([heads], part):
                    cells = "".join(_ods_cell(plain(value)) for value in row)
                    content.write(f"<table:table-row>{cells}</table:table-row>".encode())
                content.write(b"</table:table>")
            content.write(b"</office:spreadsheet></office:body></office:document-content>")


def _ods_cell(value: Typed) -> str:
    match value:
        case None:
            return "<table:table-cell/>"
        case str():
            kind, said = 'office:value-type="string"', _paragraphs(value[:LONGEST])
        case dt.datetime():
            moment = value.isoformat(timespec="seconds")
            kind = f'table:style-name="h" office:value-type="date" office:date-value="{moment}"'
            said = f"<text:p>{value:%d/%m/%Y %H:%M}</text:p>"
        case dt.date():
            kind = f'table:style-name="d" office:value-type="date" office:date-value="{value.isoformat()}"'
            said = f"<text:p>{value:%d/%m/%Y}</text:p>"
        case _:
            digits = in_digits(value)
            kind = f'office:value-type="float" office:value="{digits}"'
            said = f"<text:p>{digits.replace('.', ',')}</text:p>"
    return f"<table:table-cell {kind}>{said}</table:table-cell>"


def _paragraphs(text: str) -> str:
    """A line is a paragraph; spaces that XML would swallow are counted."""
    lines = (
        _SPACES.sub(lambda found: f'<text:s text:c="{len(found[0])}"/>', escape(line)) for line in text.splitlines()
    )
    return "".join(f"<text:p>{line}</text:p>" for line in lines)
