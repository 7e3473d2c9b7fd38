"""A base as a file: any separator, encoding, order of columns; gzip; spreadsheets; the State’s AAF in XML.

Each column comes back as numbers into its distinct words: what follows works once a word, not once a cell.
"""

import csv
import io
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from io import BufferedIOBase
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from isal import igzip

from lekol.pact.plurals import plural
from lekol.pupils.linking.cells import NotPlain
from lekol.pupils.linking.columns import Column, Table
from lekol.pupils.linking.encodings import Encoding, encodings, told
from lekol.pupils.linking.opening import (
    SPOILT,
    Unreadable,
    begins_as_workbook,
    begins_as_xml,
    opened,
    start_of,
    until_broken,
)
from lekol.pupils.linking.shapes import LARGEST, Shape, numbered
from lekol.pupils.rules import headers as known_headers

Ints = npt.NDArray[np.int32]
SEALED = "sceau1_"  # opens the headers of a sealed base
_HEAD = 20
_SAMPLE = 200  # lines read to know what a column holds
_MOST = 1 << 16  # bytes read to know the headers
_SLICE = 4_000  # lines in memory as text
_LONGEST = 1 << 20  # characters of a line; a longer one is cut
_CUT = "l’archive est coupée ; seules les lignes de son début sont lues."
_BROKEN = "ce XML est {fault} ; élèves lus avant : {count}. Demandez un nouveau fichier."
_NO_PUPIL = "ce XML ne contient aucun élève ; donnez le fichier « Eleve » de l’AAF."
_OPEN = 60  # lines in one cell: its quote was never closed


Part = list[list[str]]
Read = TypeVar("Read")


@dataclass(slots=True)
class Base:
    """One of the two bases as read: its columns by field, and what must be said of it, in French."""

    title: str
    columns: dict[str, Column]
    count: int
    said: list[str] = field(default_factory=list)
    sealed: bool = False
    cut: bool = False
    """Does the file stop before its end? What it does not hold then says nothing."""
    shape: Shape | None = None
    """None unless the file is a plain table that names its pupils."""

    @property
    def ids(self) -> list[str]:
        return self.texts("id")

    def texts(self, name: str) -> list[str]:
        """A column as written, empty when the file has none."""
        if (column := self.columns.get(name)) is None:
            return [""] * self.count
        words = list(column.words)
        return [words[code] for code in column.codes.tolist()]


Given = Mapping[str, str]
"""Field → header, when a person said which column is which."""


def read(path: Path, title: str, given: Given | None = None) -> Base:
    """Read one base. Never raises for what is inside the file: the base then says what is wrong and holds the rest."""
    start = start_of(path)
    if not start.strip(b"\xef\xbb\xbf \r\n\t\x00"):
        return Base(title, {"id": Column.of((), 0)}, 0, [f"{title} : le fichier est vide."])
    try:
        if begins_as_xml(start):
            return _from_xml(path, title, given)
        if begins_as_workbook(start):
            return _from_rows(title, *_from_workbook(path), given=given)
        base = _from_text(path, start, title, given)
        base.sealed = start.removeprefix(b"\xef\xbb\xbf").startswith(SEALED.encode())
        return base
    except Unreadable as fault:
        return Base(title, {"id": Column.of((), 0)}, 0, [f"{title} : {fault}"])


def head_of(path: Path) -> tuple[list[str], list[list[str]]]:
    """The headers of a base and its first lines, as a person sees them. Raises Unreadable."""
    start = start_of(path)
    if begins_as_xml(start):
        headers, rows = next(_of_pupils(path, []))
    elif begins_as_workbook(start):
        headers, rows = _from_workbook(path)
    else:
        headers, rows = _first_way(path, start, _head)
    return headers, rows[:_SAMPLE]


def rows_of(path: Path) -> tuple[list[str], list[list[str]]]:
    """Headers and rows of a table that is not a base. Raises Unreadable."""
    start = start_of(path)
    return _from_workbook(path) if begins_as_workbook(start) else _first_way(path, start, _whole)


def _from_xml(path: Path, title: str, given: Given | None) -> Base:
    """The pupils of the State’s AAF; those before the place where a broken file stops."""
    said: list[str] = []
    parts = _of_pupils(path, said)
    headers, first = next(parts)
    base = _tabled(itertools.chain([[headers, *first]], (rows for _, rows in parts)), title, said, given)
    base.cut = bool(said)
    return base


def _of_pupils(path: Path, said: list[str]) -> Iterator[tuple[list[str], Part]]:
    """(headers, some thousand rows) of an AAF, as they are read; its reader is loaded only then. A broken file gives
    its beginning, and says so. The headers are those that the first rows fill.

    Raises Unreadable when it holds no pupil.
    """
    aaf, faults = import_module("lekol.pupils.linking.aaf"), list[str]()
    rows, count = until_broken(aaf.pupils(path), faults), 0
    used: list[int] = []
    while part := list(itertools.islice(rows, _SLICE)):
        used = used or [rank for rank in range(len(aaf.HEADERS)) if any(row[rank] for row in part)]
        count += len(part)
        yield [aaf.HEADERS[rank] for rank in used], [[row[rank] for rank in used] for row in part]
    if not count:
        raise Unreadable(f"ce XML est {faults[0]}, avant tout élève." if faults else _NO_PUPIL)
    said += [_BROKEN.format(fault=fault, count=count) for fault in faults]


def _from_workbook(path: Path) -> tuple[list[str], list[list[str]]]:
    """The headers are the first line with as many known ones as any, under titles if there are."""
    return _titled(import_module("lekol.pupils.linking.workbooks").rows(path))


def _from_text(path: Path, start: bytes, title: str, given: Given | None) -> Base:
    """Lines of cells: by arrays when the table is plain, else numbered as they are read."""
    for encoding in encodings(start):
        try:
            with opened(path, igzip.open) as file:
                return _plain(file, encoding, _separator(start), title, given)
        except UnicodeDecodeError:
            pass
        except (NotPlain, *SPOILT):
            break

    def tabled(parts: Iterator[Part], said: list[str]) -> Base:
        return _tabled(parts, title, said, given)

    return _first_way(path, start, tabled)


def of_lines(lines: bytes, title: str, shape: Shape) -> Base:
    """Some lines of a plain table whose shape is known, already out of their file, without its headers. NotPlain or
    UnicodeDecodeError when they have another shape."""
    columns, numbers = numbered(io.BytesIO(lines), shape)
    if not _named(columns):
        raise NotPlain
    return _finished(title, columns, numbers, [])


def _named(columns: Mapping[str, Column]) -> bool:
    """Does every row bear a reference of its own?"""
    return "id" in columns and bool(columns["id"].codes.all())


def _plain(file: BufferedIOBase, encoding: Encoding, mark: str, title: str, given: Given | None) -> Base:
    """A table without a quote, every line of which has as many cells."""
    start = file.read(_MOST)
    if b"\r" in start.replace(b"\r\n", b""):  # lines that only the other way parts
        raise NotPlain
    head = start.decode(encoding[0], errors="replace").splitlines()[:_SAMPLE]
    _allow_long_cells()
    rows = list(csv.reader(head[:-1] if len(head) < _SAMPLE else head, delimiter=mark))
    if encoding[0].startswith("utf-16") or not rows or _headed(rows)[1] != 1:
        raise NotPlain
    chosen, said = _chosen(rows[0], rows[1:], title, given)
    shape = Shape(encoding, mark, len(rows[0]), chosen)
    file.seek(0)
    file.readline()
    columns, numbers = numbered(file, shape)
    said += [f"{title} : {sentence}" for sentence in told(encoding)]
    named = _named(columns)
    base = _finished(title, columns, numbers, said)
    base.shape = shape if named else None
    return base


def _head(parts: Iterator[Part], said: list[str]) -> tuple[list[str], list[list[str]]]:
    """Headers and the rows that follow them: no more of the file than its first thousands of lines."""
    return _titled([row for row in next(parts, []) if any(row)])


def _whole(parts: Iterator[Part], said: list[str]) -> tuple[list[str], list[list[str]]]:
    """Headers and all rows as they are, in memory."""
    return _titled([row for part in parts for row in part if any(row)])


def _titled(rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    if not rows:
        return [], []
    headers, taken = _headed(rows)
    return headers, rows[taken:]


def _first_way(path: Path, start: bytes, use: Callable[[Iterator[Part], list[str]], Read]) -> Read:
    """What is made of the lines, in the first encoding that reads them all; quotes are text where one stays open."""
    separator = _separator(start)
    for encoding in encodings(start):
        for quoted in (True, False):
            said = told(encoding)
            try:
                return use(_lines(path, encoding, separator, quoted, said), said)
            except UnicodeDecodeError:
                break
            except csv.Error:
                pass
    raise Unreadable("ce fichier ne se lit pas comme un tableau. Enregistrez-le en CSV, puis recommencez.")


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


def _headed(rows: Sequence[list[str]]) -> tuple[list[str], int]:
    """(the headers, how many lines they take with the titles above them); none where the first line is a child."""
    top = _top(rows)
    if known_headers.is_of_data(rows[top]):
        return [f"colonne {rank}" for rank in range(1, len(rows[top]) + 1)], top
    return rows[top], top + 1


def _lines(path: Path, encoding: Encoding, separator: str, quoted: bool, said: list[str]) -> Iterator[Part]:
    """Every line that can be read, some thousands at a time. A gzip cut short gives its beginning, and says so."""
    with opened(path) as raw, io.TextIOWrapper(raw, *encoding, newline="") as file:
        rows = csv.reader(
            iter(partial(file.readline, _LONGEST), ""),
            delimiter=separator,
            quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        )
        while part := _part(rows, said):
            if raw.tell() > LARGEST:
                raise Unreadable("le fichier est trop gros une fois ouvert.")
            yield part


def _allow_long_cells() -> None:
    """The limit is one for the whole process, where the import desk sets its own."""
    csv.field_size_limit(_LONGEST + 1)


def _part(rows: Iterator[list[str]], said: list[str]) -> list[list[str]]:
    """The next lines; `csv.Error` when one runs over so many others that its quote was never closed."""
    part: list[list[str]] = []
    _allow_long_cells()
    try:
        part.extend(itertools.islice(rows, _SLICE))
    except SPOILT:
        if not part and _CUT not in said:
            raise Unreadable("l’archive est abîmée et n’a pas pu être ouverte.") from None
        if _CUT not in said:
            said.append(_CUT)
    if any(row[-1].count("\n") > _OPEN for row in part if row):
        raise csv.Error("a quote is never closed")
    return part


def _tabled(parts: Iterator[Part], title: str, said: list[str], given: Given | None) -> Base:
    """A base from its lines: what is missing is empty, what is beyond is told."""
    first = next(parts, [])
    if not first:
        return Base(title, {"id": Column.of((), 0)}, 0, [f"{title} : le fichier est vide."])
    headers, taken = _headed(first)
    first = first[taken:]
    chosen, told = _chosen(headers, [row for row in first[:_SAMPLE] if any(row)], title, given)
    table = Table(len(headers), chosen, taken + 1)
    for part in itertools.chain([first], parts):
        table.add(part)
    if table.uneven:
        rows = plural(table.uneven, "ligne n’a", "lignes n’ont")
        told.append(f"{title} : {rows} pas {plural(len(headers), 'cellule')} comme l’en-tête ; lues telles quelles.")
    base = _finished(title, table.columns(), table.numbers(), told + [f"{title} : {sentence}" for sentence in said])
    base.cut = _CUT in said
    return base


def _from_rows(title: str, headers: list[str], rows: list[list[str]], given: Given | None = None) -> Base:
    """A base from rows already in memory, whatever their lengths."""
    chosen, said = _chosen(headers, rows[:_SAMPLE], title, given)
    table = Table(len(headers), chosen, 2)
    for start in range(0, len(rows), _SLICE):
        table.add(rows[start : start + _SLICE])
    return _finished(title, table.columns(), table.numbers(), said)


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
    guessed = not _NAMING & set(chosen)
    cells = [[row[rank] if rank < len(row) else "" for row in sample] for rank in range(len(headers))]
    chosen |= known_headers.by_cells(cells, chosen)
    said = []
    if guessed and _NAMING & set(chosen):
        read = [f"« {headers[chosen[part]][:_SHOWN]} » pour {words}" for part, words in _NAMES if part in chosen]
        said.append(f"{title} : sans en-tête connu, {' et '.join(read)}, d’après les cellules. Vérifiez-le.")
    elif guessed:
        seen = ", ".join(f"« {header[:_SHOWN]} »" for header in itertools.islice(headers, 8))
        said.append(f"{title} : aucune colonne de nom ou de prénom n’a été reconnue parmi {seen}.")
    return chosen, said


_SHOWN = 60  # characters of a header that are said
_NAMES = (("name", "le nom"), ("first", "le prénom"))
_NAMING = {"name", "usage", "first"}


def _finished(title: str, columns: dict[str, Column], numbers: Ints, said: list[str]) -> Base:
    """Give every row a reference, and say what will weaken the linkage."""
    count = len(numbers)
    base = Base(title, columns, count, said)
    if "id" not in columns:
        columns["id"] = Column.of((f"ligne {rank}" for rank in numbers.tolist()), count)
        said.append(f"{title} : pas de colonne d’identifiant ; le numéro de ligne en tient lieu.")
    elif len(nameless := np.flatnonzero(columns["id"].codes == 0)):
        columns["id"] = _referenced(columns["id"], numbers, nameless)
        pupils = plural(len(nameless), "élève n’a", "élèves n’ont")
        said.append(f"{title} : {pupils} pas d’identifiant ; le numéro de ligne en tient lieu.")
    return base


def _referenced(column: Column, numbers: Ints, nameless: npt.NDArray[np.integer]) -> Column:
    """References, the line of the file standing for those that are empty."""
    codes = column.codes.copy()
    codes[nameless] = np.arange(len(nameless)) + len(column.words)
    return Column(codes, [*column.words, *(f"ligne {number}" for number in numbers[nameless].tolist())])
