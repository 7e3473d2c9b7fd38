"""Reading tables as people keep them: CSV of any French or English spreadsheet, XLSX, ODS, XLS, the State’s JSON.

Everything is bounded: bytes, rows, columns, cells, and what an archive swells to.
"""

import csv
import itertools
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from python_calamine import CalamineError, CalamineWorkbook

from lekol.kit.exports import GUARD, unguarded
from lekol.kit.imports.encodings import encoding_of, mended, spoilt
from lekol.kit.imports.heads import headers_of, normal

LARGEST = 80 * 1024 * 1024
SWOLLEN = 600 * 1024 * 1024
ROWS, COLUMNS, CELL = 300_000, 400, 8_000
MANY = 2  # known headers from which a sheet is taken for one of ours
HEAD = 20  # a title, a date and a blank line may stand above the headers


class Row(NamedTuple):
    """A line of the file: its number, its cells by header, the sheet it is on when the workbook has several."""

    number: int
    cells: dict[str, str]
    sheet: str = ""


Lines = Iterator[tuple[int, list[str]]]


class Unreadable(ValueError):
    """The file cannot be read as a table; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """Headers as written, and rows, read once, as they come; `remarks` say how the file was understood."""

    headers: list[str]
    rows: Iterator[Row]
    remarks: list[str] = field(default_factory=list)


def open_table(path: Path, name: str, known: Iterable[str], *, every_sheet: bool = False) -> Table:
    """Open a file; `known` are normal forms of expected headers, to find the header line under a title.

    Of a workbook, the sheet that holds most of them is read; with `every_sheet`, all that hold about as many.
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
    forms = set(known)
    if start.startswith(b"PK\x03\x04") or start.startswith(b"\xd0\xcf\x11\xe0"):
        return _workbook(path, forms, every_sheet)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{"):
        return _json_table(path)
    encoding = encoding_of(path)
    if b"\x00" in start and not encoding.startswith("utf-16"):
        raise Unreadable(f"« {name} » n’est ni un tableau CSV, XLSX, ODS ou XLS, ni un fichier JSON.")
    headers, rows = under_headers(_csv_lines(path, encoding), forms)
    said = "" if encoding.startswith("utf") else f"Le fichier est lu en {_ENCODINGS[encoding]}."
    return Table(headers, _bounded(rows), [said] if said else [])


_ENCODINGS = {"cp1252": "Windows-1252", "cp850": "DOS (code page 850)", "mac_roman": "Mac Roman"}


def under_headers(lines: Lines, known: set[str], sheet: str = "") -> tuple[list[str], Iterator[Row]]:
    """The headers found among the first lines, one or two lines high, and the rows below."""
    head = list(itertools.islice(lines, HEAD))
    if not head:
        raise Unreadable("Le fichier ne contient aucune ligne.")
    headers, after = headers_of([cells for _, cells in head], known)
    named = _unique(headers)
    body = itertools.chain(head[after:], lines)
    blank = [""] * len(named)
    return named, (
        Row(number, dict(zip(named, [*cells, *blank[len(cells) :]], strict=False)), sheet)
        for number, cells in body
        if any(cells)
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


def _csv_lines(path: Path, encoding: str) -> Lines:
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        sample = file.read(1 << 14)
        file.seek(0)
        csv.field_size_limit(CELL * 4)
        lines = mended(file) if spoilt(sample) else iter(file)
        if sample[:5].lower().lstrip("\ufeff").startswith("sep="):
            next(lines)
        reader = csv.reader(lines, delimiter=delimiter_of(sample))
        try:
            for cells in reader:
                yield reader.line_num, _tidy(cells)
        except csv.Error as fault:
            raise Unreadable(
                f"Ligne {reader.line_num} : le tableau est mal formé, un guillemet y est sans doute ouvert."
            ) from fault


def _tidy(cells: list[str]) -> list[str]:
    """The cells without spaces around, guards nor NUL; almost every row has but spaces to lose."""
    whole = "".join(cells)
    if len(whole) > CELL or len(cells) > COLUMNS or GUARD in whole or "\x00" in whole:
        return [unguarded(cell[:CELL]).strip().replace("\x00", "") for cell in cells[:COLUMNS]]
    return list(map(str.strip, cells))


def delimiter_of(sample: str) -> str:
    """The mark that cuts most of the first lines into as many cells."""
    if found := re.match(r"\ufeff?sep=(.)", sample, re.IGNORECASE):
        return found[1]
    lines = sample.splitlines()[: HEAD * 2]

    def score(mark: str) -> tuple[int, int]:
        widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=mark) if len(cells) > 1)
        width, times = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
        return times * (width > 1), width

    return max(";,\t|", key=score)


def _workbook(path: Path, known: set[str], every_sheet: bool) -> Table:
    """The sheets that hold a table of ours."""
    _check_swelling(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = [(name, sheet) for name in book.sheet_names if (sheet := book.get_sheet_by_name(name)).height]
    except (CalamineError, OSError, ValueError) as fault:
        raise Unreadable(
            "Ce classeur ne peut pas être ouvert. Enregistrez-le en XLSX, ODS ou CSV, puis recommencez."
        ) from fault
    if not sheets:
        raise Unreadable("Le fichier ne contient aucune ligne.")
    chosen = _chosen(sheets, known, every_sheet)
    many = len(chosen) > 1
    parts = [under_headers(_sheet_lines(sheet), known, name if many else "") for name, sheet in chosen]
    headers = list(dict.fromkeys(header for heads, _ in parts for header in heads))[:COLUMNS]
    return Table(
        headers, _bounded(itertools.chain.from_iterable(rows for _, rows in parts)), _sheets_said(sheets, chosen)
    )


def _check_swelling(path: Path) -> None:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            if sum(item.file_size for item in archive.infolist()) > SWOLLEN:
                raise Unreadable("Ce classeur est démesuré une fois ouvert. Enregistrez-le en CSV, puis recommencez.")


def _chosen(sheets: list[tuple[str, Any]], known: set[str], every_sheet: bool) -> list[tuple[str, Any]]:
    """The sheet that holds most of the known headers; or all that hold at least two, and most of as many."""
    if len(sheets) == 1:
        return sheets
    scores = [_score(sheet, known) for _, sheet in sheets]
    best = max(scores)
    if not every_sheet or best < MANY:
        return [sheets[scores.index(best)]]
    return [pair for pair, score in zip(sheets, scores, strict=True) if score >= max(MANY, best * 0.6)]


def _score(sheet: Any, known: set[str]) -> int:
    head = itertools.islice(_sheet_lines(sheet), HEAD)
    return max((len({normal(cell) for cell in cells} & known) for _, cells in head), default=0)


def _sheets_said(sheets: list[tuple[str, Any]], chosen: list[tuple[str, Any]]) -> list[str]:
    kept = {name for name, _ in chosen}
    left = [name for name, _ in sheets if name not in kept]
    if not left:
        return []
    return [f"Feuilles lues : {', '.join(sorted(kept))}. Laissées de côté : {', '.join(left)}."]


def _sheet_lines(sheet: Any) -> Lines:
    start = sheet.start[0] if sheet.start else 0
    for number, cells in enumerate(sheet.iter_rows(), start + 1):
        yield number, [_said(cell) for cell in cells[:COLUMNS]]


def _said(cell: Any) -> str:
    """A cell as it would be typed: whole numbers without « .0 », dates as 2026-11-24."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    return str(cell if cell is not None else "")[:CELL].strip().replace("\x00", "")


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
        _bounded(Row(rank, {key: _said(value) for key, value in row.items()}) for rank, row in enumerate(fields, 1)),
    )


def _fields(record: dict[str, Any]) -> dict[str, Any]:
    inner = record.get("record", record)
    found = inner.get("fields", inner) if isinstance(inner, dict) else {}
    return (
        {key: value for key, value in found.items() if not isinstance(value, (dict, list))}
        if isinstance(found, dict)
        else {}
    )
