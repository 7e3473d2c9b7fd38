"""A comparison replaces the one before: entries anew, doubts anew; decisions and disagreements followed (3.12)."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from lekol.directory.choices import Side
from lekol.directory.models import Commune, Person
from lekol.directory.models.people import new_ref
from lekol.journal.actions import write
from lekol.kit.copying import copy_in, insert, remove, update
from lekol.pupils.actions.reach import Reach, reach_of, told_of
from lekol.pupils.actions.rekeying import keep_mark
from lekol.pupils.actions.standing import CLAUSE, stand_decided
from lekol.pupils.choices import CLOSED_STATES, OPEN_STATES, Answer, Cause, Standing, State, Verdict
from lekol.pupils.models import Comparison, Correction, Discrepancy, Entry, Opinion, Pair
from lekol.pupils.queries.counting import tallies
from lekol.pupils.rules.outcome import EntryFound, Found, GapFound, PairFound

Key = tuple[str, str, str, str, str]


@transaction.atomic
def record(*, commune: Commune, found: Found, by: Person | None = None, at: dt.datetime | None = None) -> Comparison:
    """Keep what a comparison found, and no more; what it does not reach stays as it is."""
    Commune.objects.select_for_update(no_key=True).get(pk=commune.pk)  # one comparison at a time replaces another
    reach = reach_of(commune, found)
    keep_mark(commune)
    made = Comparison.objects.create(
        commune=commune, school_id=found.school, by=by, at=at or timezone.now(),
        state_count=found.state_count, city_count=found.city_count,
        said=found.said, set_aside=found.set_aside,
    )  # fmt: skip
    _pairs(reach, found.pairs)
    reach.entries().delete()
    copy_in(Entry, ENTRY, _entries(made, found.entries))
    stand_decided(commune)
    if found.gaps is not None:
        _gaps(reach, found, timezone.localdate(made.at))
    made.tallies = tallies(Entry.objects.filter(commune=commune))
    made.save(update_fields=["tallies"])
    linked = Entry.objects.filter(comparison=made, side=Side.STATE, standing=Standing.LINKED).count()
    where = f" pour {made.school}" if made.school else ""
    summary = (
        f"Bases élèves comparées{where} : {found.state_count} élèves dans celle de l’État, {found.city_count} dans "
        f"celle de la Ville, {linked} accordés. Les fichiers n’ont pas été gardés."
    )
    write(verb="pupils.compared", thing=made, by=by, clause=CLAUSE, summary=summary)
    return made


def _pairs(reach: Reach, found: Iterable[PairFound]) -> None:
    """Doubts and calculated links follow what is found: those found again keep their number and their opinions, and a
    link that has not changed is not written; what a person decided stays."""
    known = reach.pairs().order_by().values_list("state_reference", "city_reference", "pk", "school_id", "verdict")
    before = {(state, city): (pk, school, verdict) for state, city, pk, school, verdict in known}
    held, fresh, again = reach.held(), list[PairFound](), list[Pair]()
    for pair in found:
        row = before.pop((pair.state, pair.city), None)
        if row is None:
            fresh.append(pair)
        elif pair.review or row[1:] != (pair.school, Verdict.ENGINE):
            again.append(_found_again(row[0], pair))
    gone = [pk for pk, *_ in before.values()]
    remove(Opinion, "pair", gone)
    remove(Pair, "pk", gone)
    update(again, RENEWED)
    copy_in(Pair, PAIR, (_pair(reach.commune, pair) for pair in fresh if (pair.state, pair.city) not in held))


RENEWED = ("school", "probability", "hard", "verdict", "cells", "reasons", "hidden")
PAIR = ("commune", "state_reference", "city_reference", *RENEWED)
ENTRY = ("commune", "comparison", "side", "reference", "school", "grade", "standing")


def _renewed(row: PairFound) -> tuple[Any, ...]:
    """What a comparison says of a pair: one the calculation is sure of keeps no cell; a doubtful one keeps what a
    person needs."""
    kept = ([], [], {}) if not row.review else (row.cells, row.reasons, row.hidden)
    return row.school, row.probability, row.hard, str(Verdict.REVIEW if row.review else Verdict.ENGINE), *kept


def _pair(commune: Commune, row: PairFound) -> tuple[Any, ...]:
    *plain, cells, reasons, hidden = _renewed(row)
    return commune.pk, row.state, row.city, *plain, json.dumps(cells), json.dumps(reasons), json.dumps(hidden)


def _found_again(pk: int, row: PairFound) -> Pair:
    school, *rest = _renewed(row)
    return Pair(pk=pk, school_id=school, **dict(zip(RENEWED[1:], rest, strict=True)))


def _entries(made: Comparison, rows: Iterable[EntryFound]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        yield made.commune_id, made.pk, str(row.side), row.reference, row.school, row.grade, str(row.standing)


def _gaps(reach: Reach, found: Found, on: dt.date) -> None:
    """New disagreements open, those still seen go on, those no longer seen close; one of a school of which a base says
    nothing stays as it is."""
    commune, told = reach.commune, told_of(found)
    known = {_key(row): row for row in Discrepancy.objects.select_for_update().filter(commune=commune)}
    seen: dict[Key, GapFound] = {row.key: row for row in found.gaps or ()}
    made = [_fresh(commune, gap, on) for key, gap in seen.items() if key not in known]
    insert(made)
    for key, row in known.items():
        if key in seen:
            _seen_again(row, seen[key], on)
    answered = _answered(commune)
    for key, row in known.items():
        if key not in seen and row.is_open and reach.holds(row) and told.speaks_of(row):
            row.state = State.CORRECTED if row.pk in answered and told.proves(row) else State.GONE
            row.closed_on = max(on, row.first_seen_on)
    update([row for key, row in known.items() if key in seen or row.closed_on == on], FOLLOWED)
    Correction.objects.filter(discrepancy__commune=commune, discrepancy__state__in=CLOSED_STATES).lapse()


FOLLOWED = (
    "state", "closed_on", "first_seen_on", "last_seen_on", "state_value", "city_value", "identity", "school",
    "presumed", "owner", "compulsory", "cause", "certainty", "grounds",
)  # fmt: skip


def _key(row: Discrepancy) -> Key:
    return row.kind, row.field, row.state_reference, row.city_reference, row.twin_reference


def _answered(commune: Commune) -> set[int]:
    rows = Correction.objects.filter(discrepancy__commune=commune, discrepancy__state__in=OPEN_STATES)
    return set(rows.filter(answer=Answer.ACCEPTED).values_list("discrepancy_id", flat=True))


def _fresh(commune: Commune, gap: GapFound, on: dt.date) -> Discrepancy:
    made = Discrepancy(
        ref=new_ref(), commune=commune, kind=gap.kind, field=gap.field, state_reference=gap.state,
        city_reference=gap.city, twin_reference=gap.twin, first_seen_on=on,
    )  # fmt: skip
    return _told(made, gap, on)


def _told(row: Discrepancy, gap: GapFound, on: dt.date) -> Discrepancy:
    row.school_id, row.owner, row.presumed = gap.school, gap.owner, gap.presumed
    row.state_value, row.city_value, row.identity = gap.state_value, gap.city_value, gap.identity
    row.compulsory, row.last_seen_on = gap.compulsory, on
    row.cause, row.certainty, row.grounds = gap.cause, gap.certainty, gap.grounds[:300]
    return row


def _seen_again(row: Discrepancy, gap: GapFound, on: dt.date) -> None:
    """A refusal holds as long as the two values do; what had gone and is back is a new one."""
    same = (row.state_value, row.city_value) == (gap.state_value, gap.city_value)
    if row.state == State.REFUSED and (same or not (row.state_value or row.city_value)):
        row.last_seen_on = on
        return
    if row.is_open:
        asked = row.owner, *((row.cause, row.certainty, row.grounds) if row.cause == Cause.LEFT else ())
        _told(row, gap, on)
        row.owner, *left = asked  # who was asked stays asked; that a child left is seen once
        if left:
            row.cause, row.certainty, row.grounds = left
        row.state = State.ACCEPTED if row.state == State.DONE else row.state
        return
    row.state, row.closed_on, row.first_seen_on = State.OPEN, None, on
    _told(row, gap, on)
