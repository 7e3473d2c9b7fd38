"""A technician’s round of a day: schools in order, their faults, the time it takes."""

import datetime as dt
from dataclasses import dataclass, field
from itertools import pairwise

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from lekol.directory.models import Person, School
from lekol.maintenance.choices import RUNNING, Status
from lekol.maintenance.models import Check, HandOff, Line, Stop, Ticket
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
    touched: list[Ticket] = field(default_factory=list)

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


def awaited(day: dt.date) -> Q:
    """What is not put off beyond a day."""
    return Q(put_off_to=None) | Q(put_off_to__lte=day)


def round_of(person: Person, day: dt.date, desks: tuple[str, ...]) -> list[Step]:
    """The stops of a day in order: faults, lines to tick, minutes by road, hours; three or four queries."""
    rows = Stop.objects.filter(person=person, day=day).select_related("school", "plan")
    steps = [Step(stop) for stop in rows]
    steps.sort(key=lambda step: (step.stop.rank, step.stop.pk))
    by_school = {step.stop.school_id: step for step in steps}
    found = Ticket.objects.filter(work_of(person, desks), awaited(day), school__in=by_school).select_related(
        "asset__model", "room"
    )
    for ticket in found.order_by("due_at", "pk"):
        by_school[ticket.school_id].tickets.append(ticket)
    by_stop = {step.stop.pk: step for step in steps}
    for check in Check.objects.filter(stop__in=by_stop):
        by_stop[check.stop_id or 0].checks.append(check)
    _touched(person, day, {school: step for school, step in by_school.items() if step.stop.done_at})
    for before, step in pairwise(steps):
        step.travel = minutes(point_of(before.stop.school), point_of(step.stop.school))
    _hours(steps)
    return steps


def _touched(person: Person, day: dt.date, made: dict[int, Step]) -> None:
    """What the person wrote about that day, in the schools already visited: one more message may follow; one query."""
    if not made:
        return
    begins = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
    lines = Line.objects.filter(by=person, at__gte=begins, at__lt=begins + dt.timedelta(days=1)).values("ticket")
    for ticket in Ticket.objects.filter(pk__in=lines, school__in=made).order_by("pk"):
        made[ticket.school_id].touched.append(ticket)


KEPT = dt.timedelta(days=365)
"""How long the word left in a school is kept."""


def stale_words(on: dt.date) -> QuerySet[Stop]:
    """Visits whose word has passed its term on a day."""
    return Stop.objects.filter(day__lt=on - KEPT).exclude(word="")


def last_word(school: School) -> Stop | None:
    """What was said to a school of its last visit with a word; one query."""
    rows = Stop.objects.filter(school=school).exclude(word="").select_related("person")
    return rows.order_by("-day", "-pk").first()


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


def along(schools: list[int]) -> tuple[list[HandOff], list[HandOff]]:
    """Devices to take along to these schools, back from their supplier; then those to bring away to one; one query."""
    away = Q(sent_on=None, returned_on=None)
    back = Q(returned_on__isnull=False, ticket__status__in=(*RUNNING, Status.WAITING))
    rows = HandOff.objects.filter(away | back, ticket__school__in=schools, revoked=False)
    found = list(rows.select_related("ticket__school", "ticket__asset").order_by("asked_at", "pk"))
    return [row for row in found if row.returned_on], [row for row in found if not row.returned_on]


def schools_to_visit(person: Person, schools: Q, desks: tuple[str, ...], day: dt.date) -> list[School]:
    """The schools whose faults are due first on a day, among those the person sees."""
    found = Ticket.objects.filter(work_of(person, desks), awaited(day), schools).values("school")
    urgent = found.annotate(first=Min("due_at"), many=Count("pk")).order_by("first", "school")[:PROPOSED]
    ranks = {row["school"]: rank for rank, row in enumerate(urgent)}
    return sorted(School.objects.filter(pk__in=ranks), key=lambda school: ranks[school.pk])
