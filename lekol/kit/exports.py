"""Tables as files: CSV streamed, XLSX and ODS written in bounded memory. Formulas never travel."""

import csv
import io
import itertools
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def export(fmt: str, name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponseBase:
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


def plain(value: Any) -> Any:
    """A cell as a spreadsheet may open it: text that would run as a formula is quoted."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(_RISKY):
        return f"'{value}"
    return value if isinstance(value, (int, float, str)) and not isinstance(value, bool) else str(value)


def csv_lines(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """UTF-8 with its mark and « ; », as French spreadsheets open it, line by line."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    yield "\ufeff"
    for row in itertools.chain([heads], rows):
        yield _line(buffer, writer, row)


def _line(buffer: io.StringIO, writer: Any, row: Sequence[Any]) -> str:
    buffer.seek(0)
    buffer.truncate()
    writer.writerow([plain(value) for value in row])
    return buffer.getvalue()


def write_xlsx(file: Any, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """One sheet, written row by row (constant memory), no cell read as a formula."""
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    sheet.write_row(0, 0, heads, bold)
    for rank, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            cell = plain(value)
            (sheet.write_number if isinstance(cell, (int, float)) else sheet.write_string)(rank, column, cell)
    book.close()


_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    "<office:body><office:spreadsheet>"
    '<table:table table:name="Liste">'
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{FORMATS["ods"]}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def write_ods(file: Any, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """The smallest OpenDocument sheet, streamed into its archive."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), FORMATS["ods"])
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        with archive.open("content.xml", "w") as content:
            content.write(_ODS.encode())
            for row in itertools.chain([heads], rows):
                content.write(_ods_row(row))
            content.write(b"</table:table></office:spreadsheet></office:body></office:document-content>")


def _ods_row(row: Sequence[Any]) -> bytes:
    return f"<table:table-row>{''.join(_ods_cell(plain(value)) for value in row)}</table:table-row>".encode()


def _ods_cell(value: Any) -> str:
    kind = (
        f'office:value-type="float" office:value="{value}"'
        if isinstance(value, (int, float))
        else 'office:value-type="string"'
    )
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"
