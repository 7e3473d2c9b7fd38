"""Blocking: pairs worth comparing share one of some fifteen keys. A key is a 64-bit number; 0 means none."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from lekol.pupils.linking.records import WORDS, Book, Ints, Some

Keys = npt.NDArray[np.uint64]
_PRIME = np.uint64(0x9E3779B97F4A7C15)


def mixed(kind: int, *parts: npt.NDArray[np.integer]) -> Keys:
    """One number of several; 0 wherever a part is unknown. Numbers of two kinds never meet."""
    key = np.full(len(parts[0]), kind * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF, np.uint64)
    known = np.ones(len(parts[0]), bool)
    for part in parts:
        key = (key ^ part.astype(np.uint64)) * _PRIME
        key ^= key >> np.uint64(29)
        known &= part != 0
    return np.where(known, key, np.uint64(0))


def pair_of(left: npt.NDArray[np.integer], right: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
    """The same number for (a, b) and (b, a): inverted names meet; 0 when one is unknown."""
    low, high = np.minimum(left, right).astype(np.int64), np.maximum(left, right).astype(np.int64)
    return np.where(low != 0, low << np.int64(32) | high, 0)


def sole(names: Ints, rows: Some) -> Keys:
    """Name, first name and day: what two rows of one base seldom share. `names` are numbers of names, by rank."""
    return mixed(1, names[rows.name], names[rows.first], rows.born)


def blocking(book: Book, rows: Some, city: bool) -> Iterator[tuple[int, list[Keys]]]:
    """(kind, its keys: one array each), kind after kind. A child without a date meets all those of its name and
    initial."""
    born, first_word = book.days.folded(rows.born), book.words[rows.first, 0]
    year, month = book.days.year(rows.born), book.days.month(rows.born)
    heard, initial = book.sound[first_word], book.initial[rows.first]
    spines = [book.bones[book.words[rows.name, rank]] for rank in range(WORDS - 1)]
    spines.append(book.bones[book.words[rows.usage, 0]])
    first, second = book.bones[first_word], book.bones[book.words[rows.first, 1]]
    name_glued, first_glued = book.bones[book.glued[rows.name]], book.bones[book.glued[rows.first]]
    names = [pair_of(spine, first) for spine in [*spines, name_glued]]
    names += [pair_of(spine, first_glued) for spine in (spines[0], name_glued)]
    yield 1, [mixed(1, name) for name in [*names, pair_of(spines[0], second)]]
    yield 2, [mixed(2, born, spine) for spine in [*spines, first, name_glued, first_glued]]
    others = [book.sound[book.words[rows.first, 1]], book.sound[book.words[rows.second, 0]]]
    yield 3, [mixed(3, born, sound) for sound in [heard, *others]]
    yield 4, [mixed(4, born, rows.school, rows.sex)]
    yield 5, [mixed(5, phone) for phone in (rows.g1_phone, rows.g2_phone)]
    guardians = ((rows.g1_name, rows.g1_first), (rows.g2_name, rows.g2_first))
    couples = [pair_of(book.sound[name], book.sound[given]) for name, given in guardians]
    yield 6, [mixed(6, couple, year) for couple in couples]
    yield 7, [mixed(7, rows.street, rows.house)]
    yield 8, [mixed(8, rows.school, heard, year), mixed(19, rows.school, heard, rows.born % 10_000)]
    yield 9, [mixed(9, rows.school, spines[0], initial)]
    yield 10, [mixed(10, rows.school, book.initial[rows.name], month, initial)]
    yield 11, [mixed(11, rows.ine)]
    yield 12, [mixed(12, spines[0], month, initial)]
    yield 13, [mixed(13, couple, initial) for couple in couples]
    dateless = book.days.vague(rows.born)
    for kind, kept in ((14, dateless | city), (15, dateless | (not city))):
        yield kind, [np.where(kept, mixed(kind, spines[0], initial), 0)]
        yield kind + 3, [np.where(kept, mixed(kind + 3, rows.school, sound), 0) for sound in [heard, *others]]
    yield 16, [mixed(16, born, rows.town)]
