"""A base as a file: any separator, encoding, order of columns; gzip; spreadsheets; the State’s AAF in XML.

Each column comes back as numbers into its distinct words: what follows works once a word, not once a cell.
"""

import codecs
import csv
import gzip
import io
import itertools
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
from python_calamine import CalamineError, CalamineWorkbook

from lekol.pupils.linking import aaf
from lekol.pupils.rules import headers as known_headers

Ints = npt.NDArray[np.int32]
LARGEST = 6 * 1024**3  # bytes once open: seven million pupils take 1.5
SEALED = "sceau1_"  # opens the headers of a sealed base
_HEAD = 20
_SAMPLE = 200  # lines read to know what a column holds


class Unreadable(ValueError):
    """The file cannot be read at all; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Column:
    """Cells of a column: `words[codes[row]]`; `words[0]` is the empty one."""

    codes: Ints
    words: list[str]

    @classmethod
    def of(cls, cells: Iterable[str], count: int) -> "Column":
        index: defaultdict[str, int] = defaultdict()
        index.default_factory = index.__len__
        index[""]
        codes = np.fromiter(map(index.__getitem__, cells), np.int32, count)
        return cls(codes, list(index))

    @property
    def filled(self) -> float:
        """Share of the rows that say something."""
        return float(np.count_nonzero(self.codes)) / max(1, len(self.codes))


@dataclass(slots=True)
class Base:
    """One of the two bases as read: its columns by field, and what must be said of it, in French."""

    title: str
    columns: dict[str, Column]
    count: int
    said: list[str] = field(default_factory=list)
    sealed: bool = False

    @property
    def ids(self) -> list[str]:
        column = self.columns["id"]
        return [column.words[code] for code in column.codes.tolist()]

    def texts(self, name: str) -> list[str]:
        """A column as written, empty when the file has none."""
        if (column := self.columns.get(name)) is None:
            return [""] * self.count
        return [column.words[code] for code in column.codes.tolist()]


Given = Mapping[str, str]
"""Field → header, when a person said which column is which."""


def read(path: Path, title: str, given: Given | None = None) -> Base:
    """Read one base. Never raises for what is inside the file: the base then says what is wrong and holds the rest."""
    start = _start(path)
    if not start.strip(b"\xef\xbb\xbf \r\n\t\x00"):
        return Base(title, {"id": Column.of((), 0)}, 0, [f"{title} : le fichier est vide."])
    try:
        if start.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
            return _from_rows(title, *aaf.rows(path), given=given)
        if start[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
            return _from_rows(title, *_from_workbook(path), given=given)
        base = _from_text(path, start, title, given)
        base.sealed = start.removeprefix(b"\xef\xbb\xbf").startswith(SEALED.encode())
        return base
    except (Unreadable, aaf.Unreadable) as fault:
        return Base(title, {"id": Column.of((), 0)}, 0, [f"{title} : {fault}"])


def head_of(path: Path) -> tuple[list[str], list[list[str]]]:
    """The headers of a base and its first lines, as a person sees them; two empty lists when it cannot be read."""
    start = _start(path)
    try:
        if start.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
            headers, rows = aaf.rows(path)
        elif start[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
            headers, rows = _from_workbook(path)
        else:
            headers, rows = _by_lines(path, _separator(start), [])
    except (Unreadable, aaf.Unreadable):
        return [], []
    return headers, rows[:_SAMPLE]


def rows_of(path: Path) -> tuple[list[str], list[list[str]]]:
    """Headers and rows of a table that is not a base. Raises Unreadable."""
    start = _start(path)
    if start[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return _from_workbook(path)
    return _by_lines(path, _separator(start), [])


def _start(path: Path) -> bytes:
    """The first bytes, once out of gzip."""
    with path.open("rb") as raw:
        start = raw.read(1 << 16)
    if start[:2] != b"\x1f\x8b":
        return start
    try:
        return zlib.decompressobj(31).decompress(start, 1 << 16)
    except zlib.error:
        return b""


def _from_workbook(path: Path) -> tuple[list[str], list[list[str]]]:
    """The sheet with most rows; the headers are the first line with as many cells as any, under titles if there are."""
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = [book.get_sheet_by_index(rank).to_python() for rank in range(len(book.sheet_names))]
    except (CalamineError, OSError, ValueError):
        raise Unreadable("ce classeur ne peut pas être ouvert. Enregistrez-le en CSV, puis recommencez.") from None
    rows = [[_cell(cell) for cell in row] for row in max(sheets, key=len, default=[])]
    rows = [row for row in rows if any(row)]
    if not rows:
        raise Unreadable("le classeur est vide.")
    top = _top(rows)
    return rows[top], rows[top + 1 :]


def _cell(cell: object) -> str:
    """A cell as it would be typed."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _from_text(path: Path, start: bytes, title: str, given: Given | None) -> Base:
    """The fast way when every line has as many cells as the headers; line by line otherwise."""
    separator = _separator(start)
    encoding = "utf-8" if _is_utf8(start) else "latin-1"
    if not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return _by_duckdb(path, title, separator, encoding, given)
        except duckdb.Error:
            pass  # ragged, another encoding further on, an open quote: the patient way says which
    said: list[str] = []
    base = _from_rows(title, *_by_lines(path, separator, said), ragged=True, given=given)
    base.said += [f"{title} : {sentence}" for sentence in said]
    return base


def _separator(start: bytes) -> str:
    """The mark that cuts one of the first lines into most headers we know; the most frequent one otherwise."""
    lines = start.decode("utf-8", errors="replace").splitlines()[:_HEAD]

    def worth(mark: str) -> tuple[int, int]:
        rows = [[cell.strip(' "') for cell in line.split(mark)] for line in lines]
        return max((_headers(row) for row in rows), default=0), sum(line.count(mark) for line in lines)

    return max(";,\t|", key=worth)


def _headers(row: Sequence[str]) -> int:
    """How many cells of a line are headers that we know."""
    sealed = sum(cell.startswith(SEALED) for cell in row)
    return sealed or len(known_headers.recognise(row))


def _top(rows: Sequence[Sequence[str]]) -> int:
    """The rank of the headers: a title and a date may stand above them."""
    return max(range(min(_HEAD, len(rows))), key=lambda rank: (_headers(rows[rank]), -rank), default=0)


def _is_utf8(start: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    return True


def _by_duckdb(path: Path, title: str, separator: str, encoding: str, given: Given | None) -> Base:
    """DuckDB’s own reader, useful columns only, one at a time in memory."""
    head = _head(path, separator, encoding)
    if _top(head):
        raise duckdb.InvalidInputException("lines above the headers")
    chosen, said = _chosen(head[0], head[1:], title, given)
    kept = ", ".join(f"coalesce(trim(c{rank}), '') as {name}" for name, rank in chosen.items()) or "'' as nothing"
    with duckdb.connect(config={"threads": 2}) as engine:
        engine.execute(
            f"create temp table cells as select {kept} from read_csv($path, delim=$mark, skip=1, header=false, "  # noqa: S608 — names of our own
            "all_varchar=true, auto_detect=false, columns=$columns, quote='\"', escape='\"', encoding=$encoding, "
            "strict_mode=true, compression=$packed)",
            {
                "path": str(path),
                "mark": separator,
                "columns": {f"c{rank}": "VARCHAR" for rank in range(len(head[0]))},
                "encoding": encoding,
                "packed": "gzip" if _packed(path) else "none",
            },
        )
        count = engine.execute("select count(*) from cells").fetchone()[0]  # type: ignore[index]
        columns = {name: _column(engine, name, count) for name in chosen}
    return _finished(title, columns, count, said)


def _packed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def _head(path: Path, separator: str, encoding: str) -> list[list[str]]:
    """The headers and the first lines."""
    encoding = "utf-8-sig" if encoding == "utf-8" else encoding
    with gzip.open(path, "rt", encoding=encoding) if _packed(path) else path.open(encoding=encoding) as file:
        return list(itertools.islice(csv.reader(file, delimiter=separator), _SAMPLE))


def _column(engine: duckdb.DuckDBPyConnection, name: str, count: int) -> Column:
    return Column.of(engine.execute(f"select {name} from cells").fetchnumpy()[name].tolist(), count)  # noqa: S608 — a field of ours


def _by_lines(path: Path, separator: str, said: list[str]) -> tuple[list[str], list[list[str]]]:
    """Every line that can be read, whatever its length."""
    raw = path.read_bytes()
    if raw[:2] == b"\x1f\x8b":
        raw = _unzipped(raw, said)
    text = _text(raw).replace("\x00", "")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    kept: list[list[str]] = []
    try:
        kept.extend(row for row in rows if any(cell.strip() for cell in row))
    except csv.Error:
        kept = [line.split(separator) for line in text.splitlines() if line.strip()]
    top = _top(kept)
    return (kept[top], kept[top + 1 :]) if kept else ([], [])


def _unzipped(raw: bytes, said: list[str]) -> bytes:
    """What can be had of a gzip, even cut short."""
    stream = zlib.decompressobj(31)
    try:
        opened = stream.decompress(raw, LARGEST)
        if not stream.eof:
            said.append("l’archive est coupée ; seules les lignes de son début sont lues.")
        return opened
    except zlib.error:
        raise Unreadable("l’archive est abîmée et n’a pas pu être ouverte.") from None


def _text(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _from_rows(
    title: str, headers: list[str], rows: list[list[str]], ragged: bool = False, given: Given | None = None
) -> Base:
    """A base from rows of unequal lengths: what is missing is empty, what is beyond is told."""
    width = len(headers)
    chosen, said = _chosen(headers, rows[:_SAMPLE], title, given)
    uneven = sum(len(row) != width for row in rows) if ragged else 0
    if uneven:
        said.append(
            f"{title} : {uneven} lignes n’ont pas {width} cellules comme l’en-tête ; elles sont lues telles quelles."
        )
    columns = {
        name: Column.of((row[rank].strip() if rank < len(row) else "" for row in rows), len(rows))
        for name, rank in chosen.items()
    }
    return _finished(title, columns, len(rows), said)


def _chosen(
    headers: Sequence[str], sample: Sequence[Sequence[str]], title: str, given: Given | None
) -> tuple[dict[str, int], list[str]]:
    """Which column is which field: as a person said, else by its header then by its cells."""
    if given:
        ranks = {known_headers.normal(header): rank for rank, header in reversed(list(enumerate(headers)))}
        forms = {field: known_headers.normal(header) for field, header in given.items()}
        return {field: ranks[form] for field, form in forms.items() if form in ranks}, []
    if all(header.startswith(SEALED) for header in headers):
        return {header.removeprefix(SEALED): rank for rank, header in enumerate(headers)}, []
    chosen = known_headers.recognise(headers)
    cells = [[row[rank] if rank < len(row) else "" for row in sample] for rank in range(len(headers))]
    chosen |= known_headers.by_cells(cells, chosen)
    said = []
    if not {"name", "usage", "first"} & set(chosen):
        seen = ", ".join(f"« {header} »" for header in itertools.islice(headers, 8))
        said.append(f"{title} : aucune colonne de nom ou de prénom n’a été reconnue parmi {seen}.")
    return chosen, said


def _finished(title: str, columns: dict[str, Column], count: int, said: list[str]) -> Base:
    """Give every row a reference, and say what will weaken the linkage."""
    base = Base(title, columns, count, said)
    if "id" not in columns:
        columns["id"] = Column.of((f"ligne {rank}" for rank in range(2, count + 2)), count)
        said.append(f"{title} : pas de colonne d’identifiant ; le numéro de ligne en tient lieu.")
    return base
