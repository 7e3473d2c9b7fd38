"""Reading tables as people keep them: CSV of any French or English spreadsheet, XLSX, ODS, XLS, the State’s JSON.

Everything is bounded: bytes, rows, columns, cells, and what an archive swells to.
"""

import codecs
import csv
import itertools
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from lekol.kit.exports import unguarded
from lekol.pact.names import plain

LARGEST = 80 * 1024 * 1024
SWOLLEN = 600 * 1024 * 1024
ROWS, COLUMNS, CELL = 300_000, 400, 8_000
HEAD = 20  # a title, a date and a blank line may stand above the headers

Row = tuple[int, dict[str, str]]


class Unreadable(ValueError):
    """The file cannot be read as a table; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """Headers as written, and rows as (line of the file, cells by header); rows are read once, as they come."""

    headers: list[str]
    rows: Iterator[Row]


def open_table(path: Path, name: str, known: Iterable[str]) -> Table:
    """Open a file; `known` are normal forms of expected headers, to find the header line under a title.

    Raises Unreadable, at once or while rows are drawn.
    """
    if path.stat().st_size > LARGEST:
        raise Unreadable(
            f"Le fichier dépasse {LARGEST // 1024 // 1024} Mo. Découpez-le, ou exportez moins de colonnes."
        )
    with path.open("rb") as file:
        start = file.read(4096)
    if not start.strip():
        raise Unreadable("Le fichier est vide.")
    if start.startswith(b"PK\x03\x04") or start.startswith(b"\xd0\xcf\x11\xe0"):
        lines = _workbook_lines(path)
    elif start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{"):
        return _json_table(path)
    elif b"\x00" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(f"« {name} » n’est ni un tableau CSV, XLSX, ODS ou XLS, ni un fichier JSON.")
    else:
        lines = _csv_lines(path)
    return _under_headers(lines, set(known))


def normal(header: str) -> str:
    """How headers are compared: no case, no accent, no mark, no space, no underscore."""
    return plain(header.replace("\ufeff", "")).replace(" ", "")


def _under_headers(lines: Iterator[tuple[int, list[str]]], known: set[str]) -> Table:
    """The first lines are searched for the one that holds most known headers."""
    head = list(itertools.islice(lines, HEAD))
    if not head:
        raise Unreadable("Le fichier ne contient aucune ligne.")
    best = max(range(len(head)), key=lambda rank: (len({normal(cell) for cell in head[rank][1]} & known), -rank))
    headers = _unique([cell.strip().lstrip("\ufeff") for cell in head[best][1]])
    body = itertools.chain(head[best + 1 :], lines)
    return Table(
        headers, _bounded((number, dict(zip(headers, cells, strict=False))) for number, cells in body if any(cells))
    )


def _unique(headers: list[str]) -> list[str]:
    """A header written twice keeps its first column; the next ones get their rank."""
    seen: dict[str, int] = {}
    named = []
    for header in headers[:COLUMNS]:
        seen[header] = seen.get(header, 0) + 1
        named.append(header if seen[header] == 1 else f"{header} ({seen[header]})")
    return named


def _bounded(rows: Iterable[Row]) -> Iterator[Row]:
    for rank, row in enumerate(rows):
        if rank >= ROWS:
            raise Unreadable(f"Le fichier dépasse {ROWS} lignes. Découpez-le par commune ou par année.")
        yield row


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(1 << 16)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            for chunk in iter(lambda: file.read(1 << 20), b""):
                decoder.decode(chunk)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _csv_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        sample = file.read(1 << 14)
        delimiter = max(";,\t|", key=lambda mark: sum(line.count(mark) for line in sample.splitlines()[:HEAD]))
        file.seek(0)
        csv.field_size_limit(CELL * 4)
        reader = csv.reader(file, delimiter=delimiter)
        try:
            for cells in reader:
                yield reader.line_num, [unguarded(cell[:CELL]).strip() for cell in cells[:COLUMNS]]
        except csv.Error as fault:
            raise Unreadable(
                f"Ligne {reader.line_num} : le tableau est mal formé, un guillemet y est sans doute ouvert."
            ) from fault


def _workbook_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The first sheet that holds something."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            if sum(item.file_size for item in archive.infolist()) > SWOLLEN:
                raise Unreadable("Ce classeur est démesuré une fois ouvert. Enregistrez-le en CSV, puis recommencez.")
    try:
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.height:
                start = sheet.start[0] if sheet.start else 0
                for number, cells in enumerate(sheet.iter_rows(), start + 1):
                    yield number, [_said(cell) for cell in cells[:COLUMNS]]
                return
    except (CalamineError, OSError, ValueError) as fault:
        raise Unreadable(
            "Ce classeur ne peut pas être ouvert. Enregistrez-le en XLSX, ODS ou CSV, puis recommencez."
        ) from fault


def _said(cell: Any) -> str:
    """A cell as it would be typed: whole numbers without « .0 », dates as 2026-11-24."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell if cell is not None else "")[:CELL].strip()


def _json_table(path: Path) -> Table:
    """The API’s JSON: a list, `results` (v2.1), `record.fields` (v2) or `fields` (v1)."""
    try:
        raw = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as fault:
        raise Unreadable("Ce fichier JSON est coupé ou mal formé. Téléchargez-le de nouveau.") from fault
    records = (
        raw
        if isinstance(raw, list)
        else next((raw[key] for key in ("results", "records") if isinstance(raw.get(key), list)), None)
    )
    if records is None:
        raise Unreadable("Ce fichier JSON ne contient pas de liste d’enregistrements.")
    fields = [_fields(record) for record in records if isinstance(record, dict)]
    headers = list(dict.fromkeys(key for row in fields for key in row))[:COLUMNS]
    return Table(
        headers,
        _bounded((rank, {key: _said(value) for key, value in row.items()}) for rank, row in enumerate(fields, 1)),
    )


def _fields(record: dict[str, Any]) -> dict[str, Any]:
    inner = record.get("record", record)
    found = inner.get("fields", inner) if isinstance(inner, dict) else {}
    return (
        {key: value for key, value in found.items() if not isinstance(value, (dict, list))}
        if isinstance(found, dict)
        else {}
    )
