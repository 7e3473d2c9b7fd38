"""Records in numbers drawn from the words themselves: the same in every run, so that keys can be kept. Keyed."""

import copy
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from lekol.pupils.linking.keys import Keys, blocking, sole
from lekol.pupils.linking.memory import printed
from lekol.pupils.linking.records import Book, Ints, Records, Shelf, Some
from lekol.pupils.linking.spelling import bones

Marks = npt.NDArray[np.uint8]
Rows = npt.NDArray[np.int64]
Kinds = list[tuple[int, list[Keys]]]
"""Each kind of key, and its keys: one array each."""
_PRIME = np.uint64(0x9E3779B97F4A7C15)


class Steady:
    """The shelf of a run, its words being numbers that any other run would give them."""

    def __init__(self, shelf: Shelf, secret: bytes) -> None:
        self._secret = secret
        self._salt = self._salted("keys")
        self._shelf = shelf

    @cached_property
    def names(self) -> Ints:
        """The number of each name of the book, by its rank there."""
        return self.drawn("name", [form.replace(" ", "") for form in self._shelf.book.forms])

    @cached_property
    def schools(self) -> Ints:
        return self.drawn("school", list(self._shelf.schools))

    @cached_property
    def towns(self) -> Ints:
        return self.drawn("town", list(self._shelf.towns))

    @cached_property
    def _streets(self) -> Ints:
        return self.drawn("street", list(self._shelf.streets))

    @cached_property
    def _ines(self) -> Ints:
        return self.drawn("ine", list(self._shelf.ines))

    @cached_property
    def _book(self) -> Book:
        """The book in these numbers, once it is closed."""
        book = copy.copy(self._shelf.book)
        book.sound, book.bones = self.drawn("sound", book.said), self.drawn("bones", bones(book.said))
        return book

    def drawn(self, kind: str, words: Sequence[str]) -> Ints:
        """A number a word, under 2³¹; 0 for the empty one."""
        found = printed(words, self._salted(kind))
        numbers = (found >> np.uint64(33)).astype(np.int32)
        numbers[(numbers == 0) & (found != 0)] = 1
        return numbers

    def _salted(self, kind: str) -> npt.NDArray[np.uint64]:
        return np.frombuffer(blake2b(kind.encode(), digest_size=8, key=self._secret).digest(), np.uint64)

    def records(self, records: Records) -> Records:
        """The same records in these numbers, but for names, which the book translates."""
        places = {"school": self.schools, "town": self.towns, "birthplace": self.towns}
        places |= {"street": self._streets, "ine": self._ines}
        return replace(records, **{column: known[getattr(records, column)] for column, known in places.items()})

    def soles(self, records: Some) -> Keys:
        """`keys.sole` of each record, salted."""
        return self._hidden(sole(self.names, records))

    def keys(self, records: Some, city: bool) -> Kinds:
        """`keys.blocking` of each record, salted. Its records are those of `records`."""
        kinds = blocking(self._book, records, city)
        return [(kind, [self._hidden(column) for column in columns]) for kind, columns in kinds]

    def _hidden(self, keys: Keys) -> Keys:
        return np.where(keys != 0, (keys ^ self._salt) * _PRIME, np.uint64(0))

    def marks(self, records: Some) -> Marks:
        """One byte for each of a dozen things that a record says, 0 for what it does not."""
        book, born = self._book, records.born
        first = book.words[records.first, 0]
        said = (
            book.bones[book.words[records.name, 0]], book.bones[first], book.initial[records.first],
            born // 10_000, born // 100 % 100, born % 100, records.sex, book.sound[records.second],
            records.school, records.birthplace, records.town, records.g1_phone, book.sound[records.g1_first],
        )  # fmt: skip
        known = np.stack(said, 1).astype(np.uint64)
        mixed = ((known ^ self._salt) * _PRIME >> np.uint64(33)) % np.uint64(255) + np.uint64(1)
        return np.where(known != 0, mixed, 0).astype(np.uint8)
