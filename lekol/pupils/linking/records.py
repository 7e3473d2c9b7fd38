"""The two bases as arrays: every name, street and school is a number into one book shared by both."""

import dataclasses
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA, JaroWinkler, LCSseq, Prefix
from rapidfuzz.process import cpdist

from lekol.pupils.linking import spelling
from lekol.pupils.linking.days import Calendar
from lekol.pupils.linking.distinct import numbered
from lekol.pupils.linking.files import Base
from lekol.pupils.rules import names, places

Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
Likeness = tuple[npt.NDArray[np.floating], Bools, Bools, npt.NDArray[np.integer]]
Longs = npt.NDArray[np.int64]
WORDS = 4  # words kept of one name
Kind = TypeVar("Kind", bound=np.generic)


class Index(dict[str, int]):
    """Numbers things as they come; the empty text is 0."""

    def __init__(self) -> None:
        super().__init__({"": 0})

    def __missing__(self, key: str) -> int:
        self[key] = len(self)
        return self[key]

    def of(self, keys: Iterable[str]) -> Ints:
        """The number of each."""
        keys = list(keys)
        new = [key for key in dict.fromkeys(keys) if key not in self]
        self.update(zip(new, range(len(self), len(self) + len(new)), strict=True))
        return np.fromiter(map(self.__getitem__, keys), np.int32, len(keys))


def _several(form: str) -> bool:
    """Is it more than one word, or a word to write in full?"""
    return " " in form or form in ("ST", "STE")


class Book:
    """Every name seen in either base: normal form, form without spaces, sound, consonants, words."""

    def __init__(self) -> None:
        self.forms = Index()
        self.days = Calendar()
        self.said: list[str] = []
        """How each name sounds."""
        self._heard: list[str] = []
        self._indexes = Index(), Index(), Index()
        none = np.zeros(0, np.int32)
        self._arrange(none, none, none, np.zeros((0, WORDS), np.int32))
        self._joined, self._letters = np.zeros(0, object), np.zeros(0, np.uint32)
        self.length, self.initial, self.glued = none, none, none

    def numbers(self, cells: list[str]) -> Ints:
        """The number of each name as written."""
        return self.forms.of(spelling.forms(cells))

    def close(self) -> None:
        """Turn what is new in the book into arrays: the words of names are names too, and so are names glued."""
        start = len(self.said)
        known, parts = self._compounds(start)
        if not (fresh := list(islice(self.forms, start, None))):
            return
        self._glue(known, fresh)
        fresh = list(islice(self.forms, start, None))
        said = self._speak(known, parts, fresh)
        words = np.zeros((len(fresh), WORDS), np.int32)
        words[:, 0] = np.arange(start, len(self.forms))
        words[known - start] = parts
        joined = [form.replace(" ", "") for form in fresh]
        forms = joined, said, spelling.bones(said)
        compact, sound, bones = (index.of(form) for index, form in zip(self._indexes, forms, strict=True))
        self._arrange(
            _more(self.compact, compact), _more(self.sound, sound), _more(self.bones, bones), _more(self.words, words)
        )
        self._joined = np.append(self._joined, np.array(joined, object))
        self._letters = _more(self._letters, _letters(joined))
        self.length = _more(self.length, np.fromiter(map(len, joined), np.int32, len(joined)))
        self.initial = _more(self.initial, np.array([ord(form[0]) if form else 0 for form in fresh], np.int32))

    def _glue(self, known: Ints, fresh: list[str]) -> None:
        """Give names of several words the number of the same in one word, 0 to the others."""
        start = len(self.glued)
        whole = self.forms.of([fresh[form].replace(" ", "") for form in (known - start).tolist()])
        glued = np.zeros(len(self.forms) - start, np.int32)
        glued[known - start] = whole
        self.glued = _more(self.glued, glued)

    def _speak(self, known: Ints, parts: Ints, fresh: list[str]) -> list[str]:
        """How each fresh name sounds, word after word."""
        start = len(self.said)
        self._heard += spelling.sounds(fresh)
        said = self._heard[start:]
        for form, own in zip((known - start).tolist(), parts.tolist(), strict=True):
            said[form] = "".join([self._heard[part] for part in own])  # the word 0 is empty
        self.said += said
        return said

    def _compounds(self, start: int) -> tuple[Ints, Ints]:
        """(the names of several words from one number on, the numbers of their words, 0 beyond the last)."""
        fresh = enumerate(islice(self.forms, start, None), start)
        several = [(known, names.words(form)[:WORDS]) for known, form in fresh if _several(form)]
        counts = np.fromiter((len(words) for _, words in several), np.intp, len(several))
        parts = np.zeros((len(several), WORDS), np.int32)
        parts[np.arange(WORDS) < counts[:, None]] = self.forms.of(word for _, words in several for word in words)
        return np.fromiter((known for known, _ in several), np.int32, len(several)), parts

    def _arrange(self, compact: Ints, sound: Ints, bones: Ints, words: Ints) -> None:
        self.compact, self.sound, self.bones, self.words = compact, sound, bones, words
        self.several = (words[:, 0] != np.arange(len(words))) | (words[:, 1] != 0)
        """Is the name more than one word, or a word written in full?"""

    def likeness(self, left: Ints, right: Ints) -> Likeness:
        """(similarity, very near, one is cut from the other as ALEX, GABY, MED; edits)."""
        near, edited, shortened = self._may_be(left, right)
        close = self._scored(JaroWinkler.similarity, left, right, near, np.float32(0))
        edits = self._scored(OSA.distance, left, right, edited, np.uint8(3), score_cutoff=2)
        start = self._scored(Prefix.similarity, left, right, shortened, np.int32(0))
        short = self._scored(LCSseq.similarity, left, right, shortened, np.int32(0))
        least = np.minimum(self.length[left], self.length[right])
        cut = (start == least) | ((start >= 3) & (start == least - 1) & (least <= 5))
        cut |= (short == least) & (least <= 4) & (start > 0)
        return close, (close >= 0.93) | ((edits == 2) & (least >= 7)), cut, edits

    def _scored(
        self, scorer: Callable[..., Any], left: Ints, right: Ints, some: Bools, other: np.generic, **how: Any
    ) -> npt.NDArray[Any]:
        """The score of some pairs; that of the others is known."""
        found = np.full(len(left), other)
        rows = np.flatnonzero(some)
        one, two = self._joined[left[rows]].tolist(), self._joined[right[rows]].tolist()
        found[rows] = cpdist(one, two, scorer=scorer, dtype=found.dtype, **how)
        return found

    def related(self, left: Ints, right: Ints) -> Bools:
        """False for two different names that have neither letters, nor a word, nor a sound in common that count."""
        heard = self.sound[left] == self.sound[right]
        known = np.logical_or.reduce(self._may_be(left, right))
        return np.asarray(heard | self.several[left] | self.several[right] | known)

    def _may_be(self, left: Ints, right: Ints) -> tuple[Bools, Bools, Bools]:
        """(near, one or two edits apart, one cut from the other): False where the letters that one name has and not the
        other forbid it."""
        one, two = self._letters[left], self._letters[right]
        only, missing = np.bitwise_count(one & ~two), np.bitwise_count(two & ~one)
        long, short = self.length[left], self.length[right]
        same = self.initial[left] == self.initial[right]
        met = np.minimum(long - only, short - missing)
        jaro = (met / long + met / short + 1) / 3
        near = jaro + 0.4 * same * (1 - jaro) >= 0.8199  # the greatest Jaro-Winkler that these letters allow
        edited = (np.maximum(only, missing) <= 2) & (abs(long - short) <= 2)
        return near, edited, same & (np.minimum(only, missing) <= 1)


def _more(known: npt.NDArray[Kind], new: npt.NDArray[Kind]) -> npt.NDArray[Kind]:
    return np.concatenate([known, new])


def _letters(words: list[str]) -> npt.NDArray[np.uint32]:
    """The set of letters of each word, one bit a letter."""
    signs = np.frombuffer("\n".join(["", *words]).encode(), np.uint8)
    return np.bitwise_or.reduceat(_LETTER[signs], np.flatnonzero(signs == 10))


_LETTER = np.zeros(256, np.uint32)
_LETTER[ord("A") : ord("Z") + 1] = 1 << np.arange(26)


@dataclass(slots=True)
class Records:
    """One base: arrays of equal length. 0 always means that nothing is known."""

    name: Ints
    usage: Ints
    first: Ints
    second: Ints
    third: Ints
    sex: Ints
    born: Ints
    birthplace: Ints
    g1_name: Ints
    g1_first: Ints
    g2_name: Ints
    g2_first: Ints
    g1_phone: Ints
    g2_phone: Ints
    house: Ints
    street: Ints
    town: Ints
    school: Ints
    grade: Ints
    ine: Ints
    family: Ints

    @property
    def count(self) -> int:
        return len(self.name)

    def take(self, rows: npt.NDArray[np.integer]) -> "Taken":
        """The same arrays, some rows only."""
        return Taken(self, rows)


COLUMNS = tuple(column.name for column in dataclasses.fields(Records))


class Taken:
    """Some rows of a base: an array is cut when it is asked for, and then kept."""

    def __init__(self, whole: "Some", rows: npt.NDArray[np.integer]) -> None:
        self._whole, self._rows, self.count = whole, rows, len(rows)

    def __getattr__(self, column: str) -> Ints:
        if column.startswith("_"):
            raise AttributeError(column)
        self.__dict__[column] = part = self._cut(column)
        return part

    def _cut(self, column: str) -> Ints:
        part: Ints = getattr(self._whole, column).take(self._rows)
        return part

    def take(self, rows: npt.NDArray[np.integer]) -> "Taken":
        return Taken(self, rows)


class Ledger:
    """The same base, the cells of a record side by side: rows drawn here and there come at a third of the cost."""

    def __init__(self, records: Records) -> None:
        self.cells = np.stack([getattr(records, column) for column in COLUMNS], 1)
        self._records = records

    def take(self, rows: npt.NDArray[np.integer]) -> "Lines":
        return Lines(self, rows)

    def renew(self, columns: Collection[str]) -> None:
        """Copy again columns that have changed since."""
        for column in columns:
            self.cells[:, COLUMNS.index(column)] = getattr(self._records, column)


class Lines(Taken):
    """Some rows of a ledger."""

    def __init__(self, ledger: Ledger, rows: npt.NDArray[np.integer]) -> None:
        self._block, self.count = ledger.cells.take(rows, 0), len(rows)

    def _cut(self, column: str) -> Ints:
        return np.ascontiguousarray(self._block[:, COLUMNS.index(column)])


Some = Records | Taken
"""A base, or some of its rows."""


def _sex(cell: str) -> int:
    return "?FM".find(names.SEXES.get(names.upper(cell) or cell.strip(), "?"))


class Shelf:
    """What both bases share while they are numbered: the book of names, and an index for each other field."""

    def __init__(self) -> None:
        self.book: Book = Book()
        self.streets, self.towns, self.schools = Index(), Index(), Index()
        self.grades, self.ines, self.families = Index(), Index(), Index()
        school = cache(places.school)
        self._readers: dict[str, Callable[[str], int]] = {
            "sex": _sex,
            "birthplace": self._town,
            "town": self._town,
            "school": lambda cell: self.schools[school(cell)],
            "grade": lambda cell: self.grades[cell.upper()],
            "ine": lambda cell: self.ines[places.ine(cell)],
        }
        self._at_once: dict[str, Callable[[list[str]], Ints]] = {
            "born": spelling.dates,
            "g1_phone": spelling.phones,
            "g2_phone": spelling.phones,
            "family": self.families.of,
        }

    def _town(self, cell: str) -> int:
        return self.towns[names.upper(cell)]

    def place(self, base: Base, without: Collection[str] = ()) -> Records:
        """The records of a base, addresses left for later: most pairs are certain without them."""
        empty = np.zeros(base.count, np.int32)
        found = {column.name: empty for column in dataclasses.fields(Records)}
        for field in sorted(found.keys() & base.columns.keys() - set(without)):
            column = base.columns[field]
            found[field] = self._numbers(field, list(column.words))[column.codes]
        alone = found["name"] == 0
        found["name"], found["usage"] = (
            np.where(alone, found["usage"], found["name"]),
            np.where(alone | (found["usage"] == found["name"]), 0, found["usage"]),
        )
        return Records(**found)

    def _numbers(self, field: str, words: list[str]) -> Ints:
        """A number a distinct cell of a column."""
        if reader := self._readers.get(field):
            return np.fromiter(map(reader, words), np.int32, len(words))
        return self._at_once.get(field, self.book.numbers)(words)

    def addresses(self, cells: list[str]) -> list[tuple[int, str]]:
        """(house, street) of each cell, 0 or empty when unknown."""
        return spelling.streets(cells)

    def house(self, base: Base, records: Records, rows: npt.NDArray[np.integer]) -> None:
        """Read the addresses of these rows."""
        if (column := base.columns.get("address")) is None:
            return
        records.house, records.street = np.zeros((2, base.count), np.int32)
        used, _, codes = numbered(column.codes[rows])
        words = list(column.words)
        read = self.addresses([words[code] for code in used.tolist()])
        houses, streets = zip(*read, strict=True) if read else ((), ())
        records.house[rows] = np.array(houses, np.int32)[codes]
        records.street[rows] = self.streets.of(streets)[codes]
