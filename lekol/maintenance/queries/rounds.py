"""A technician’s round of a day: schools in order, their faults, the time it takes."""

import datetime as dt
from dataclasses import dataclass, field
from itertools import pairwise

from django.db.models import Count, Min, Q

from lekol.directory.models import Person, School
from lekol.maintenance.choices import RUNNING
from lekol.maintenance.models import Stop, Ticket
from lekol.maintenance.rules.rounds import EACH, Point, minutes

PROPOSED = 6
"""Schools of a proposed round: a day’s work."""


@dataclass(slots=True)
class Step:
    """One school of the round."""

    stop: Stop
    travel: int = 0
    tickets: list[Ticket] = field(default_factory=list)


def point_of(school: School) -> Point | None:
    """Where a school stands."""
    if school.latitude is None or school.longitude is None:
        return None
    return school.latitude, school.longitude


def work_of(person: Person, desks: tuple[str, ...]) -> Q:
    """What a technician may take in a school: theirs, and what nobody took."""
    return Q(status__in=RUNNING, desk__in=desks) & (Q(assignee=person) | Q(assignee=None))


def round_of(person: Person, day: dt.date, desks: tuple[str, ...]) -> list[Step]:
    """The stops of a day in their order, with faults and minutes by road; two queries."""
    steps = [Step(stop) for stop in Stop.objects.filter(person=person, day=day).select_related("school")]
    steps.sort(key=lambda step: (step.stop.rank, step.stop.pk))
    by_school = {step.stop.school_id: step for step in steps}
    rows = Ticket.objects.filter(work_of(person, desks), school__in=by_school).select_related("asset", "room")
    for ticket in rows.order_by("due_at", "pk"):
        by_school[ticket.school_id].tickets.append(ticket)
    for before, step in pairwise(steps):
        step.travel = minutes(point_of(before.stop.school), point_of(step.stop.school))
    return steps


def length(steps: list[Step]) -> int:
    """Minutes of a round: roads and faults."""
    return sum(step.travel + EACH * len(step.tickets) for step in steps if step.stop.done_at is None)


def schools_to_visit(person: Person, schools: Q, desks: tuple[str, ...]) -> list[School]:
    """The schools whose faults are due first, among those the person sees."""
    found = Ticket.objects.filter(work_of(person, desks), schools).values("school")
    urgent = found.annotate(first=Min("due_at"), many=Count("pk")).order_by("first", "school")[:PROPOSED]
    ranks = {row["school"]: rank for rank, row in enumerate(urgent)}
    return sorted(School.objects.filter(pk__in=ranks), key=lambda school: ranks[school.pk])
