"""Two bases linked again: the lines that changed, and whoever they have a bearing on; the rest stays as it was.

The weights are those of the last whole linkage. Lines that have not changed are neither read, numbered nor compared,
but for those tied to a line that has, by a key or by a pair that could be a link.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lekol.pupils.linking.again.changes import Change
from lekol.pupils.linking.again.likely import Likely
from lekol.pupils.linking.again.rereading import NEW, Reading
from lekol.pupils.linking.again.steady import Kinds, Marks, Steady
from lekol.pupils.linking.again.trace import Half, Trace
from lekol.pupils.linking.candidates import filled, in_order, met, widest
from lekol.pupils.linking.distinct import numbered, once, sought, spread, within
from lekol.pupils.linking.files import Base
from lekol.pupils.linking.keys import Keys
from lekol.pupils.linking.levels import Pairs
from lekol.pupils.linking.linkage import Links, certain_pairs, compared, decided
from lekol.pupils.linking.records import Records, Shelf
from lekol.pupils.linking.work import Work
from lekol.pupils.linking.written import alone, alone_among

Rows = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
_NONE = Base("", {}, 0)


@dataclass(frozen=True, slots=True)
class Looking:
    """Rows of one base that look for their match: they are new, or were certain and are no longer."""

    lines: Rows
    keys: Kinds
    marks: Marks


@dataclass(slots=True)
class Relinked:
    """What two bases have become since they were linked whole."""

    links: Links
    """Those of the rows read again."""
    kept: Bools
    """Which of the lines written before still stand."""
    counts: tuple[int, int]
    """Pupils of each base."""
    linked: int
    review: int
    alone: tuple[int, int]
    """Children of each base whom the other does not know."""
    changed: int
    """Lines that have changed."""


def relinked(trace: Trace, changes: tuple[Change, Change]) -> Relinked:
    """The links of the rows on which a change has a bearing, and which of the former lines stand.

    NotPlain or UnicodeDecodeError when a new line is of another shape: the bases must then be linked whole.
    """
    again = _Again(trace, changes)
    again.read_changed()
    return again.summed(again.link(again.meet()))


class _Again:
    """One linkage again, step after step. Pairs are pairs of lines, packed in one number, until they are linked."""

    def __init__(self, trace: Trace, changes: tuple[Change, Change]) -> None:
        self.trace, self.facts, self.shelf = trace, trace.facts, Shelf()
        self.without = frozenset(trace.facts.without)
        self.sides = [
            Reading(half, change, shape, self.shelf, self.without, title)
            for half, change, shape, title in zip(
                trace.halves, changes, trace.facts.shapes, ("État", "Ville"), strict=True
            )
        ]
        self.part = [half["part"] for half in trace.halves]
        self.touched = np.zeros(2 + max(int(part.max(initial=-1)) for part in self.part), bool)
        """Which parts are linked again; the last is that of rows alone, and never is."""

    def touch(self, rows: Sequence[Rows]) -> None:
        """Read again these rows of before, one array a base, with all those of their parts."""
        for part, some in zip(self.part, rows, strict=True):
            self.touched[part[some]] = True
        self.touched[-1] = False
        for side, part, some in zip(self.sides, self.part, rows, strict=True):
            side.add(once(np.concatenate([some, np.flatnonzero(self.touched[part])])))

    def read_changed(self) -> None:
        """New lines; the parts of those that have gone, or whose sole key a new line bears."""
        for side in self.sides:
            side.add_new()
        steady = Steady(self.shelf, self.trace.secret)
        soles = once(np.concatenate([steady.soles(side.records()) for side in self.sides]))
        soles = soles[soles != 0]
        self.touch([np.concatenate([_bearers(side.half, soles), side.change.gone]) for side in self.sides])

    def meet(self) -> Rows:
        """The pairs that changed rows may be, and read whoever is in them."""
        work = self._work()
        steady = Steady(self.shelf, self.trace.secret)
        certain = certain_pairs(work, self.facts.by_school)
        state, city = (
            self._looking(side, steady, records, sure, records is work.city)
            for side, records, sure in zip(self.sides, (work.state, work.city), certain, strict=True)
        )
        one, two = self.sides
        mine, rows = _alike(state, one.half, two, self.trace.likely)
        theirs, others = _alike(city, two.half, one, self.trace.likely)
        self.touch([others, rows])
        return np.concatenate([
            state.lines[mine] << 32 | two.change.places[rows],
            one.change.places[others] << 32 | city.lines[theirs],
            _among(state, city, len(one.half["uncertain"])),
        ])  # fmt: skip

    def _work(self) -> Work:
        """What was read until now, addresses apart."""
        self.shelf.book.close()
        state, city = self.sides
        return Work(self.shelf, state.records(), city.records(), (_NONE, _NONE), without=self.without)

    def _looking(self, side: Reading, steady: Steady, records: Records, sure: Rows, city: bool) -> Looking:
        certain = np.ones(len(side.read), bool)
        certain[side.half["uncertain"]] = False
        looking = (side.before == NEW) | certain[side.before]
        looking[sure] = False
        rows = np.flatnonzero(looking)
        some = steady.records(records).take(rows)
        return Looking(side.lines[rows], steady.keys(some, city), steady.marks(some))

    def link(self, pairs: Rows) -> Links:
        """Link all that was read, by the weights of the last whole linkage."""
        work = self._work()
        certain = certain_pairs(work, self.facts.by_school)
        sure = Pairs(*certain, work.levels(*certain))
        self._house(work, certain)
        state, city = self.sides
        pairs = once(np.concatenate([pairs, self._live()]))
        left, right = np.searchsorted(state.lines, pairs >> 32), np.searchsorted(city.lines, pairs & 0xFFFFFFFF)
        free = ~within(left, certain[0]) & ~within(right, certain[1])
        work.bases = state.base(), city.base()
        model = self.trace.model(Steady(self.shelf, self.trace.secret))
        return decided(work, model, compared(work, model, left[free] << 32 | right[free]), sure)

    def _live(self) -> Rows:
        """The pairs that could be links already, of the parts linked again."""
        state, city = self.trace["live"]
        some = self.touched[self.part[0][state]]
        left, right = self.sides[0].change.places[state[some]], self.sides[1].change.places[city[some]]
        still = (left >= 0) & (right >= 0)
        return np.asarray(left[still] << 32 | right[still])

    def _house(self, work: Work, certain: tuple[Rows, Rows]) -> None:
        """Read the addresses of those who are not certain."""
        for records, side, sure, ledger in zip((work.state, work.city), self.sides, certain, work.ledgers, strict=True):
            side.house(np.flatnonzero(~within(np.arange(len(side.lines)), sure)))
            housed = side.records()
            records.house, records.street = housed.house, housed.street
            ledger.renew(("house", "street"))
        work.streets = np.array(list(self.shelf.streets), object)

    def summed(self, links: Links) -> Relinked:
        said, linked = self.trace["said"], self.trace["linked"]
        kept = ~self.touched[self.part[0][said[0]]]
        rest = [
            was + now - alone_among(side.half["persons"], side.before_read(), before[~kept])
            for side, was, now, before in zip(self.sides, self.facts.asked.alone, alone(links), said, strict=True)
        ]
        return Relinked(
            links,
            kept,
            (self.sides[0].change.count, self.sides[1].change.count),
            int(linked[kept].sum() + links.linked.sum()),
            int((~linked[kept]).sum() + links.review.sum()),
            (rest[0], rest[1]),
            sum(side.change.size for side in self.sides),
        )


def _blocks(known: Rows | Keys, keys: Rows | Keys) -> tuple[Rows, Rows, Rows]:
    """(rank of each key that is in `known`, which is in order; where it starts there; how many times it is there)."""
    at, there = sought(known, keys)
    borne = np.flatnonzero(there)
    return borne, at[borne], np.searchsorted(known, keys[borne], "right") - at[borne]


def _places(starts: Rows, counts: Rows) -> tuple[Rows, Rows]:
    """(rank of the block, place) for each place of some blocks."""
    block, rank = spread(counts)
    return block, starts[block] + rank


def _bearers(half: Half, soles: Keys) -> Rows:
    """Rows of before that bear one of these sole keys."""
    _, starts, counts = _blocks(half["soles"], soles)
    return np.asarray(half["sole_rows"][_places(starts, counts)[1]])


def _alike(looking: Looking, half: Half, other: Reading, likely: Likely) -> tuple[Rows, Rows]:
    """(rank among those who look, row of before of the other base) of each pair worth reading; `half` is their own."""
    size = len(other.half["uncertain"])
    found = []
    for order, (kind, columns) in enumerate(looking.keys):
        keys, who = in_order(*filled(columns, np.arange(len(looking.lines), dtype=np.int32)))
        known, ranks = _of_kind(other.half, order)
        borne, starts, counts = _blocks(known, keys)
        beside, _, own = _blocks(_of_kind(half, order)[0], keys[borne])
        made = counts.copy()
        made[beside] *= own
        rank, place = _places(starts, np.where(made <= widest(kind, size), counts, 0))
        found.append(once(who[borne][rank].astype(np.int64) << 32 | ranks[place]))
    pairs, _, codes = numbered(np.concatenate(found))
    kinds = np.zeros((len(pairs), len(found)), bool)
    kinds[codes, np.repeat(np.arange(len(found)), [len(some) for some in found])] = True
    rank, place = pairs >> 32, pairs & 0xFFFFFFFF
    rows = other.half["uncertain"][place].astype(np.int64)
    kept = likely.worth(looking.marks[rank], other.half["marks"][place], kinds) & (other.change.places[rows] >= 0)
    return rank[kept], rows[kept]


def _of_kind(half: Half, order: int) -> tuple[Rows, Rows]:
    """(keys of one kind, sorted, the rank of who bears each); kinds are known by the order they come in."""
    start, end = half["bounds"][order : order + 2].tolist()
    return half["keys"][start:end], half["ranks"][start:end]


def _among(state: Looking, city: Looking, size: int) -> Rows:
    """Pairs of two who look."""
    found = [np.zeros(0, np.int64)]
    for (kind, columns), (_, others) in zip(state.keys, city.keys, strict=True):
        left, right = (
            (*filled(some, np.arange(len(side.lines), dtype=np.int32)), widest(kind, size))
            for some, side in ((columns, state), (others, city))
        )
        found.append(met(left, right))
    pairs = once(np.concatenate(found))
    return np.asarray(state.lines[pairs >> 32] << 32 | city.lines[pairs & 0xFFFFFFFF])
