"""What two linked bases disagree on: fields, schools, children one of them only knows, children entered twice."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import numpy.typing as npt

from lekol.directory.choices import Side
from lekol.pupils.choices import Kind, Standing
from lekol.pupils.models import Discrepancy, Entry
from lekol.pupils.queries.cells import plainly
from lekol.pupils.queries.linked import SIDES, Linked
from lekol.pupils.rules import days
from lekol.pupils.rules.discrepancies import COMPARED, MUST_BE_SAID, TWICE, corrects, differences, owner, plain
from lekol.pupils.rules.outcome import EntryFound, GapFound, PairFound
from lekol.pupils.rules.schooling import Admission, Facts, Finding, day, unknown_to_city, unknown_to_state

Rows = npt.NDArray[np.int64]


def gaps(work: Linked, pairs: list[PairFound], entries: list[EntryFound]) -> Iterator[GapFound]:
    """Everything the two bases disagree on."""
    same = work.same(pairs)
    for one, two in _suspects(work, same):
        yield from _differing(work, one, two)
    yield from _alone(work, entries)
    for rank in (0, 1):
        yield from _twice(work, rank)


def _suspects(work: Linked, same: list[tuple[str, str]]) -> list[tuple[int, int]]:
    """Rows of one child of which some field, reduced to what is compared, is not the same: the others say nothing."""
    left = np.array([work.rows[0][one] for one, _ in same], np.int64)
    right = np.array([work.rows[1][two] for _, two in same], np.int64)
    differ = np.zeros(len(same), bool)
    for field, column in COMPARED.items():
        if all(column in base.columns for base in work.bases):
            one, two = (
                numbers[rows] for numbers, rows in zip(_numbered(work, field, column), (left, right), strict=True)
            )
            said = True if field in MUST_BE_SAID else (one > 0) & (two > 0)
            differ |= (one != two) & said
    return list(zip(left[differ].tolist(), right[differ].tolist(), strict=True))


def _numbered(work: Linked, field: str, column: str) -> tuple[Rows, Rows]:
    """The cells of a column of both bases, one number for all those that are the same once reduced; 0 says nothing."""
    index = {"": 0}
    found = []
    for base in work.bases:
        kept = base.columns[column]
        numbers = [index.setdefault(plain(field, word), len(index)) for word in kept.words]
        found.append(np.array(numbers, np.int64)[kept.codes])
    return found[0], found[1]


def _cells(work: Linked, rank: int, row: int) -> dict[str, str]:
    """One entry, by field of the agreement; only the columns its file has."""
    texts = work.texts[rank]
    return {field: texts[column][row] for field, column in COMPARED.items() if column in texts}


def _differing(work: Linked, one: int, two: int) -> Iterator[GapFound]:
    found = differences(_cells(work, 0, one), _cells(work, 1, two))
    if not found:
        return
    identity = {str(Side.STATE): work.identity(0, one), str(Side.CITY): work.identity(1, two)}
    for row in found:
        who, column = owner(work.rules, row.field), COMPARED[row.field]
        yield GapFound(
            Kind.SCHOOL if row.field == "ecole" else Kind.FIELD, row.field, work.ids[0][one], work.ids[1][two],
            who.corrects, who.presumed, school=work.places[0][one] or work.places[1][two],
            state_value=plainly(column, row.state, work.schools)[:120],
            city_value=plainly(column, row.city, work.schools)[:120], identity=identity,
        )  # fmt: skip


def _alone(work: Linked, entries: Iterable[EntryFound]) -> Iterator[GapFound]:
    """Children whom one base only knows."""
    linked = set(Entry.objects.filter(commune=work.commune, standing=Standing.LINKED).values_list("side", "reference"))
    others, seen = Counter(work.places[0]), _first_seen(work)
    for entry in entries:
        if entry.standing != Standing.ALONE:
            continue
        was_linked = (entry.side, entry.reference) in linked
        if entry.side == Side.STATE:
            found = unknown_to_city(_admission(work, work.rows[0][entry.reference], was_linked))
        else:
            found = unknown_to_state(_facts(work, entry, others, was_linked, seen.get(entry.reference)))
        if found:
            yield _only(work, entry, found)


def _first_seen(work: Linked) -> dict[str, dt.date]:
    """Since when a child that the City only knows has been seen as such."""
    rows = Discrepancy.objects.open().filter(commune=work.commune, kind=Kind.ONLY_CITY)
    return dict(rows.values_list("city_reference", "first_seen_on"))


def _cell(work: Linked, rank: int, row: int, name: str) -> str:
    """A cell of a base, empty when its file has no such column."""
    cells = work.marks[rank].get(name) or work.texts[rank].get(name)
    return cells[row] if cells else ""


def _admission(work: Linked, row: int, was_linked: bool) -> Admission:
    status, since, until = (_cell(work, 0, row, name) for name in ("status", "since", "until"))
    return Admission(work.today, status, day(since), day(until), was_linked, work.listed, work.bases[1].cut)


def _facts(
    work: Linked, entry: EntryFound, others: Mapping[int | None, int], was_linked: bool, seen: dt.date | None
) -> Facts:
    row = work.rows[1][entry.reference]
    born, grade, status, since, until, school = (
        _cell(work, 1, row, name) for name in ("born", "grade", "status", "since", "until", "school")
    )
    return Facts(
        days.read(born), work.today, work.year, grade, status, day(since), day(until),
        plainly("school", school, work.schools)[:60], entry.school is not None, others[entry.school],
        work.school is not None, work.bases[0].cut, was_linked, seen,
    )  # fmt: skip


def _only(work: Linked, entry: EntryFound, found: Finding) -> GapFound:
    rank = SIDES.index(Side(entry.side))
    return GapFound(
        (Kind.ONLY_STATE, Kind.ONLY_CITY)[rank], "inscription", "" if rank else entry.reference,
        entry.reference if rank else "", corrects(entry.side, found.cause), cause=found.cause,
        certainty=found.certainty, grounds=found.grounds, school=entry.school, compulsory=found.compulsory,
        identity={entry.side: work.identity(rank, work.rows[rank][entry.reference])},
    )  # fmt: skip


def _twice(work: Linked, rank: int) -> Iterator[GapFound]:
    """Children entered twice in one base."""
    first, ids, side = work.persons[rank], work.ids[rank], SIDES[rank]
    for row in (row for row, person in enumerate(first) if person != row):
        one, two = ids[first[row]], ids[row]
        places = work.places[rank][first[row]], work.places[rank][row]
        if one == two or (work.school and work.school.pk not in places):
            continue
        state, city = (one, "") if rank == 0 else ("", one)
        yield GapFound(
            Kind.TWICE, TWICE, state, city, str(side), twin=two[:80], school=work.places[rank][row],
            identity={str(side): work.identity(rank, row)},
        )  # fmt: skip
