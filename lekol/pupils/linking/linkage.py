"""From two bases to their links: certain pairs, candidates, hypotheses, one-to-one, orphans."""

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from lekol.pupils.linking import hypotheses, kinship
from lekol.pupils.linking.candidates import Engine
from lekol.pupils.linking.distinct import alone, sought, within
from lekol.pupils.linking.files import Base
from lekol.pupils.linking.hypotheses import Model
from lekol.pupils.linking.keys import sole
from lekol.pupils.linking.levels import Levels, Pairs
from lekol.pupils.linking.memory import Memory
from lekol.pupils.linking.pairing import Graph, assigned, probabilities
from lekol.pupils.linking.work import Work, placed
from lekol.pupils.rules.fields import FIELDS, Field, Home, Same, Settled

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
LINKED = 0.5
REVIEW = 0.1
_ROUNDS = 5
_SPLIT = 0.1  # of the share of a child that two entries of the other base claim
STRANGE = 0.75
"""Two strangers of whom neither has a match elsewhere are both absent from the other base, as twins would be: the power
of that rarity that counts. With 1 probabilities are a little high, with 0 far too low: a child may have a match that no
key found."""
_ABSENT = 0.002  # the least share of children thought to be in one base only
_USUAL, _SUPPOSED = 0.1, 20
"""The share of children in one base only before looking, and how many children that is worth: ten children who all have
their match do not prove that the eleventh has."""
_SLICE = 200_000  # candidates compared at a time
_TRIED = 100_000  # candidates whose rows are kept
_HOPELESS = 1e-5  # odds under which a candidate is not kept


@dataclass(slots=True)
class Links:
    """What was found: one row a pair, best first within a child."""

    left: Rows
    right: Rows
    probability: Floats
    linked: Bools
    levels: Levels
    lonely: Floats
    model: Model
    work: Work
    persons: tuple[Rows, Rows]
    """For each row of each base, the first row that is the same child entered twice."""
    certain: int
    """How many of the first pairs were certain, before any weight was learned."""
    live: tuple[Rows, Rows]
    """The other pairs that could have been links: rows of the State’s base, of the City’s."""
    tried: Rows = field(default_factory=lambda: np.zeros(0, np.int64))
    """Some of the candidates, as they came: both rows packed in one number."""

    @property
    def review(self) -> Bools:
        """Pairs that a person should look at."""
        return (self.probability >= REVIEW) & ~self.linked

    @property
    def said(self) -> Bools:
        """Pairs worth a line: linked, or to look at."""
        return self.linked | self.review


def link(
    state: Base,
    city: Base,
    engine: Engine,
    apart: Collection[tuple[str, str]] = (),
    memory: Memory | None = None,
) -> Links:
    """The links between two bases, each with its probability; `apart` are references said to be of two children.

    With a memory, pairs of records that have not changed since are not compared again; the links are the same.
    """
    work = placed(state, city, memory)
    never = _rows_of(work, apart)
    certain = _without(never, *certain_pairs(work))
    left, right = np.arange(state.count), np.arange(city.count)
    left, right = left[~within(left, certain[0])], right[~within(right, certain[1])]
    work.housed(left, right)
    model = _supposed(work)
    candidates = _but(never, engine.pairs(work, left, right))
    flood = compared(work, model, candidates)
    sure = Pairs(*certain, work.levels(*certain))
    if memory is not None:
        memory.save()
    model = _refined(work, model, flood, hypotheses.counted(sure.levels), len(sure.left))
    links = decided(work, model, flood, sure)
    links.tried = candidates[:: 1 + len(candidates) // _TRIED]
    return links


def compared(work: Work, model: Model, packed: Rows) -> Pairs:
    """Candidates compared, a slice at a time; those that no later learning could make likely are let go at once."""
    kept = [Pairs(packed[:0], packed[:0], np.zeros((0, len(FIELDS)), np.int8))]
    for start in range(0, len(packed), _SLICE):
        part = packed[start : start + _SLICE]
        left, right = part >> 32, part & 0xFFFFFFFF
        pairs = Pairs(left, right, work.levels(left, right))
        kept.append(pairs.take(odds(model, pairs, _shift(work, model, pairs)) > _HOPELESS))
    return Pairs(*(np.concatenate([getattr(part, name) for part in kept]) for name in ("left", "right", "levels")))


def _rows_of(work: Work, apart: Collection[tuple[str, str]]) -> Rows:
    """Pairs of references as pairs of rows, each packed in one number."""
    if not apart:
        return np.zeros(0, np.int64)
    left, right = ({reference: row for row, reference in enumerate(base.ids)} for base in work.bases)
    known = [(left[one], right[two]) for one, two in apart if one in left and two in right]
    return np.array([one << 32 | two for one, two in known], np.int64)


def _but(never: Rows, packed: Rows) -> Rows:
    return packed[~np.isin(packed, never)] if len(never) else packed


def _without(never: Rows, left: Rows, right: Rows) -> tuple[Rows, Rows]:
    packed = _but(never, left << 32 | right)
    return packed >> 32, packed & 0xFFFFFFFF


def certain_pairs(work: Work, by_school: bool | None = None) -> tuple[Rows, Rows]:
    """Same name, first name and day, alone in each base to have them, and one household agreement at least: the school
    where no household is known (`by_school`; these bases say it when nobody does)."""
    keys = [sole(work.shelf.book.compact, base) for base in (work.state, work.city)]
    (known, left), (others, right) = map(alone, keys)
    at, met = sought(others, known)
    met &= known != 0
    left, right = left[met], right[at[met]]
    levels = work.levels(left, right)
    home = at_home(levels)
    if by_school or (by_school is None and not home.any()):
        home = levels[:, Field.SCHOOL] == Settled.SAME
    against = (levels[:, Field.INE] == Same.OTHER) | (levels[:, Field.SEX] == Same.OTHER)
    return left[home & ~against], right[home & ~against]


def at_home(levels: Levels) -> Bools:
    """Which pairs share a telephone or a guardian."""
    return np.asarray((levels[:, Field.PHONE] == Settled.SAME) | (levels[:, Field.GUARDIAN] == Home.SAME))


def _supposed(work: Work) -> Model:
    """The four hypotheses before any pair is compared: what is usual, what one base teaches, what chance makes."""
    book, bases = work.shelf.book, [work.state, work.city]
    return Model(
        hypotheses.expected(),
        hypotheses.strangers(_random(work)),
        kinship.learned(book, bases, work.streets),
        float(max(1, work.state.count) * max(1, work.city.count)),
        0.9 * max(1, min(work.state.count, work.city.count)),
        (work.state.count, work.city.count),
        hypotheses.rarities(book, bases),
        hypotheses.words_shared(book, bases),
    )


def _refined(work: Work, model: Model, flood: Pairs, certain: Floats, sure: int) -> Model:
    """Expectation-maximisation: who is likely the same, hence how the same child compares, and again."""
    shift, lonely = _shift(work, model, flood), np.ones(len(flood.left))
    for _ in range(_ROUNDS):
        shares = Graph(flood.left, flood.right, odds(model, flood, shift, lonely)).shares()
        kept = shares > 0.001
        model.same = hypotheses.blended(
            certain + hypotheses.counted(flood.levels[kept], shares[kept]), hypotheses.expected()
        )
        model.matches = max(1.0, sure + float(shares.sum()))
        lonely = loneliness(model, flood, shares)
    return model


def loneliness(model: Model, pairs: Pairs, shares: Floats) -> Floats:
    """What is left of « twins » and « siblings » for a pair: each of the two children must have its own match
    elsewhere, which is seen, or be absent from the other base, which is rare."""
    total = np.ones(len(shares))
    for side, size in zip((pairs.left, pairs.right), model.sizes, strict=True):
        elsewhere = np.clip(np.bincount(side, shares)[side] - shares, 0, 1)
        absent = max(_ABSENT, (size - model.matches + _SUPPOSED * _USUAL) / (size + _SUPPOSED))
        total *= absent + (1 - absent) * elsewhere
    return total


def _random(work: Work) -> Levels:
    """Levels of pairs drawn at random, hence of strangers but for a few."""
    draw = np.random.default_rng(7)
    size = min(60_000, 20 * min(work.state.count, work.city.count))
    return work.compared(*(draw.integers(0, max(1, base.count), size) for base in (work.state, work.city)))


def _shift(work: Work, model: Model, pairs: Pairs) -> Floats:
    return model.shift(work.shelf.book, work.state.take(pairs.left), work.city.take(pairs.right), pairs.levels)


def odds(model: Model, pairs: Pairs, shift: Floats, lonely: Floats | float = 1.0) -> Floats:
    """Same child against everything else: twins, siblings and strangers together, `lonely` of whom remain possible."""
    same, twin, sibling = model.chances(pairs.levels, shift)
    return np.asarray(same / (lonely**STRANGE + (twin + sibling) * lonely))


def decided(work: Work, model: Model, flood: Pairs, sure: Pairs) -> Links:
    """One-to-one among candidates, children entered twice in one base standing as one."""
    shift = _shift(work, model, flood)
    shares, lonely = np.zeros(len(shift)), np.ones(len(shift))
    for _ in range(3):  # each time, a child whose match is now seen elsewhere weighs as such
        worth = odds(model, flood, shift, lonely)
        shares = Graph(flood.left, flood.right, worth).shares()
        lonely = loneliness(model, flood, shares)
    left, right = (
        kinship.persons(work.shelf.book, base, model, work.streets, size)
        for base, size in zip((work.state, work.city), model.sizes, strict=True)
    )
    rows, found = _best(*_persons(work, (left.copy(), right.copy()), flood, sure, worth, shares))
    free = _free(flood, rows[found >= LINKED], sure)
    more, also = _best(free, Graph(flood.left[free], flood.right[free], worth[free]))
    kept = ~within(flood.left[rows], flood.left[more]) & ~within(flood.right[rows], flood.right[more])
    rows, found = np.concatenate([rows[kept], more]), np.concatenate([found[kept], also])
    sure_worth = odds(model, sure, _shift(work, model, sure), _ABSENT)
    probability = np.concatenate([sure_worth / (1 + sure_worth), found])
    return Links(
        np.concatenate([sure.left, flood.left[rows]]),
        np.concatenate([sure.right, flood.right[rows]]),
        probability,
        probability >= LINKED,
        np.concatenate([sure.levels, flood.levels[rows]]),
        np.concatenate([np.full(len(sure.left), _ABSENT), lonely[rows]]),
        model,
        work,
        (left, right),
        len(sure.left),
        (flood.left[worth > _HOPELESS], flood.right[worth > _HOPELESS]),
    )


def _best(rows: Rows, graph: Graph) -> tuple[Rows, Floats]:
    """The pairs chosen one-to-one, and what each is worth."""
    chosen = assigned(graph)
    return rows[chosen], probabilities(graph, chosen)[chosen]


def _free(flood: Pairs, rows: Rows, sure: Pairs) -> Rows:
    """Pairs of two entries that are not linked, though a double of one may be: both bases may have entered it twice."""
    left, right = np.concatenate([flood.left[rows], sure.left]), np.concatenate([flood.right[rows], sure.right])
    return np.flatnonzero(~within(flood.left, left) & ~within(flood.right, right))


def _persons(
    work: Work, persons: tuple[Rows, Rows], flood: Pairs, sure: Pairs, worth: Floats, shares: Floats
) -> tuple[Rows, Graph]:
    """The best pair of each couple of persons not yet linked; those that claim one child of the other base join."""
    book, (left, right) = work.shelf.book, persons
    for person, base, sides in (
        (left, work.state, (flood.right, flood.left)),
        (right, work.city, (flood.left, flood.right)),
    ):
        one, two = _tied(*sides, shares)
        twice = kinship.rivals(book, base, work.streets, one, two)
        kinship.joined(person, one[twice], two[twice])
    rows = _one_each(left[flood.left], right[flood.right], worth)
    free = ~within(left[flood.left[rows]], left[sure.left]) & ~within(right[flood.right[rows]], right[sure.right])
    rows = rows[free]
    return rows, Graph(left[flood.left[rows]], right[flood.right[rows]], worth[rows])


def _tied(owner: Rows, claimant: Rows, shares: Floats) -> tuple[Rows, Rows]:
    """Two claimants of one owner between whom its share is split, neither having a match elsewhere."""
    elsewhere = np.bincount(claimant, shares)[claimant] - shares if len(shares) else shares
    rows = np.flatnonzero((shares > _SPLIT) & (shares < 1 - _SPLIT) & (elsewhere < _SPLIT))
    rows = rows[np.argsort(owner[rows], kind="stable")]
    one, two = rows[:-1], rows[1:]
    tied = (owner[one] == owner[two]) & (shares[one] + shares[two] > 1 - _SPLIT)
    return claimant[one[tied]], claimant[two[tied]]


def _one_each(left: Rows, right: Rows, worth: Floats) -> Rows:
    """The best pair of each couple of persons, where a person may be entered twice in one base; of two entries that are
    as good to the hundredth, the first, whatever was learned since."""
    order = np.lexsort((-np.rint(np.log(worth)), left << 32 | right))
    packed = left[order] << 32 | right[order]
    new = np.ones(len(order), bool)
    new[1:] = packed[1:] != packed[:-1]
    return np.sort(order[new])
