"""Rounds: planned, put in order, walked."""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from lekol.directory.models import Person, School
from lekol.journal.actions import write
from lekol.maintenance.models import Stop
from lekol.maintenance.queries.rounds import point_of
from lekol.maintenance.rules.rounds import order

LONGEST, WORD = 30, 400
"""Schools of a round, signs of a word left in one."""


@transaction.atomic
def plan_round(*, person: Person, day: dt.date, schools: Sequence[School]) -> list[Stop]:
    """Add schools to a round, the road grouped; those already there stay where they are."""
    known = set(Stop.objects.filter(person=person, day=day).values_list("school", flat=True))
    new = [school for school in schools if school.pk not in known]
    if len(known) + len(new) > LONGEST:
        raise ValidationError(f"Une tournée compte {LONGEST} écoles au plus.")
    route = [new[rank] for rank in order([point_of(school) for school in new])]
    made = Stop.objects.bulk_create(
        Stop(person=person, day=day, school=school, rank=rank) for rank, school in enumerate(route, len(known) + 1)
    )
    for stop in made:
        write(
            verb="round.planned",
            thing=stop.school,
            by=person,
            clause="4.4",
            summary=f"Visite prévue le {day:%d/%m/%Y}.",
        )
    return made


@transaction.atomic
def move_stop(*, stop: Stop, up: bool) -> None:
    """One rank earlier or later; at an end, nothing moves."""
    rows = list(Stop.objects.select_for_update().filter(person=stop.person, day=stop.day).order_by("rank", "pk"))
    here = next(rank for rank, row in enumerate(rows) if row.pk == stop.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
    _renumber(rows)


@transaction.atomic
def rank_stop(*, stop: Stop, rank: int) -> None:
    """To a rank of the round, from 1: what a finger drags, or a number typed."""
    rows = list(Stop.objects.select_for_update().filter(person=stop.person, day=stop.day).order_by("rank", "pk"))
    rest = [row for row in rows if row.pk != stop.pk]
    moved = next(row for row in rows if row.pk == stop.pk)
    rest.insert(max(0, min(rank - 1, len(rest))), moved)
    _renumber(rest)


@transaction.atomic
def group_roads(*, person: Person, day: dt.date) -> None:
    """Visits still to make, in the shortest order from the first of them; those made keep their place, in front."""
    mine = Stop.objects.select_for_update(of=("self",)).filter(person=person, day=day)
    rows = list(mine.select_related("school").order_by("rank", "pk"))
    made, left = [row for row in rows if row.done_at], [row for row in rows if not row.done_at]
    _renumber(made + [left[rank] for rank in order([point_of(row.school) for row in left])])


def _renumber(rows: Sequence[Stop]) -> None:
    for rank, row in enumerate(rows, 1):
        row.rank = rank
    Stop.objects.bulk_update(rows, ["rank"])


@transaction.atomic
def drop_stop(*, stop: Stop) -> None:
    """A school leaves the round."""
    write(
        verb="round.dropped", thing=stop.school, by=stop.person, clause="4.4",
        summary=f"Visite du {stop.day:%d/%m/%Y} retirée.",
    )  # fmt: skip
    stop.delete()


@transaction.atomic
def end_stop(*, stop: Stop, word: str = "") -> None:
    """The visit is over, with a word for the school if there is one."""
    stop.done_at, stop.word = timezone.now(), word.strip()[:WORD] or stop.word
    stop.save(update_fields=["done_at", "word"])
    write(verb="round.walked", thing=stop.school, by=stop.person, clause="4.4", summary="Visite terminée.")


@transaction.atomic
def leave_word(*, stop: Stop, word: str) -> None:
    """What the school reads of a visit, written or corrected after it; an empty word takes it back."""
    stop.word = word.strip()
    stop.full_clean(validate_unique=False, validate_constraints=False)
    stop.save(update_fields=["word"])
    write(verb="round.word", thing=stop.school, by=stop.person, clause="4.4", summary="Mot laissé après une visite.")
