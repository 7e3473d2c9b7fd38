"""Twins and siblings inside one base: children of one household are certainly different children."""

import numpy as np
import numpy.typing as npt

from lekol.pupils.linking.distinct import once
from lekol.pupils.linking.hypotheses import Kin, Model
from lekol.pupils.linking.keys import Keys, mixed, pair_of
from lekol.pupils.linking.levels import Levels, Streets, compare
from lekol.pupils.linking.records import Book, Records
from lekol.pupils.rules.fields import FIELDS, Birth, Field, First, Name, Same

Rows = npt.NDArray[np.int64]
LARGEST = 8  # children of one household; more is an institution, or a number that everybody gives
ENOUGH = 12_000  # pairs of one base are enough to learn from
_SAMPLED = 500_000  # children whose households are all looked at; of larger bases, one household in two, three…
_FEW = 30


def learned(book: Book, bases: list[Records], streets: Streets) -> Kin:
    """Levels of twins and siblings, and how many of each a child has on average."""
    twins, siblings = [np.zeros((0, len(FIELDS)), np.int8)], [np.zeros((0, len(FIELDS)), np.int8)]
    rates = []
    for base in bases:
        share = max(1, base.count // _SAMPLED)
        left, right = _relatives(book, base, share)
        total = len(left)
        if total > ENOUGH:
            kept = np.random.default_rng(5).choice(total, ENOUGH, replace=False)
            left, right = left[kept], right[kept]
        levels = compare(book, base.take(left), base.take(right), streets)
        two, others = _twins(levels), _siblings(levels)
        twins.append(levels[two])
        siblings.append(levels[others])
        scale = 2 * share * total / max(1, len(left)) / max(1, base.count)
        rates.append((two.sum() * scale, others.sum() * scale))
    return _kin(np.concatenate(twins), np.concatenate(siblings), rates)


def _kin(twins: Levels, siblings: Levels, rates: list[tuple[float, float]]) -> Kin:
    """The rates seen, or those of France where too few households are known."""
    seen = tuple(float(max(rate)) for rate in zip(*rates, strict=True))
    usual = Kin(twins, siblings).per_child
    return Kin(
        twins,
        siblings,
        (
            seen[0] if len(twins) >= _FEW else max(usual[0], seen[0]),
            seen[1] if len(siblings) >= _FEW else max(usual[1], seen[1]),
        ),
    )


def _twins(levels: Levels) -> npt.NDArray[np.bool_]:
    """Born the same day under another first name; the same first name would be one child entered twice."""
    first = levels[:, Field.FIRST]
    return np.asarray((levels[:, Field.BORN] == Birth.EXACT) & (first > First.HEARD) & (first != First.SWAPPED))


def _siblings(levels: Levels) -> npt.NDArray[np.bool_]:
    born, first = levels[:, Field.BORN], levels[:, Field.FIRST]
    same_first = (first == First.EXACT) | (first == First.HEARD)
    return np.asarray((born != Birth.EXACT) & (born != Birth.UNKNOWN) & ~(same_first & (born <= Birth.HOLDER)))


def _relatives(book: Book, rows: Records, share: int) -> tuple[Rows, Rows]:
    """Pairs of one base that share a household, of one household in `share`; by name and school where none is known."""
    keys = [mixed(1, rows.family), mixed(2, rows.g1_phone), mixed(2, rows.g2_phone)]
    for name, first in ((rows.g1_name, rows.g1_first), (rows.g2_name, rows.g2_first)):
        keys.append(mixed(3, pair_of(book.compact[name], book.compact[first]), rows.school, book.compact[rows.name]))
    if not any(key.any() for key in keys):
        keys = [mixed(4, book.compact[rows.name], rows.school) * _rare(book.compact[rows.name])]
    found = once(np.concatenate([_inside(key * (key % np.uint64(share) == 0)) for key in keys]))
    left, right = found >> 32, found & 0xFFFFFFFF
    kept = _household(keys, left, right) % np.uint64(share) == 0  # two keys in common are not two chances
    return left[kept], right[kept]


def _household(keys: list[Keys], left: Rows, right: Rows) -> Keys:
    """The first key that each pair shares."""
    found = np.zeros(len(left), np.uint64)
    for key in keys:
        found = np.where((found == 0) & (key[left] == key[right]), key[left], found)
    return found


def _rare(names: npt.NDArray[np.int32]) -> Keys:
    """1 for names that so few children bear that, in one school, they are of one family."""
    seen = np.bincount(names)
    return (seen[names] <= max(4, len(names) // 2_000)).astype(np.uint64)


def _inside(keys: Keys) -> Rows:
    """Pairs of rows with one key, packed in one number, lower row first; a key that too many bear says nothing."""
    known = np.flatnonzero(keys)
    order = known[np.argsort(keys[known])]
    ranked = keys[order]
    twice = np.flatnonzero(ranked[1:] == ranked[:-1])
    kept = np.zeros(len(order), bool)
    kept[twice] = kept[twice + 1] = True
    order, ranked = order[kept], ranked[kept]
    starts = np.flatnonzero(np.append(True, ranked[1:] != ranked[:-1])[: len(ranked)])
    sizes = np.diff(starts, append=len(ranked))
    ranked[np.repeat(sizes > LARGEST, sizes)] = 0
    found = []
    for step in range(1, LARGEST):
        same = (ranked[step:] == ranked[:-step]) & (ranked[step:] != 0)
        if not same.any():
            break
        one, two = order[:-step][same], order[step:][same]
        found.append(np.minimum(one, two) << 32 | np.maximum(one, two))
    return np.concatenate(found) if found else np.zeros(0, np.int64)


def persons(book: Book, rows: Records, model: Model, streets: Streets, size: int) -> Rows:
    """For each row, the first row of the base that is the same child: a child entered twice stands as one. `size` is
    how many children the whole base has."""
    left, right = _doubles(book, rows)
    levels = compare(book, rows.take(left), rows.take(right), streets)
    shift = model.shift(book, rows.take(left), rows.take(right), levels)
    same, twin, sibling = model.chances(levels, shift)
    alike = same * TWICE > 9 * (1 + (twin + sibling) / model.matches * size)
    return joined(np.arange(rows.count), left[alike], right[alike])


def joined(person: Rows, left: Rows, right: Rows) -> Rows:
    """The same persons, these rows being one child two by two; `person` is changed in place."""
    first: dict[int, int] = {}

    def found(row: int) -> int:
        while (before := first.get(row, row)) != row:
            row = before
        return row

    for one, two in zip(person[left].tolist(), person[right].tolist(), strict=True):
        low, high = sorted((found(one), found(two)))
        first[high] = low
    moved = np.arange(len(person))
    moved[list(first)] = [found(row) for row in first]
    person[:] = moved[person]
    return person


def rivals(book: Book, rows: Records, streets: Streets, left: Rows, right: Rows) -> npt.NDArray[np.bool_]:
    """Which pairs of one base, both as near to one child of the other base, are that child entered twice: twins would
    not bear the same first name but for a slip, and one of them would have to be absent from the other base."""
    levels = compare(book, rows.take(left), rows.take(right), streets)
    name, first = levels[:, Field.NAME], levels[:, Field.FIRST]
    home = (levels[:, [Field.PHONE, Field.GUARDIAN, Field.SCHOOL]] == Same.SAME).any(1)
    named = (name > 0) & (name <= Name.EDIT) & (first > 0) & (first <= First.EDIT)
    return np.asarray(named & home & (levels[:, Field.BORN] == Birth.EXACT))


TWICE = 0.003
"""Share of children entered twice in a base, before looking."""


def _doubles(book: Book, rows: Records) -> tuple[Rows, Rows]:
    """Pairs of one base that may be one child: one name and first name, or one first name and day, in one household."""
    name, first = book.sound[rows.name], book.sound[book.words[rows.first, 0]]
    keys = [mixed(1, pair_of(name, first), rows.born), mixed(2, pair_of(name, first), rows.g1_phone)]
    keys += [mixed(3, pair_of(name, first), rows.school), mixed(4, first, rows.born, rows.g1_phone)]
    keys += [mixed(5, first, rows.born, rows.school)]
    found = once(np.concatenate([_inside(key) for key in keys]))
    return found >> 32, found & 0xFFFFFFFF
