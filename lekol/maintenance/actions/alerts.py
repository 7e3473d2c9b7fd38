"""Warnings before a delay runs out, and each level after it: told once, in the timeline of the party that acts.

Whoever a stage concerns reads of it by mail: one message each hour for all their tickets, never one a ticket.
"""

import datetime as dt
from collections.abc import Iterable
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lekol.directory.choices import Role
from lekol.directory.models import Person, Post
from lekol.maintenance.actions.handling import locked
from lekol.maintenance.actions.telling import record, tell
from lekol.maintenance.choices import RUNNING, Desk, LineKind
from lekol.maintenance.models import Line, Ticket
from lekol.maintenance.queries import clock_of
from lekol.maintenance.queries.clock import Clock

ONE_PARTY = (Desk.CITY, Desk.STATE)
WORK = {Desk.CITY: (Role.TECHNICIAN,), Desk.STATE: (Role.FILTER_EXPERT, Role.DIGITAL_ADVISER)}
HEADS = {Desk.CITY: (Role.CITY_IT_HEAD,), Desk.STATE: (Role.ACADEMY_IT_HEAD,)}
COMMITTEE = (Role.PROJECT_LEAD, Role.DIGITAL_ADVISER)
BATCH, LISTED = 2_000, 100
"""Alerts of one pass, and tickets named in one message."""


def raise_alerts(*, now: dt.datetime) -> int:
    """Tell every stage reached since last time; answers how many were told. Safe to run twice.

    What hangs on a general outage still open is told with it, once.
    """
    alone = Q(parent=None) | ~Q(parent__status__in=RUNNING)
    rows = (
        Ticket.objects.filter(alone, status__in=RUNNING, warn_at__lte=now).order_by("pk").values_list("pk", flat=True)
    )
    return sum(_raise(pk, now) for pk in rows.iterator(chunk_size=500))


@transaction.atomic
def _raise(pk: int, now: dt.datetime) -> bool:
    ticket = locked(Ticket(pk=pk))
    clock = clock_of(ticket, list(ticket.legs.all()), now)
    if ticket.status not in RUNNING or clock is None or clock.stage.key in ("delai", ticket.told_stage):
        return False
    ticket.told_stage = clock.stage.key
    ticket.save(update_fields=["told_stage"])
    side = ticket.desk if ticket.desk in ONE_PARTY else Desk.CITY
    tell(ticket, LineKind.ALERT, _said(clock), side=side, at=now)
    record(ticket, "alerted", _said(clock), None)
    return True


def _said(clock: Clock) -> str:
    over = clock.used > clock.allowed
    left = f"dépassé de {clock.left_words}" if over else f"il reste {clock.left_words} d’ouverture"
    return f"Délai {clock.desk} {clock.stage.label} : {left}. À prévenir : {clock.stage.tells}."


def send_digests(*, now: dt.datetime) -> int:
    """Tell by mail the alerts nobody was told of yet: how many messages left, one a person. Safe to run twice."""
    waiting = Line.objects.filter(kind=LineKind.ALERT, mailed_at=None).order_by("pk")
    lines = list(waiting.select_related("ticket__school__commune", "ticket__assignee")[:BATCH])
    told: dict[str, tuple[Person, dict[int, Line]]] = {}
    posts = _posts(lines)
    for line in lines:
        for person in _concerned(line.ticket, posts):
            told.setdefault(person.email, (person, {}))[1][line.ticket_id] = line
    for address, (person, found) in sorted(told.items()):
        _send(address, person, list(found.values()))
    Line.objects.filter(pk__in=[line.pk for line in lines]).update(mailed_at=now)
    return len(told)


def _posts(lines: list[Line]) -> list[Post]:
    """Who may be told, in the communes of these tickets; one query."""
    schools = [line.ticket.school for line in lines]
    communes, academies = {one.commune_id for one in schools}, {one.commune.academy_id for one in schools}
    roles = {*COMMITTEE, *(role for roles in (*WORK.values(), *HEADS.values()) for role in roles)}
    rows = Post.objects.on(timezone.localdate()).filter(role__in=roles).exclude(person__email="")
    return list(rows.filter(Q(commune__in=communes) | Q(academy__in=academies)).select_related("person").order_by("pk"))


def _concerned(ticket: Ticket, posts: list[Post]) -> Iterable[Person]:
    """Whoever acts, then the head of their service, then both heads, then the technical committee."""
    side = Desk.STATE if ticket.desk == Desk.STATE else Desk.CITY
    roles: tuple[Role, ...]
    match ticket.told_stage:
        case "alerte" if ticket.assignee is not None:
            return [ticket.assignee] if ticket.assignee.email else []
        case "alerte":
            roles = WORK[side]
        case "retard":
            roles = HEADS[side]
        case "escalade_1":
            roles = (*HEADS[Desk.CITY], *HEADS[Desk.STATE])
        case _:
            roles = COMMITTEE
    places = ticket.school.commune_id, ticket.school.commune.academy_id
    near = (row for row in posts if row.commune_id == places[0] or row.academy_id == places[1])
    return [row.person for row in near if row.role in roles]


def _send(address: str, person: Person, lines: list[Line]) -> None:
    count = len(lines)
    head = f"{count} panne{'s' if count > 1 else ''} à surveiller ou en retard"
    said = [f"{line.ticket.ref}, {line.ticket.school}, {line.ticket.summary}\n  {line.text}" for line in lines[:LISTED]]
    more = [f"… et {count - LISTED} autres."] if count > LISTED else []
    body = "\n\n".join([*said, *more, f"Toutes : {settings.PUBLIC_URL}/depannage/?etat=retard"])
    headers = {"Auto-Submitted": "auto-generated", "X-Lekol": "alertes"}
    EmailMessage(f"[Lékol] {head}", f"{body}\n", to=[formataddr((str(person), address))], headers=headers).send()
