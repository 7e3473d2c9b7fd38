"""The State keeps guardians apart from pupils: ONDE and BE1D in a second CSV, the AAF in a second XML.

ONDE’s guardians bear no identifier: a child is found by name, first name and day or class, and only when one pupil has
them. Guardians are numbered columns, as the pupils are: a million of them must fit beside a département.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt

from lekol.pupils.linking import ragged, spelling
from lekol.pupils.linking.cells import Words, gathered
from lekol.pupils.linking.columns import Column
from lekol.pupils.linking.distinct import alone, numbered, once, placed
from lekol.pupils.linking.files import Base, rows_of
from lekol.pupils.linking.keys import Keys, mixed
from lekol.pupils.linking.opening import begins_as_workbook, is_xml, start_of, until_broken
from lekol.pupils.linking.records import Index
from lekol.pupils.rules import places
from lekol.pupils.rules.headers import normal

_OWN = {
    "name": ("nomresponsable", "nomusageresponsable", "nomdefamilleresponsable"),
    "first": ("prenomresponsable",),
    "phone": ("telephoneportable", "telephonedomicile", "telephonetravail"),
    "address": ("adresseresponsable", "adresse"),
}
_CHILD = {
    "first": ("prenomenfant", "prenomeleve"),
    "name": ("nomdefamilleenfant", "nomdefamilleeleve"),
    "usage": ("nomdusageenfant", "nomdusageeleve"),
    "class": ("classesenfants", "classeseleves"),
    "born": ("datedenaissanceenfant", "datedenaissanceeleve"),
}
_KNOWN = frozenset(form for known in (*_OWN.values(), *_CHILD.values()) for form in known)
_AAF = {
    "name": ("ENTPersonNomPatro", "ENTPersonNom", "sn"),
    "first": ("ENTPersonPrenom", "givenName"),
    "phone": ("ENTPersRelEleveTelMobile", "ENTPersonTelPerso", "homePhone", "telephoneNumber"),
    "address": ("ENTPersonAdresse",),
}
_PLACES = ("g1", "g2")
Ints = npt.NDArray[np.int32]
Rows = npt.NDArray[np.int64]
Pairs = tuple[Rows, Rows]
"""Rows of guardians, and of as many pupils."""


@dataclass(slots=True)
class Named:
    """Children as an AAF names them: each key as a number, beside the guardian’s row, or the guardian’s own key."""

    index: Index = field(default_factory=Index)
    rows: "array[int]" = field(default_factory=lambda: array("i"))
    codes: "array[int]" = field(default_factory=lambda: array("i"))

    def add(self, row: int, key: str) -> None:
        self.rows.append(row)
        self.codes.append(self.index[key])


@dataclass(slots=True)
class Guardians:
    """Every adult of a file, and the children they answer for."""

    count: int
    own: dict[str, Column]
    """What is said of the adult: name, first, phone, address."""
    children: list[dict[str, Column]] = field(default_factory=list)
    """ONDE: the first child of each adult, the second…, by name, usage, first, class, born."""
    pupils: Named = field(default_factory=Named)
    """AAF of the first degree: keys of the pupils whom guardians name."""
    selves: Named = field(default_factory=Named)
    """AAF: the key of each guardian, which pupils of the second degree name."""

    def __len__(self) -> int:
        return self.count


def is_of_guardians(headers: Iterable[str]) -> bool:
    """Is this the file of guardians, rather than that of pupils?"""
    forms = {normal(header) for header in headers}
    return bool(forms & set(_OWN["first"])) and bool(forms & set(_CHILD["first"]))


def read(path: Path, faults: list[str]) -> Guardians:
    """The guardians of a file; those before the place where it breaks, which is then added to `faults`.

    Raises Unreadable, which says what is wrong, when nothing can be read.
    """
    if is_xml(path):
        return _from_xml(path, faults)
    if begins_as_workbook(start_of(path)):
        return _from_workbook(path)
    layout = _Layout()
    columns, count = ragged.read(path, _KNOWN, layout.read, faults)
    return layout.guardians(columns, count)


class _Layout:
    """Which column of a table is what, by its headers; those of children come again for each."""

    def __init__(self) -> None:
        self.own: dict[str, list[int]] = {}
        self.children: list[dict[str, int]] = []

    def read(self, forms: list[str]) -> list[int]:
        """Learn the headers; answers the ranks of the columns that say something."""
        self.own = {part: [forms.index(form) for form in known if form in forms] for part, known in _OWN.items()}
        found = {part: [rank for rank, form in enumerate(forms) if form in known] for part, known in _CHILD.items()}
        same = {part: ranks for part, ranks in found.items() if len(ranks) == len(found["first"])}
        if self.own["first"]:
            self.children = [dict(zip(same, ranks, strict=True)) for ranks in zip(*same.values(), strict=True)]
        return [rank for ranks in (*self.own.values(), *map(dict.values, self.children)) for rank in ranks]

    def guardians(self, columns: Mapping[int, Column], count: int) -> Guardians:
        """Adults who name a child at least."""
        children = [{part: columns[rank] for part, rank in child.items()} for child in self.children]
        naming = np.zeros(count, bool)
        for child in children:
            surnames = [child[part].codes != 0 for part in ("name", "usage") if part in child]
            naming |= (child["first"].codes != 0) & np.logical_or.reduce(surnames or [np.zeros(count, bool)])
        own = {part: _first_filled([columns[rank] for rank in ranks], count) for part, ranks in self.own.items()}
        return _cut(Guardians(count, own, children), naming)


def _cut(whole: Guardians, kept: npt.NDArray[np.bool_]) -> Guardians:
    """Some adults only."""
    if kept.all():
        return whole
    own, *children = (
        {part: Column(column.codes[kept], column.words) for part, column in columns.items()}
        for columns in (whole.own, *whole.children)
    )
    return Guardians(int(kept.sum()), own, children)


def _first_filled(columns: Sequence[Column], count: int) -> Column:
    """The first of some columns that says something, row by row."""
    codes, texts, known = np.zeros(count, np.int32), ["\n"], 1
    for column in columns:
        rows = np.flatnonzero((codes == 0) & (column.codes != 0))
        if len(rows):
            codes[rows] = column.codes[rows] + known
            texts.append(_text(column.words))
            known += len(column.words)
    return Column(codes, Words("".join(texts), spaced=False))


def _text(words: Sequence[str]) -> str:
    """A word a line."""
    if isinstance(words, Words):
        return words.text
    return "\n".join([*(word.replace("\n", " ") for word in words), ""])


def _from_workbook(path: Path) -> Guardians:
    headers, rows = rows_of(path)
    layout = _Layout()
    ranks = set(layout.read([normal(header) for header in headers]))
    cells = {rank: (row[rank].strip() if rank < len(row) else "" for row in rows) for rank in ranks}
    return layout.guardians({rank: Column.of(column, len(rows)) for rank, column in cells.items()}, len(rows))


def _from_xml(path: Path, faults: list[str]) -> Guardians:
    """Guardians of the AAF: of the first degree, they name their pupils; of the second, pupils name them."""
    indexes, codes = {part: Index() for part in _AAF}, {part: array("i") for part in _AAF}
    found, count = Guardians(0, {}), 0
    for row, block in enumerate(_blocks(path, "PersRelEleve", faults)):
        count += 1
        for part, known in _AAF.items():
            codes[part].append(indexes[part][next((block[name][0] for name in known if block.get(name)), "")])
        for value in block.get("ENTPersRelEleveEleve", []):
            found.pupils.add(row, value.split("$")[0])
        found.selves.add(row, block.get("ENTPersonJointure", [""])[0])
    found.count = count
    found.own = {part: Column(np.array(codes[part], np.int32), list(index)) for part, index in indexes.items()}
    return found


def _blocks(path: Path, kind: str, faults: list[str]) -> Iterator[dict[str, list[str]]]:
    """Persons or schools of an AAF, whose reader is loaded only then."""
    found = import_module("lekol.pupils.linking.aaf").blocks(path, kind)
    return until_broken(cast(Iterator[dict[str, list[str]]], found), faults)


def named_by_pupils(path: Path) -> dict[str, list[str]]:
    """Key of a pupil of the AAF → keys of the guardians their own file names; where it breaks is said with its
    pupils."""
    named = ("ENTEleveAutoriteParentale", "ENTElevePersRelEleve")
    return {
        block["ENTPersonJointure"][0]: [value.split("$")[0] for name in named for value in block.get(name, [])]
        for block in _blocks(path, "Eleve", [])
        if block.get("ENTPersonJointure")
    }


def schools(path: Path, faults: list[str]) -> dict[str, str]:
    """Key of a school in the AAF → its UAI, from the file of schools; `faults` as for `read`."""
    return {
        block["ENTStructureJointure"][0]: block["ENTStructureUAI"][0]
        for block in _blocks(path, "", faults)
        if block.get("ENTStructureJointure") and block.get("ENTStructureUAI")
    }


def completed(base: Base, guardians: Guardians, links: Mapping[str, list[str]] | None = None) -> int:
    """Give pupils their guardians, two at most; answers how many guardians found no pupil.

    `links` is, for the AAF, the guardians each pupil names (key of the pupil → keys of guardians).
    """
    found = [*_by_names(base, guardians), _by_keys(base, guardians.pupils), _by_links(base, guardians.selves, links)]
    adults, rows = (np.concatenate(side) for side in zip(*found, strict=True))
    packed = once(rows << 32 | adults)
    _fill(base, guardians, packed >> 32, packed & 0xFFFFFFFF)
    return len(guardians) - len(once(adults))


def _by_names(base: Base, guardians: Guardians) -> Iterator[Pairs]:
    """Pupils found by what ONDE says of the children of each adult."""
    book, adults = _Book(), len(guardians)
    found = [np.full(adults, -1, np.int32) for _ in guardians.children]
    for kind in _KINDS if found else ():
        index = _alone(book.keys(kind, base.columns, base.count))
        for rows, child in zip(found, guardians.children, strict=True):
            for keys in book.keys(kind, child, adults):
                left = np.flatnonzero((rows < 0) & (keys != 0))
                rows[left] = placed(*index, keys[left])
    for rows in found:
        known = np.flatnonzero(rows >= 0)
        yield known, rows[known].astype(np.int64)


_KINDS: tuple[tuple[str, ...], ...] = (("born",), ("class", "grade"), ())
"""What finds a child beside the name and first name, the surest first."""


class _Book:
    """Names and classes of both files, as numbers."""

    def __init__(self) -> None:
        self._names, self._classes = Index(), Index()
        self._read = {"born": _days_of, "grade": self._classes_of, "class": self._classes_of}

    def keys(self, kind: Sequence[str], columns: Mapping[str, Column], count: int) -> Iterator[Keys]:
        """Keys by which children may be found: family name or name in use, first name, and what the kind says."""
        names = [self._names_of(columns.get(part), count) for part in ("name", "usage")]
        first = self._names_of(columns.get("first"), count)
        others = [self._read[part](columns[part], count) for part in kind if part in columns]
        for name in names:
            if not kind:
                yield mixed(1, name, first)
            yield from (mixed(2, name, first, other) for other in others)

    def _names_of(self, column: Column | None, count: int) -> Ints:
        return _numbers(column, count, lambda words: self._names.of(spelling.forms(words)))

    def _classes_of(self, column: Column | None, count: int) -> Ints:
        return _numbers(column, count, lambda words: self._classes.of(map(places.school, words)))


def _days_of(column: Column | None, count: int) -> Ints:
    return _numbers(column, count, spelling.dates)


def _numbers(column: Column | None, count: int, read: Callable[[list[str]], Ints]) -> Ints:
    """A number a row, its words being read once each; 0 where there is no column."""
    return np.zeros(count, np.int32) if column is None else read(list(column.words))[column.codes]


def _alone(found: Iterable[Keys]) -> tuple[Keys, Ints]:
    """(the keys that one row alone has, in order, that row)."""
    kept, where = [np.zeros(0, np.uint64)], [np.zeros(0, np.int32)]
    for part in found:
        where.append(np.flatnonzero(part).astype(np.int32))
        kept.append(part[where[-1]])
    keys, rows = np.concatenate(kept), np.concatenate(where)
    order = np.lexsort((rows, keys))
    keys, rows = keys[order], rows[order]
    new = np.ones(len(keys), bool)
    new[1:] = (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1])
    keys, rows = keys[new], rows[new]
    single, at = alone(keys)
    return single, rows[at]


def _by_keys(base: Base, named: Named) -> Pairs:
    """Pupils whom guardians of the AAF name, when one pupil alone bears the key."""
    column = base.columns["id"]
    single, at = alone(column.codes)
    row = np.full(len(column.words), -1)
    row[single] = at
    code = {word: rank for rank, word in enumerate(column.words) if word in named.index}
    by_key = np.array([row[code[key]] if key in code else -1 for key in named.index], np.int64)
    rows = by_key[_array(named.codes)]
    return _array(named.rows)[rows >= 0], rows[rows >= 0]


def _by_links(base: Base, selves: Named, links: Mapping[str, list[str]] | None) -> Pairs:
    """Guardians whom pupils of the AAF name: one answers for all the children who name it."""
    adult = dict(zip(_array(selves.codes).tolist(), _array(selves.rows).tolist(), strict=True))
    pairs = [
        (adult[selves.index[key]], row)
        for row, reference in enumerate(base.ids if links else ())
        for key in (links or {}).get(reference, ())
        if key in selves.index
    ]
    adults, rows = np.array(pairs, np.int64).reshape(-1, 2).T
    return adults, rows


def _array(numbers: "array[int]") -> Rows:
    return np.array(numbers, np.int64)


def _fill(base: Base, guardians: Guardians, rows: Rows, adults: Rows) -> None:
    """What the file of pupils lacks; what it already says stays. Pairs are in the order of rows."""
    new = np.ones(len(rows), bool)
    new[1:] = rows[1:] != rows[:-1]
    starts = np.flatnonzero(new)
    for place, prefix in enumerate(_PLACES):
        at = starts + place
        at = at[at < np.append(starts[1:], len(rows))]
        for part in ("name", "first", "phone"):
            if _lacks(base, field := f"{prefix}_{part}"):
                _write(base, field, guardians.own.get(part), rows[at], adults[at])
    _write(base, "address", guardians.own.get("address"), rows[starts], adults[starts])


def _lacks(base: Base, field: str) -> bool:
    return field not in base.columns or not base.columns[field].codes.any()


def _write(base: Base, field: str, column: Column | None, rows: Rows, adults: Rows) -> None:
    """The cells of a column that adults fill, where they are empty."""
    if column is None or not column.codes[adults].any():
        return
    before = base.columns.get(field, Column(np.zeros(base.count, np.int32), [""]))
    own = Column(np.zeros(base.count, np.int32), column.words)
    own.codes[rows] = column.codes[adults]
    base.columns[field] = _used(_first_filled([before, own], base.count))


def _used(column: Column) -> Column:
    """The same, without the words that no row bears."""
    used, _, codes = numbered(np.append(column.codes, 0))
    signs = np.frombuffer(_text(column.words).encode(), np.uint8)
    ends = np.flatnonzero(signs == _LINE) + 1
    starts = np.append(0, ends[:-1])
    text, _ = gathered(signs, starts[used], ends[used] - starts[used])
    return Column(codes[:-1].astype(np.int32), Words(text.tobytes().decode(), spaced=False))


_LINE = 10
