"""Four hypotheses for a pair: the same child, twins, siblings, strangers. What each makes likely is learned.

No label is used. Strangers are learned from pairs drawn at random; twins and siblings from pairs *inside one base* that
share a household, who are certainly different children; the same child by expectation-maximisation, one-to-one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from lekol.pupils.linking.levels import Levels, packed
from lekol.pupils.linking.records import Book, Ints, Records, Some
from lekol.pupils.rules.fields import DEPTH, FIELDS, MOVING, Birth, Field, First, Home, Name, Same, Settled

Floats = npt.NDArray[np.float64]
SAME, TWIN, SIBLING = range(3)
WEIGHT = 40.0  # how many pairs the expected distribution is worth beside what is seen
_UNSEEN = 300


def expected() -> Floats:
    """How the same child compares from one base to the other, before anything is seen."""
    return _table(
        {
            Field.NAME: {Name.EXACT: 80, Name.USAGE: 3, Name.COMPOUND: 5, Name.HEARD: 3, Name.EDIT: 4, Name.NEAR: 1.5,
                         Name.CUT: 1, Name.PARTLY: 0.7, Name.PARENT: 0.8, Name.WEAK: 0.3, Name.OTHER: 0.6,
                         Name.SWAPPED: 0.5},
            Field.FIRST: {First.EXACT: 83, First.SECOND: 1.5, First.COMPOUND: 4, First.HEARD: 3, First.EDIT: 4,
                          First.NEAR: 1.5, First.CUT: 1, First.PARTLY: 0.5, First.LOST: 0.2,
                          First.WEAK: 0.4, First.OTHER: 0.3,
                          First.SWAPPED: 0.5},
            Field.BORN: {Birth.EXACT: 95, Birth.SWAPPED: 0.8, Birth.DIGIT: 1.8, Birth.MONTH: 0.5, Birth.DAY: 0.6,
                         Birth.HOLDER: 0.5, Birth.YEAR: 0.2, Birth.CLOSE: 0.2, Birth.OTHER: 0.1},
            Field.SEX: {Same.SAME: 98.5, Same.OTHER: 1.5},
            Field.SECOND: {Same.SAME: 90, Same.OTHER: 10},
            Field.BIRTHPLACE: {Same.SAME: 90, Same.OTHER: 10},
            Field.SCHOOL: {Settled.SAME: 94, Settled.OTHER: 6, Settled.SAME_MOVED: 50, Settled.OTHER_MOVED: 50},
            Field.GRADE: {Same.SAME: 93, Same.OTHER: 7},
            Field.PHONE: {Settled.SAME: 80, Settled.OTHER: 20, Settled.SAME_MOVED: 60, Settled.OTHER_MOVED: 40},
            Field.GUARDIAN: {Home.SAME: 75, Home.NEAR: 8, Home.PARTLY: 9, Home.OTHER: 8},
            Field.ADDRESS: {Home.SAME: 70, Home.NEAR: 5, Home.PARTLY: 5, Home.OTHER: 20},
            Field.INE: {Same.SAME: 97, Same.OTHER: 3},
        }
    )  # fmt: skip


def _strangers() -> Floats:
    return _table(
        {
            Field.NAME: {Name.EXACT: 0.5, Name.USAGE: 0.05, Name.COMPOUND: 0.4, Name.HEARD: 0.05, Name.EDIT: 0.1,
                         Name.NEAR: 0.1, Name.CUT: 0.05, Name.PARTLY: 0.1, Name.PARENT: 0.5, Name.WEAK: 1,
                         Name.OTHER: 97, Name.SWAPPED: 0.002},
            Field.FIRST: {First.EXACT: 0.4, First.SECOND: 0.3, First.COMPOUND: 0.3, First.HEARD: 0.1, First.EDIT: 0.4,
                          First.NEAR: 0.4, First.CUT: 0.1, First.PARTLY: 0.1, First.LOST: 0.2,
                          First.WEAK: 2, First.OTHER: 96,
                          First.SWAPPED: 0.002},
            Field.BORN: {Birth.EXACT: 0.03, Birth.SWAPPED: 0.01, Birth.DIGIT: 0.4, Birth.MONTH: 0.6, Birth.DAY: 0.25,
                         Birth.HOLDER: 0.1, Birth.YEAR: 9, Birth.CLOSE: 3, Birth.OTHER: 87},
            Field.SEX: {Same.SAME: 50, Same.OTHER: 50},
            Field.SECOND: {Same.SAME: 1, Same.OTHER: 99},
            Field.BIRTHPLACE: {Same.SAME: 30, Same.OTHER: 70},
            Field.SCHOOL: {Settled.SAME: 3, Settled.OTHER: 97, Settled.SAME_MOVED: 3, Settled.OTHER_MOVED: 97},
            Field.GRADE: {Same.SAME: 12, Same.OTHER: 88},
            Field.PHONE: {Settled.SAME: 0.01, Settled.OTHER: 99.99,
                          Settled.SAME_MOVED: 0.01, Settled.OTHER_MOVED: 99.99},
            Field.GUARDIAN: {Home.SAME: 0.01, Home.NEAR: 1, Home.PARTLY: 1.5, Home.OTHER: 97.5},
            Field.ADDRESS: {Home.SAME: 0.02, Home.NEAR: 0.1, Home.PARTLY: 1, Home.OTHER: 98.9},
            Field.INE: {Same.SAME: 0.001, Same.OTHER: 99.999},
        }
    )  # fmt: skip


def _table(shares: dict[Field, dict[int, float]]) -> Floats:
    table = np.zeros((len(FIELDS), DEPTH))
    for name, levels in shares.items():
        for level, share in levels.items():
            table[name, level] = share
    return shared_out(table)


def shared_out(table: Floats) -> Floats:
    """Shares of a field sum to 1; of a field that a move changes, to 1 for those who moved, and for the others."""
    table = table / np.maximum(table.sum(1, keepdims=True), 1e-12)
    for name in MOVING:
        for levels in (slice(1, 3), slice(3, 5)):
            table[name, levels] /= max(table[name, levels].sum(), 1e-12)
    return table


_SISTERS: dict[Field, dict[int, float]] = {
    Field.FIRST: {First.EXACT: 0.05, First.SECOND: 0.4, First.COMPOUND: 0.6, First.HEARD: 0.15, First.EDIT: 0.9,
                  First.NEAR: 0.9, First.CUT: 0.1, First.PARTLY: 1.2, First.LOST: 0.4,
                  First.WEAK: 6, First.OTHER: 89.2,
                  First.SWAPPED: 0.01},
    Field.SEX: {Same.SAME: 55, Same.OTHER: 45},
    Field.SECOND: {Same.SAME: 4, Same.OTHER: 96},
    Field.INE: {Same.SAME: 0.01, Same.OTHER: 99.99},
}  # fmt: skip
_APART: dict[int, float] = {
    Birth.EXACT: 0.05,
    Birth.SWAPPED: 0.05,
    Birth.DIGIT: 2,
    Birth.MONTH: 0.05,
    Birth.DAY: 0.3,
    Birth.HOLDER: 0.2,
    Birth.YEAR: 2,
    Birth.CLOSE: 0.2,
    Birth.OTHER: 95,
}


def counted(levels: Levels, weights: Floats | None = None) -> Floats:
    """How often each level is seen in each field; what is not known is not counted."""
    table = np.zeros((len(FIELDS), DEPTH))
    for name in FIELDS:
        table[name] = np.bincount(levels[:, name], weights, DEPTH)[:DEPTH]
    table[:, 0] = 0
    return table


def blended(seen: Floats, prior: Floats, weight: float = WEIGHT) -> Floats:
    """Shares of what is seen, beside what was expected."""
    return shared_out(seen + weight * prior)


@dataclass(slots=True)
class Kin:
    """What pairs inside a base teach: levels of twins and of siblings, and how many of them a child has."""

    twins: Levels
    siblings: Levels
    per_child: tuple[float, float] = (0.025, 0.5)
    seen: tuple[Floats, Floats] = field(init=False)
    """How often each level is seen, among twins and among siblings."""

    def __post_init__(self) -> None:
        self.seen = counted(self.twins), counted(self.siblings)


@dataclass(slots=True)
class Model:
    """What each level weighs under each hypothesis, against strangers."""

    same: Floats
    strangers: Floats
    kin: Kin
    pairs: float
    """How many pairs could be made: children of one base × children of the other."""
    matches: float
    """How many are expected to be the same child."""
    sizes: tuple[int, int]
    """How many children each base has."""
    rarity: dict[Field, Floats] = field(default_factory=dict)
    """log-share of children who bear each value."""
    common: dict[Field, Floats] = field(default_factory=dict)
    """log-share of children one of whose names holds each word."""

    def tables(self) -> Floats:
        """log-weights against strangers: (hypothesis, field, level)."""
        twin, sibling = self.same.copy(), self.same.copy()
        for name, prior in _SISTERS.items():
            for table, seen in zip((twin, sibling), self.kin.seen, strict=True):
                table[name] = blended(seen, _table({name: prior}))[name]
        twin[Field.BIRTHPLACE] = blended(self.kin.seen[0], self.same)[Field.BIRTHPLACE]
        seen = self.kin.seen[1]
        sibling[Field.BORN] = blended(seen, _table({Field.BORN: _APART}))[Field.BORN]
        sibling[Field.SCHOOL] = blended(seen, self.same)[Field.SCHOOL]
        sibling[Field.BIRTHPLACE] = blended(seen, self.same)[Field.BIRTHPLACE]
        sibling[Field.GRADE] = self.strangers[Field.GRADE]
        with np.errstate(divide="ignore", invalid="ignore"):
            weights = np.log(np.stack([self.same, twin, sibling])) - np.log(self.strangers)
        weights[~np.isfinite(weights)] = 0
        weights[:, :, 0] = 0
        return _inverted(weights, self.same)

    def priors(self) -> Floats:
        """log-odds against strangers of each hypothesis before anything is compared."""
        twins, siblings = self.kin.per_child
        return np.log(self.matches * np.array([1, twins, siblings]) / self.pairs)

    def weigh(self, levels: Levels, shift: Floats) -> Floats:
        """log-odds of each hypothesis against strangers, a row a pair: some fields are weighed together."""
        tables = np.zeros((3, len(FIELDS), _DEEP))
        tables[:, :, :DEPTH] = self.tables()
        total = np.repeat(shift[:, None], 3, 1)
        total += self.priors()
        for start in range(0, len(FIELDS), _TOGETHER):
            some = slice(start, start + _TOGETHER)
            total += _sums(tables[:, some]).take(packed(levels[:, some]), 0)
        return total

    def chances(self, levels: Levels, shift: Floats) -> Floats:
        """Odds of each hypothesis against strangers, a column a pair, within what a number holds."""
        return np.asarray(np.exp(np.clip(self.weigh(levels, shift), -60, 250)).T)

    def shift(self, book: Book, a: Some, b: Some, levels: Levels) -> Floats:
        """What sharing something rare adds to every hypothesis but strangers, and something common takes."""
        total = np.zeros(len(levels))
        for _, part in self.shifts(book, a, b, levels):
            total += part
        return total

    def shifts(self, book: Book, a: Some, b: Some, levels: Levels) -> Iterator[tuple[Field, Floats]]:
        """The same, field by field."""
        for name in RARE.keys() & self.rarity.keys():
            column, exact = RARE[name]
            shared = levels[:, name] == exact
            shared |= (name in MOVING) & (levels[:, name] == Settled.SAME_MOVED)
            rows = np.flatnonzero(shared)
            average = np.log(self.strangers[name] + 1e-12)
            total = np.zeros(len(levels))
            total[rows] = average[levels[rows, name]] - self.rarity[name][getattr(a, column)[rows]]
            yield name, total
        for name, column in NAMES.items():
            if name in self.rarity:
                one, two, level = getattr(a, column), getattr(b, column), levels[:, name]
                yield name, self._misspelt(name, one, two, level)
                yield name, self._in_common(book, name, one, two, level)
        yield Field.NAME, self._exchanged(a, b, levels)

    def _misspelt(self, name: Field, one: Ints, two: Ints, level: npt.NDArray[np.int8]) -> Floats:
        """A stranger’s name is near a common one more often than near a rare one."""
        rows = np.flatnonzero((level >= Name.HEARD) & (level <= Name.CUT))
        average = self.strangers[name, level[rows]]
        rarity = self.rarity[name]
        borne = np.exp(np.maximum(rarity[one[rows]], rarity[two[rows]]))
        total = np.zeros(len(level))
        total[rows] = np.log(average) - np.log(borne + 0.5 * average)
        return total

    def _in_common(self, book: Book, name: Field, one: Ints, two: Ints, level: npt.NDArray[np.int8]) -> Floats:
        """A word shared by two compound names weighs what it is rare."""
        total = np.zeros(len(level))
        rows = np.flatnonzero(level == Name.COMPOUND)
        words, other = book.words[one[rows]], book.words[two[rows]]
        shared = (words[:, :, None] == other[:, None, :]).any(2) & (words != 0)
        borne = np.where(shared, self.common[name][words], np.inf).min(1, initial=np.inf)
        found = np.isfinite(borne)
        average = np.log(self.strangers[name, Name.COMPOUND])
        total[rows[found]] = average - np.logaddexp(borne[found], average - 2)
        return total

    def _exchanged(self, a: Some, b: Some, levels: Levels) -> Floats:
        """Name and first name exchanged: as rare as the two together, the misspelling of one being weighed apart."""
        total = np.zeros(len(levels))
        if Field.NAME in self.rarity and Field.FIRST in self.rarity:
            rows = np.flatnonzero(levels[:, Field.NAME] == Name.SWAPPED)
            for one, two in ((a.name[rows], b.first[rows]), (a.first[rows], b.name[rows])):
                borne = [self.rarity[name][side] for name in (Field.NAME, Field.FIRST) for side in (one, two)]
                total[rows] -= np.maximum.reduce(borne)
            misspelt = rows[levels[rows, Field.FIRST] != First.SWAPPED]
            total[misspelt] += np.log(self.strangers[Field.FIRST, levels[misspelt, Field.FIRST]])
        return total


_DEEP, _TOGETHER = 16, 4  # levels of a field at most, fields weighed together


def _sums(tables: Floats) -> Floats:
    """What levels of some fields weigh together, by that number: (number, hypothesis)."""
    total = tables[:, 0]
    for rank in range(1, tables.shape[1]):
        total = (total[:, :, None] + tables[:, rank][:, None, :]).reshape(len(total), -1)
    return np.ascontiguousarray(total.T)


def _inverted(weights: Floats, same: Floats) -> Floats:
    """Names exchanged are weighed once, by how rare they are; between twins the first names would not agree."""
    weights[:, Field.NAME, Name.SWAPPED] = np.log(same[Field.NAME, Name.SWAPPED])
    weights[:, Field.FIRST, First.SWAPPED] = (0, -7, -7)
    return weights


NAMES = {Field.NAME: "name", Field.FIRST: "first"}
RARE = {
    Field.NAME: ("name", Name.EXACT),
    Field.FIRST: ("first", First.EXACT),
    Field.BIRTHPLACE: ("birthplace", Same.SAME),
    Field.SCHOOL: ("school", Settled.SAME),
}


def rarities(book: Book, bases: list[Records]) -> dict[Field, Floats]:
    """log-share of children who bear each value, by field."""
    found = {}
    for name, (column, _) in RARE.items():
        values = np.concatenate([getattr(base, column) for base in bases])
        known = values[values != 0]
        if not len(known):
            continue
        forms = book.compact if name in (Field.NAME, Field.FIRST) else np.arange(values.max() + 1)
        seen = np.bincount(forms[known], minlength=int(forms.max()) + 1)
        found[name] = np.log(_share(seen, len(known)))[forms]
    return found


def _share(seen: npt.NDArray[np.int64], count: int) -> Floats:
    """Share of others who bear a value: the child itself left out, some hundred unseen children supposed."""
    return (np.maximum(seen - 1, 0) + 0.5) / (count + _UNSEEN)


def words_shared(book: Book, bases: list[Records]) -> dict[Field, Floats]:
    """log-share of children whose name, or first name, holds each word."""
    found = {}
    for name, column in NAMES.items():
        values = np.concatenate([getattr(base, column) for base in bases])
        seen = np.bincount(book.words[values[values != 0]].ravel(), minlength=len(book.forms))
        found[name] = np.log(_share(seen, int(np.count_nonzero(values))))
    return found


def strangers(levels: Levels) -> Floats:
    """How two children drawn at random compare, but for those who look too much like one child drawn twice."""
    near = (levels[:, [Field.NAME, Field.FIRST]] > 0) & (levels[:, [Field.NAME, Field.FIRST]] <= Name.CUT)
    levels = levels[~near.all(1)]
    return blended(counted(levels), _strangers(), 30)
