"""Bases that neither side can read: names as keyed Bloom filters, everything else as keyed hashes.

Each office seals its own base with a secret both share; whoever links sees no name, no date, no number. Guessing a name
needs the secret. What is kept: whether two things are equal, sound alike or share pairs of letters.
"""

from collections.abc import Callable, Iterator
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from lekol.pupils.linking.days import Calendar, Ints, Levels
from lekol.pupils.linking.files import SEALED, Base
from lekol.pupils.linking.records import WORDS, Book, Bools, Index, Likeness, Shelf
from lekol.pupils.rules import days, names, places
from lekol.pupils.rules.fields import Birth

BITS, HASHES = 512, 10
_NAMES = ("name", "usage", "first", "second", "third", "g1_name", "g1_first", "g2_name", "g2_first")
_MASKS = 8


class Seal:
    """The hand that seals: one keyed hash a kind, so that a town cannot be taken for a name."""

    def __init__(self, secret: bytes) -> None:
        self._key = blake2b(secret.strip(), digest_size=32, person=b"lekol sceau 1").digest()

    def mark(self, kind: str, text: str) -> str:
        """A mark of twelve signs; nothing for nothing."""
        return blake2b(text.encode(), digest_size=6, key=self._key, salt=kind.encode()).hexdigest() if text else ""

    def name(self, cell: str) -> str:
        """A name: itself whole, then its words when it has several."""
        form = names.spaced(cell)
        parts = names.words(form)[:WORDS]
        entries = [self._entry("".join(form.split()), parts)]
        if len(parts) > 1:
            entries += [self._entry(part, [part]) for part in parts]
        return "+".join(entries) if form else ""

    def _entry(self, whole: str, parts: list[str]) -> str:
        heard = "".join(names.sound(part) for part in parts)
        marks = (
            self.mark("whole", whole),
            self.mark("sound", heard),
            self.mark("bones", names.bones(heard)),
            self.mark("first", whole[:1]),
        )
        return ",".join((*marks, str(min(len(whole), 4)), self._filter(whole)))

    def _filter(self, word: str) -> str:
        """A Bloom filter of the pairs of letters."""
        bits = 0
        padded = f"_{word}_"
        for rank in range(len(padded) - 1):
            digest = blake2b(padded[rank : rank + 2].encode(), digest_size=2 * HASHES, key=self._key, salt=b"pair")
            drawn = np.frombuffer(digest.digest(), np.uint16) % BITS
            for bit in drawn.tolist():
                bits |= 1 << bit
        return f"{bits:0{BITS // 4}x}"

    def day(self, cell: str) -> str:
        """A date: whole, day and month in order, month, day of the year, year, and all its digits but one."""
        born = days.read(cell)
        if not born:
            return ""
        text = f"{born:08d}"
        year, month, number = text[:4], text[4:6], text[6:]
        known = (
            text,
            year + "/".join(sorted((month, number))) if number != "00" else "",
            year + month if month != "00" else "",
            f"{month}-{number}" if number != "00" else "",
            year,
            *(f"{rank}:{text[:rank]}_{text[rank + 1 :]}" for rank in range(_MASKS)),
        )
        vague = number == "00" or text[4:] == "0101"
        return ",".join((*(self.mark("day", part) for part in known), str(int(vague))))

    def street(self, cell: str) -> str:
        number, street = places.street(cell)
        return f"{self.mark('house', str(number) if number else '')},{self.mark('street', street)}" if street else ""


def sealed(base: Base, secret: bytes) -> Iterator[list[str]]:
    """The base sealed: its headers, then its rows. References are kept as they are: they come back in the links."""
    seal = Seal(secret)
    fields = [name for name in base.columns if name not in ("id", "postcode")]
    yield [f"{SEALED}id", *(f"{SEALED}{name}" for name in fields)]
    readers = [_reader(seal, name) for name in fields]
    cells = [[reader(word) for word in base.columns[name].words] for name, reader in zip(fields, readers, strict=True)]
    codes = [base.columns[name].codes.tolist() for name in fields]
    for rank, reference in enumerate(base.ids):
        yield [reference, *(words[column[rank]] for words, column in zip(cells, codes, strict=True))]


def _reader(seal: Seal, field: str) -> Callable[[str], str]:
    """How a cell of a field is sealed."""
    if field in _NAMES:
        return seal.name
    normal: dict[str, Callable[[str], str]] = {
        "g1_phone": lambda cell: str(places.phone(cell) or ""),
        "g2_phone": lambda cell: str(places.phone(cell) or ""),
        "school": places.school,
        "ine": places.ine,
        "birthplace": names.upper,
        "town": names.upper,
        "sex": lambda cell: names.SEXES.get(names.upper(cell) or cell.strip(), ""),
        "grade": str.upper,
    }
    if field in ("born", "address"):
        return seal.day if field == "born" else seal.street
    kind = {"g2_phone": "g1_phone", "town": "birthplace"}.get(field, field)
    return lambda cell: seal.mark(kind, normal.get(field, str.strip)(cell))


class SealedCalendar(Calendar):
    """Dates as rows of marks."""

    def __init__(self) -> None:
        self._cells, self._marks = Index(), Index()
        self._rows: list[list[int]] = [[0] * (6 + _MASKS)]

    def number(self, cell: str) -> int:
        """The number of a sealed date."""
        known = self._cells[cell]
        if known == len(self._rows):
            *marks, vague = cell.split(",")
            self._rows.append([*(self._marks[mark] for mark in marks), int(vague == "1")])
        return known

    def close(self) -> None:
        self._table = np.array(self._rows, np.int32)

    def year(self, born: Ints) -> Ints:
        return np.asarray(self._table[born, 4])

    def month(self, born: Ints) -> Ints:
        return np.asarray(self._table[born, 2])

    def folded(self, born: Ints) -> Ints:
        return np.asarray(self._table[born, 1])

    def vague(self, born: Ints) -> npt.NDArray[np.bool_]:
        return np.asarray((born == 0) | (self._table[born, 5 + _MASKS] == 1))

    def compare(self, left: Ints, right: Ints) -> Levels:
        one, two = self._table[left], self._table[right]
        same = (one == two) & (one != 0)
        level = np.full(len(left), Birth.OTHER, np.int8)
        level[same[:, 4]] = Birth.YEAR
        level[same[:, 4] & (self.vague(left) | self.vague(right))] = Birth.HOLDER
        level[same[:, 3]] = Birth.DAY
        level[same[:, 2]] = Birth.MONTH
        level[same[:, 5 : 5 + _MASKS].any(1)] = Birth.DIGIT
        level[same[:, 1]] = Birth.SWAPPED
        level[left == right] = Birth.EXACT
        level[(left == 0) | (right == 0)] = Birth.UNKNOWN
        return level


class SealedBook(Book):
    """Names as marks and filters, in the arrays of a Book."""

    def __init__(self) -> None:
        super().__init__()
        self.days: SealedCalendar = SealedCalendar()
        self._compact, self._sounds, self._bones, self._initials = Index(), Index(), Index(), Index()
        self._rows: dict[int, tuple[int, ...]] = {0: (0,) * (3 + WORDS)}
        self._lengths: dict[int, tuple[int, int, bytes]] = {0: (0, 0, bytes(BITS // 8))}

    def numbers(self, cells: list[str]) -> Ints:
        return np.fromiter(map(self.number, cells), np.int32)

    def number(self, cell: str) -> int:
        """The number of a sealed name, whole or one of its words."""
        known = self.forms[cell]
        if known not in self._rows:
            whole, *words = cell.split("+")
            self._rows[known] = (0,)
            own = [self.number(word) for word in words] or [known]
            compact, sound, bones, initial, length, bits = whole.split(",")
            self._lengths[known] = (int(length), self._initials[initial], bytes.fromhex(bits))
            marks = self._compact[compact], self._sounds[sound], self._bones[bones]
            self._rows[known] = (*marks, *own[:WORDS], *(0,) * (WORDS - len(own)))
        return known

    def close(self) -> None:
        self.days.close()
        table = np.array([self._rows[rank] for rank in range(len(self.forms))], np.int32)
        self._arrange(table[:, 0], table[:, 1], table[:, 2], table[:, 3:])
        self.glued = np.zeros(len(table), np.int32)  # marks are of words, and of whole names already
        self._rows.clear()
        known = [self._lengths[rank] for rank in range(len(self.forms))]
        self.length = np.array([row[0] for row in known], np.int32)
        self.initial = np.array([row[1] for row in known], np.int32)
        self._filters = np.frombuffer(b"".join(row[2] for row in known), np.uint64).reshape(len(known), -1)

    def related(self, left: Ints, right: Ints) -> Bools:
        return np.ones(len(left), bool)  # letters are not to be seen

    def likeness(self, left: Ints, right: Ints) -> Likeness:
        one, two = self._filters[left], self._filters[right]
        sizes = [np.bitwise_count(side).sum(1) for side in (one, two)]
        both = np.bitwise_count(one & two).sum(1)
        dice = 2 * both / np.maximum(sizes[0] + sizes[1], 1)
        cut = both >= 0.82 * np.maximum(np.minimum(*sizes), 1)
        return np.where(dice >= 0.48, 0.85, 0.0), dice >= 0.6, cut, np.where(dice >= 0.69, 1, 3)


class SealedShelf(Shelf):
    """What two sealed bases share."""

    def __init__(self) -> None:
        super().__init__()
        self.book: Book = (book := SealedBook())
        self._marks = {name: Index() for name in ("phone", "town", "sex", "school", "grade", "ine", "family", "house")}
        kinds = {"g1_phone": "phone", "g2_phone": "phone", "birthplace": "town"}
        for name in ("g1_phone", "g2_phone", "birthplace", "town", "sex", "school", "grade", "ine", "family"):
            self._readers[name] = self._marks[kinds.get(name, name)].__getitem__
        self._readers["born"] = book.days.number

    def addresses(self, cells: list[str]) -> list[tuple[int, str]]:
        return list(map(self._address, cells))

    def _address(self, cell: str) -> tuple[int, str]:
        house, street = cell.split(",") if cell else ("", "")
        return self._marks["house"][house], street
