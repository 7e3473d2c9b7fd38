"""A technician’s round of a day: schools in order, their faults, the time it takes."""

import datetime as dt
from dataclasses import dataclass, field
from itertools import pairwise

from django.db.models import Count, Min, Q

from lekol.directory.models import Person, School
from lekol.maintenance.choices import RUNNING
from lekol.maintenance.models import Check, HandOff, Stop, Ticket
from lekol.maintenance.rules.rounds import EACH, Point, minutes

STARTS = 8 * 60
PROPOSED = 6
"""Schools of a proposed round: a day’s work."""


@dataclass(slots=True)
class Step:
    """One school of the round."""

    stop: Stop
    travel: int = 0
    arrives: str = ""
    tickets: list[Ticket] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)

    @property
    def work(self) -> int:
        """Minutes planned in the school: its faults, and the visit itself when it comes back by plan."""
        return EACH * len(self.tickets) + (EACH if self.stop.plan_id else 0)


def point_of(school: School) -> Point | None:
    """Where a school stands."""
    if school.latitude is None or school.longitude is None:
        return None
    return school.latitude, school.longitude


def work_of(person: Person, desks: tuple[str, ...]) -> Q:
    """What a technician may take in a school: theirs, and what nobody took."""
    return Q(status__in=RUNNING, desk__in=desks) & (Q(assignee=person) | Q(assignee=None))


def round_of(person: Person, day: dt.date, desks: tuple[str, ...]) -> list[Step]:
    """The stops of a day in their order, with faults, lines to tick, minutes by road and hours; three queries."""
    rows = Stop.objects.filter(person=person, day=day).select_related("school", "plan")
    steps = [Step(stop) for stop in rows]
    steps.sort(key=lambda step: (step.stop.rank, step.stop.pk))
    by_school = {step.stop.school_id: step for step in steps}
    found = Ticket.objects.filter(work_of(person, desks), school__in=by_school).select_related("asset__model", "room")
    for ticket in found.order_by("due_at", "pk"):
        by_school[ticket.school_id].tickets.append(ticket)
    by_stop = {step.stop.pk: step for step in steps}
    for check in Check.objects.filter(stop__in=by_stop):
        by_stop[check.stop_id or 0].checks.append(check)
    for before, step in pairwise(steps):
        step.travel = minutes(point_of(before.stop.school), point_of(step.stop.school))
    _hours(steps)
    return steps


def _hours(steps: list[Step]) -> None:
    """When one gets to each school, leaving at eight: « 9 h 15 »."""
    now = STARTS
    for step in steps:
        now += step.travel
        step.arrives = f"{now // 60} h {now % 60:02d}"
        now += step.work


def length(steps: list[Step]) -> int:
    """Minutes of a round: roads and faults."""
    return sum(step.travel + step.work for step in steps if step.stop.done_at is None)


def to_bring_back(schools: list[int]) -> list[HandOff]:
    """Devices of these schools given to a supplier and not gone yet: to take along; one query."""
    rows = HandOff.objects.filter(ticket__school__in=schools, sent_on=None, returned_on=None, revoked=False)
    return list(rows.select_related("ticket__school", "ticket__asset").order_by("asked_at", "pk"))


def schools_to_visit(person: Person, schools: Q, desks: tuple[str, ...]) -> list[School]:
    """The schools whose faults are due first, among those the person sees."""
    found = Ticket.objects.filter(work_of(person, desks), schools).values("school")
    urgent = found.annotate(first=Min("due_at"), many=Count("pk")).order_by("first", "school")[:PROPOSED]
    ranks = {row["school"]: rank for rank, row in enumerate(urgent)}
    return sorted(School.objects.filter(pk__in=ranks), key=lambda school: ranks[school.pk])
