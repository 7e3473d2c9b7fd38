"""Reporting a fault: routed by right, once, whatever the number of times it is sent."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lekol.directory.models import Person, Room, School
from lekol.equipment.models import Asset
from lekol.kit.writing import Hung, write_once
from lekol.maintenance.actions import clocks
from lekol.maintenance.actions.pictures import add_picture
from lekol.maintenance.actions.telling import drafted, record, report_entry, tell
from lekol.maintenance.choices import Channel, Desk, Ending, Impact, LineKind, Status, Symptom
from lekol.maintenance.models import Follower, Leg, Line, Ticket
from lekol.maintenance.queries import decide_on, policy_of
from lekol.pact.policies import Policy

LINKS = ("school", "room", "asset", "parent", "reporter", "assignee")
"""Rows already read: the base checks them, one more question each would not."""
TRIES = 5
LONG_AGO = dt.timedelta(days=7)
"""A telephone kept a report this long at most before it found the network again."""


@dataclass(frozen=True, slots=True)
class Report:
    """What is said of a fault, by whom and how. `key` names the sending: the same one never makes two tickets."""

    school: School
    nature: str
    summary: str
    symptom: str = Symptom.OTHER
    impact: str = Impact.POST
    detail: str = ""
    room: Room | None = None
    asset: Asset | None = None
    expert: bool = False
    channel: str = Channel.WEB
    by: Person | None = None
    name: str = ""
    key: uuid.UUID | None = None
    at: dt.datetime | None = None
    desk: str = ""
    desk_reason: str = ""
    photo: bytes = b""


def report(told: Report) -> Ticket:
    """The ticket of a report: a new one, or the one its key already made."""
    return report_once(told)[0]


def report_once(told: Report) -> tuple[Ticket, bool]:
    """The ticket of a report, and whether this sending made it; its key is looked at by the base as it writes."""
    ticket, policy = _routed(told)
    leg = clocks.start(ticket, told.desk or ticket.desk, ticket.opened_at, policy)
    _check_override(ticket, told)
    ticket.full_clean(exclude=LINKS, validate_unique=False, validate_constraints=False)
    for _ in range(TRIES):
        ticket.prepare()
        if _write(ticket, leg, told):
            return ticket, True
        if told.key is not None and (found := _near().filter(client_key=told.key).first()):
            return found, False
        ticket.ref = ""  # drawn already, once in thirty thousand when there are a million
    raise RuntimeError("Aucun numéro de panne n’est libre.")


def _near() -> QuerySet[Ticket]:
    return Ticket.objects.select_related("school", "asset", "room")


def _write(ticket: Ticket, leg: Leg | None, told: Report) -> bool:
    """Written by one statement, and its photo with it when there is one."""
    if not told.photo:
        return _written(ticket, leg, told) is not None
    with transaction.atomic():
        line = _written(ticket, leg, told)
        if line is not None:
            add_picture(line, told.photo)
    return line is not None


def _written(ticket: Ticket, leg: Leg | None, told: Report) -> Line | None:
    """The ticket, its clock, its first line and its entry in the journal, in one statement; None if it was known."""
    author = told.name if told.by is None else ""
    line = drafted(ticket, LineKind.REPORTED, _said(told), by=told.by, author=author, at=ticket.opened_at)
    hung: list[Hung] = [(line, "ticket_id", "id"), (report_entry(ticket, told.by), "thing_ref", "id::text")]
    hung += [(leg, "ticket_id", "id")] if leg is not None else []
    if not write_once(ticket, hung):
        return None
    for row in (line, *([leg] if leg is not None else ())):
        row.ticket = ticket
    return line


def _routed(told: Report) -> tuple[Ticket, Policy]:
    """The unsaved ticket, sent where the convention of today says, and that policy."""
    today = timezone.localdate()
    policy = policy_of(told.school, today)
    made = decide_on(policy, told.nature, told.impact, expert=told.expert, asset=told.asset, on=today)
    ticket = Ticket(
        client_key=told.key, school=told.school, room=told.room, asset=told.asset, nature=told.nature,
        symptom=told.symptom, impact=told.impact, expert=told.expert, summary=told.summary.strip(),
        detail=told.detail.strip(), channel=told.channel, reporter=told.by, reporter_name=told.name.strip(),
        desk=made.desk, routed_desk=made.desk, clause=made.clause, reason=made.reason,
        convention=made.convention, opened_at=_moment(told.at),
    )  # fmt: skip
    return ticket, policy


def _moment(at: dt.datetime | None) -> dt.datetime:
    """When the fault was described; a clock that is wrong, or a report too old, counts from now."""
    now = timezone.now()
    return at if at is not None and now - LONG_AGO <= at <= now else now


def _check_override(ticket: Ticket, told: Report) -> None:
    if ticket.desk == ticket.routed_desk:
        return
    if not told.desk_reason.strip():
        raise ValidationError({"desk_reason": "Envoyer ailleurs que la règle demande une raison : écrivez-la."})
    ticket.override_reason = told.desk_reason.strip()
    ticket.reason = f"Hors règle : {ticket.override_reason}"[:200]


def _said(told: Report) -> str:
    return "\n".join(filter(None, (told.summary.strip(), told.detail.strip())))


@transaction.atomic
def follow(*, ticket: Ticket, by: Person) -> None:
    """« Déjà signalé, me tenir informé »: one more person is told, no second ticket."""
    _, made = Follower.objects.get_or_create(ticket=ticket, person=by)
    if made:
        record(ticket, "followed", "Déjà signalée : une personne de plus est tenue informée.", by)


@transaction.atomic
def withdraw(*, ticket: Ticket, by: Person | None = None) -> None:
    """Sent by mistake: closed before anybody took it."""
    if ticket.status != Status.NEW:
        raise ValidationError("Cette panne est déjà prise en charge : écrivez plutôt un message.")
    close(ticket, Ending.WITHDRAWN, "Signalement retiré par l’école.", by)


def close(ticket: Ticket, ending: Ending, text: str, by: Person | None, at: dt.datetime | None = None) -> None:
    """The ticket is over, and its clock with it. Called inside the verbs’ transactions."""
    moment = at or timezone.now()
    clocks.end(ticket, moment, solved=False)
    ticket.status, ticket.closed_at, ticket.ending = Status.CLOSED, moment, ending
    ticket.save()
    tell(ticket, LineKind.CLOSED, text, by=by, at=moment)
    record(ticket, "closed", text, by)


@transaction.atomic
def keep_at_school(*, ticket: Ticket, by: Person) -> None:
    """Nobody is bound: the school has read what it can do, and files the report."""
    if ticket.desk != Desk.SCHOOL:
        raise ValidationError("Cette panne est confiée à une administration : elle se clôt quand elle est résolue.")
    close(ticket, Ending.NOBODY, "L’école a reçu la raison et ce qu’elle peut faire.", by)
