"""How two records compare, field by field, as a small number a field; `rules.words` says each in French.

String similarities are computed once per distinct pair of names.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cpdist

from lekol.pupils.linking.distinct import numbered
from lekol.pupils.linking.records import Book, Ints, Some
from lekol.pupils.rules.fields import FIELDS, MOVING, Birth, Field, First, Home, Name, Same

Levels = npt.NDArray[np.int8]
Bools = npt.NDArray[np.bool_]
Streets = npt.NDArray[np.object_]
"""The name of each street, by number."""


@dataclass(slots=True)
class Pairs:
    """Candidate pairs: a row of each base, and their levels as columns of one matrix in the order of FIELDS."""

    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    levels: Levels

    def take(self, rows: npt.NDArray[np.integer] | Bools) -> "Pairs":
        return Pairs(self.left[rows], self.right[rows], self.levels[rows])


def packed(levels: Levels) -> npt.NDArray[np.int64]:
    """The levels of some fields, each under sixteen, in one number: the first in its highest bits."""
    total = np.zeros(len(levels), np.int64)
    for column in levels.T:
        total <<= 4
        total |= column
    return total


def once(left: Ints, right: Ints, compare: Callable[[Ints, Ints], Levels]) -> Levels:
    """Compare each distinct pair once."""
    packed, _, where = numbered(left.astype(np.int64) << 32 | right)
    return compare((packed >> 32).astype(np.int32), (packed & 0xFFFFFFFF).astype(np.int32))[where]


def compare(book: Book, a: Some, b: Some, streets: Streets) -> Levels:
    """The levels of records compared row by row: `a` and `b` have the same length."""
    levels = np.zeros((a.count, len(FIELDS)), np.int8)
    name, first = _name(book, a, b), _first(book, a, b)
    swapped = _swapped(book, a, b, name, first)
    levels[:, Field.NAME] = np.where(swapped != 0, Name.SWAPPED, name)
    levels[:, Field.FIRST] = np.where(swapped != 0, swapped, first)
    levels[:, Field.BORN] = _born(book, a, b)
    levels[:, Field.SECOND] = _second(book, a, b, levels[:, Field.FIRST])
    levels[:, Field.PHONE] = _phone(a, b)
    levels[:, Field.GUARDIAN] = _guardian(book, a, b)
    levels[:, Field.ADDRESS] = _address(a, b, streets)
    for field, column in _PLAIN:
        levels[:, field] = _same(getattr(a, column), getattr(b, column))
    moved = levels[:, Field.ADDRESS] == Home.OTHER
    for field in MOVING:
        levels[moved & (levels[:, field] != Same.UNKNOWN), field] += 2
    levels[levels[:, Field.BORN] != Birth.UNKNOWN, Field.GRADE] = Same.UNKNOWN  # the grade repeats the year of birth
    return levels


_PLAIN = ((Field.SEX, "sex"), (Field.BIRTHPLACE, "birthplace"), (Field.SCHOOL, "school"), (Field.GRADE, "grade"),
          (Field.INE, "ine"))  # fmt: skip


def _same(left: Ints, right: Ints) -> Levels:
    return np.where((left == 0) | (right == 0), Same.UNKNOWN, np.where(left == right, Same.SAME, Same.OTHER)).astype(
        np.int8
    )


def _born(book: Book, a: Some, b: Some) -> Levels:
    level = np.full(a.count, Birth.EXACT, np.int8)
    rest = np.flatnonzero(a.born != b.born)
    level[rest] = book.days.compare(a.born[rest], b.born[rest])
    level[(a.born == 0) | (b.born == 0)] = Birth.UNKNOWN
    return level


def alike(book: Book, left: Ints, right: Ints) -> Levels:
    """Two names by themselves, in the levels of Name (those of First have the same ranks)."""
    levels = np.full(len(left), Name.OTHER, np.int8)
    equal = book.compact[left] == book.compact[right]
    levels[equal] = Name.EXACT
    levels[(left == 0) | (right == 0)] = Name.UNKNOWN
    rest = np.flatnonzero(levels == Name.OTHER)
    rest = rest[book.related(left[rest], right[rest])]
    levels[rest] = once(left[rest], right[rest], lambda one, two: _unequal(book, one, two))
    return levels


def _unequal(book: Book, one: Ints, two: Ints) -> Levels:
    """Two names that are known and differ."""
    close, near, cut, edits = book.likeness(one, two)
    shared, short, near_word = _words(book, one, two)
    level = np.full(len(one), Name.OTHER, np.int8)
    level[close >= 0.82] = Name.WEAK
    level[shared | near_word] = Name.PARTLY
    level[cut & (short >= 3)] = Name.CUT
    level[near] = Name.NEAR
    level[(edits == 1) & (short >= 4)] = Name.EDIT
    level[book.sound[one] == book.sound[two]] = Name.HEARD
    rows = np.flatnonzero(shared)
    level[rows[_within(book, one[rows], two[rows])]] = Name.COMPOUND
    return level


def _words(book: Book, left: Ints, right: Ints) -> tuple[Bools, Ints, Bools]:
    """(a word in common, length of the shorter name, a word of one sounds as a word of the other)."""
    shared, heard = np.zeros((2, len(left)), bool)
    rows = np.flatnonzero(book.several[left] | book.several[right])  # two names of one word are compared whole
    shared[rows], heard[rows] = _words_met(book, book.words[left[rows]], book.words[right[rows]])
    return shared, np.minimum(book.length[left], book.length[right]), heard


def _words_met(book: Book, one: Ints, two: Ints) -> tuple[Bools, Bools]:
    sounds = book.sound[one][:, :, None] == book.sound[two][:, None, :]
    real = (one != 0)[:, :, None] & (two != 0)[:, None, :]
    same = ((one[:, :, None] == two[:, None, :]) & real).any((1, 2))
    return same, (sounds & real).any((1, 2))


def _within(book: Book, left: Ints, right: Ints) -> Bools:
    """Every word of one name is in the other: double against simple, or in another order."""
    one, two = book.words[left], book.words[right]
    same = one[:, :, None] == two[:, None, :]
    return np.asarray((same.any(2) | (one == 0)).all(1) | (same.any(1) | (two == 0)).all(1))


def _name(book: Book, a: Some, b: Some) -> Levels:
    """Family names, then names in use, then a parent’s."""
    level = alike(book, a.name, b.name)
    rest = np.flatnonzero(level > Name.COMPOUND)
    x, y = a.take(rest), b.take(rest)
    own = [(x.usage, y.name), (x.name, y.usage), (x.usage, y.usage)]
    parents = [(x.name, y.g1_name), (x.name, y.g2_name), (x.g1_name, y.name), (x.g2_name, y.name)]
    parent = _any_equal(book, parents)
    level[rest[parent & (level[rest] > Name.CUT)]] = Name.PARENT
    level[rest[_any_equal(book, own)]] = Name.USAGE
    return level


def _any_equal(book: Book, couples: list[tuple[Ints, Ints]]) -> Bools:
    found = np.zeros(len(couples[0][0]), bool)
    for left, right in couples:
        found |= (left != 0) & (book.compact[left] == book.compact[right])
    return found


def _first(book: Book, a: Some, b: Some) -> Levels:
    """First names, then a second one used as the first."""
    level = alike(book, a.first, b.first)
    rest = np.flatnonzero(level > First.COMPOUND)
    x, y = a.take(rest), b.take(rest)
    others = [(x.first, y.second), (x.second, y.first), (x.first, y.third), (x.third, y.first)]
    level[rest[_any_equal(book, others)]] = First.SECOND
    level[rest] = _initialled(book, x.first, y.first, level[rest])
    lost = _any_equal(book, [(x.first, x.second), (y.first, y.second)])
    level[rest[lost & (level[rest] >= First.WEAK)]] = First.LOST
    return level


def _initialled(book: Book, left: Ints, right: Ints, level: Levels) -> Levels:
    """The same levels, where one of the two names is no more than the initial of the other."""
    short = (book.length[left] == 1) | (book.length[right] == 1)
    return np.where(short & (book.initial[left] == book.initial[right]) & (level > Name.CUT), Name.CUT, level)


def _swapped(book: Book, a: Some, b: Some, name: Levels, first: Levels) -> Levels:
    """Name and first name exchanged: the level of First, SWAPPED, or how one of the two is misspelt; 0 elsewhere."""
    rest = np.flatnonzero((name > Name.COMPOUND) & (first > First.COMPOUND))
    rest = rest[_could_swap(book, a.take(rest), b.take(rest))]
    x, y = a.take(rest), b.take(rest)
    crossed = _initialled(book, x.name, y.first, alike(book, x.name, y.first))
    back = _initialled(book, x.first, y.name, alike(book, x.first, y.name))
    known = (crossed != Name.UNKNOWN) & (back != Name.UNKNOWN)
    worst = np.maximum(crossed, back)
    kept = known & (np.minimum(crossed, back) <= Name.COMPOUND) & (worst <= Name.CUT)
    swapped = np.zeros(len(name), np.int8)
    swapped[rest[kept]] = np.where(worst <= Name.COMPOUND, First.SWAPPED, worst)[kept]
    return swapped


def _could_swap(book: Book, a: Some, b: Some) -> Bools:
    """One of the two names at least has, crossed, the sound of a word of the other, or the same letters."""
    found = _any_equal(book, [(a.name, b.first), (a.first, b.name)])
    for one, two in ((a.name, b.first), (a.first, b.name)):
        sound = book.sound[book.words[one, 0]]
        for rank in range(2):
            found |= (one != 0) & (sound == book.sound[book.words[two, rank]])
    return found


def _second(book: Book, a: Some, b: Some, first: Levels) -> Levels:
    """Second first names; where one is used as the first, the two that are left: two exchanged are the same two."""
    level = _same(book.compact[a.second], book.compact[b.second])
    used = np.flatnonzero((first == First.SECOND) & (level == Same.OTHER))
    x, y = a.take(used), b.take(used)
    both = _any_equal(book, [(x.first, y.second)]) & _any_equal(book, [(x.second, y.first)])
    level[used] = np.where(both, Same.SAME, Same.UNKNOWN)
    other = np.flatnonzero(level == Same.OTHER)
    x, y = a.take(other), b.take(other)
    heard = book.sound[x.second] == book.sound[y.second]
    crossed = _any_equal(book, [(x.second, y.third), (x.third, y.second)])
    level[other[heard | crossed]] = Same.SAME
    return level


def _phone(a: Some, b: Some) -> Levels:
    some = ((a.g1_phone | a.g2_phone) != 0) & ((b.g1_phone | b.g2_phone) != 0)
    equal = np.zeros(a.count, bool)
    for one in (a.g1_phone, a.g2_phone):
        for two in (b.g1_phone, b.g2_phone):
            equal |= (one == two) & (one != 0)
    return np.where(equal, Same.SAME, np.where(some, Same.OTHER, Same.UNKNOWN)).astype(np.int8)


def _guardian(book: Book, a: Some, b: Some) -> Levels:
    """The nearest two guardians of the four couples."""
    best = np.full(a.count, FAR, np.int8)
    for one in _guardians(book, a):
        for two in _guardians(book, b):
            best = np.minimum(best, _couple(one, two))
    return np.where(best == FAR, Home.UNKNOWN, best).astype(np.int8)


FAR = 100
"""Beyond every level: this couple of guardians is not known."""
Guardian = tuple[Ints, Ints, Bools, Bools]


def _guardians(book: Book, side: Some) -> list[Guardian]:
    """(sound of the name, of the first name, is the name known, is the first name) of each guardian."""
    both = (side.g1_name, side.g1_first), (side.g2_name, side.g2_first)
    return [(book.sound[name], book.sound[first], name != 0, first != 0) for name, first in both]


def _couple(one: Guardian, two: Guardian) -> Levels:
    name = one[0] == two[0]
    first = (one[1] == two[1]) & one[3] & two[3]
    return np.asarray(_NEARNESS[(one[2] & two[2]).view(np.int8) * 4 + name.view(np.int8) * 2 + first.view(np.int8)])


_NEARNESS = np.array([FAR, FAR, FAR, FAR, Home.OTHER, Home.NEAR, Home.PARTLY, Home.SAME], np.int8)


def _address(a: Some, b: Some, streets: Streets) -> Levels:
    alike_streets = np.ones(a.count, np.int8)
    rest = np.flatnonzero((a.street != b.street) & (a.street != 0) & (b.street != 0))
    alike_streets[rest] = once(a.street[rest], b.street[rest], lambda left, right: _streets(streets, left, right))
    number = (a.house == b.house) & (a.house != 0)
    level = np.where(alike_streets == 1, np.where(number, Home.SAME, Home.PARTLY), Home.OTHER)
    level = np.where((alike_streets == 2), np.where(number, Home.NEAR, Home.OTHER), level)
    return np.where((a.street == 0) | (b.street == 0), Home.UNKNOWN, level).astype(np.int8)


def _streets(names: Streets, left: Ints, right: Ints) -> Levels:
    """1 the same street, 2 perhaps the same, 0 another."""
    close = cpdist(names[left].tolist(), names[right].tolist(), scorer=JaroWinkler.similarity, dtype=np.float32)
    return np.where(close >= 0.93, 1, np.where(close >= 0.8, 2, 0)).astype(np.int8)
