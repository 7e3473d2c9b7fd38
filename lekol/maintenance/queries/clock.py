"""Whose clock runs on a ticket, how far it has run, and who holds the ball."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from lekol.directory.models import School
from lekol.maintenance.choices import Answer, Desk, Status
from lekol.maintenance.models import Leg, Ticket, Transfer
from lekol.maintenance.queries.calendars import calendar_of, local
from lekol.maintenance.queries.tickets import policy_of
from lekol.maintenance.rules.clocks import Stage, minutes_in_words, stage
from lekol.maintenance.rules.routing import Decision
from lekol.pact.dates import long_date

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


@dataclass(frozen=True, slots=True)
class Clock:
    """The running clock: whose, how much is used and left (minutes of opening), its stage."""

    desk: str
    paused: bool
    used: int
    allowed: int
    stage: Stage
    due_at: dt.datetime
    left_words: str

    @property
    def share(self) -> float:
        """From 0 to 1: what a gauge draws."""
        return min(1.0, self.used / self.allowed) if self.allowed else 1.0


def clock_of(ticket: Ticket, legs: list[Leg], now: dt.datetime) -> Clock | None:
    """The clock of whoever holds the ticket; None when nobody is bound or nothing is left to do."""
    leg = next((row for row in legs if row.ended_at is None), None)
    if leg is None:
        return None
    protocol = policy_of(ticket.school, local(ticket.opened_at).date()).protocol
    calendar = calendar_of(ticket.school, protocol)
    until = local(leg.paused_at or now)
    used = max(0, calendar.elapsed(local(leg.began_at), until, leg.days) - leg.paused_minutes)
    left = abs(leg.solve_minutes - used)
    return Clock(
        leg.get_desk_display(),
        leg.paused_at is not None,
        used,
        leg.solve_minutes,
        stage(used, leg.solve_minutes, protocol.warn_percent),
        leg.due_at,
        minutes_in_words(left, calendar.minutes_a_day),
    )


def holder_of(ticket: Ticket, transfers: list[Transfer]) -> tuple[str, str]:
    """Who must make the next move, and which one: « École : confirmer que tout marche »."""
    waiting = next((row for row in transfers if row.answer == Answer.WAITING), None)
    if waiting is not None:
        return waiting.get_target_display(), "accepter ou refuser le transfert"
    match ticket.status:
        case Status.WAITING:
            return str(Desk.SCHOOL.label), "répondre à la question posée"
        case Status.SOLVED:
            return str(Desk.SCHOOL.label), "confirmer que tout marche"
        case Status.CLOSED:
            return "", ""
        case Status.NEW if not ticket.bound:
            return str(Desk.SCHOOL.label), "demander un conseil, un devis, proposer le don, ou classer"
        case Status.NEW:
            return ticket.get_desk_display(), "prendre la panne en charge"
        case _:
            return ticket.get_desk_display(), "résoudre la panne"


def due_words(school: School, decision: Decision) -> str:
    """« mardi 1er décembre, 10 h »: by when it would be solved if it were sent now; empty when nobody is bound."""
    if decision.delay is None:
        return ""
    now = timezone.now()
    calendar = calendar_of(school, policy_of(school, local(now).date()).protocol)
    due = calendar.add(local(now), calendar.allowed(days=decision.delay.solve_days), decision.delay.days)
    return f"{WEEKDAYS[due.weekday()]} {long_date(due.date())}"
