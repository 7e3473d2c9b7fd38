"""Starting, pausing and ending the clock of the party that holds a ticket. Called inside the verbs’ transactions."""

import datetime as dt

from django.utils import timezone

from lekol.maintenance.choices import Days, Desk
from lekol.maintenance.models import Leg, Ticket
from lekol.maintenance.queries import calendar_of, local, policy_of
from lekol.pact.opening import Calendar
from lekol.pact.policies import Policy

PERCENT = 100


def start(ticket: Ticket, desk: str, at: dt.datetime, known: Policy | None = None) -> Leg | None:
    """The ticket is now with a party: its own delay begins. Nobody bound, no clock. The ticket is not saved here.

    `known`: the policy of the day it was opened, when the caller has just read it.
    """
    ticket.desk = desk
    if desk == Desk.SCHOOL:
        ticket.respond_by = ticket.due_at = ticket.warn_at = None
        return None
    policy = known or policy_of(ticket.school, local(ticket.opened_at).date())
    return _start(ticket, policy, calendar_of(ticket.school, policy.protocol), at)


def _start(ticket: Ticket, policy: Policy, calendar: Calendar, at: dt.datetime) -> Leg:
    delay = policy.protocol.delay(ticket.nature, ticket.impact, ticket.desk)
    leg = Leg(
        ticket=ticket, desk=ticket.desk, days=Days(delay.days), began_at=at, clause=delay.clause, due_at=at,
        respond_minutes=calendar.allowed(hours=delay.respond_hours),
        solve_minutes=calendar.allowed(days=delay.solve_days),
    )  # fmt: skip
    set_dates(ticket, leg, calendar, policy.protocol.warn_percent)
    return leg


def set_dates(ticket: Ticket, leg: Leg, calendar: Calendar, warn_percent: int) -> None:
    """What the calendar makes of the delay of a leg; the time it waited is given back."""
    began = local(leg.began_at)

    def after(minutes: int) -> dt.datetime:
        return timezone.make_aware(calendar.add(began, minutes + leg.paused_minutes, leg.days))

    leg.due_at = after(leg.solve_minutes)
    ticket.due_at = leg.due_at
    ticket.respond_by = after(leg.respond_minutes)
    ticket.warn_at = after(leg.solve_minutes * warn_percent // PERCENT)


def current(ticket: Ticket) -> Leg | None:
    """The leg of whoever holds the ticket."""
    return ticket.legs.filter(ended_at=None).first()


def pause(ticket: Ticket, at: dt.datetime) -> None:
    """The school is asked something: the clock stands still until it answers."""
    leg = current(ticket)
    if leg is not None and leg.paused_at is None:
        leg.paused_at = at
        leg.save(update_fields=["paused_at"])


def resume(ticket: Ticket, at: dt.datetime) -> None:
    """The answer came: the clock goes on, and the time waited is given back. The ticket is not saved here."""
    leg = current(ticket)
    if leg is None or leg.paused_at is None:
        return
    policy = policy_of(ticket.school, local(ticket.opened_at).date())
    calendar = calendar_of(ticket.school, policy.protocol)
    leg.paused_minutes += calendar.elapsed(local(leg.paused_at), local(at), leg.days)
    leg.paused_at = None
    set_dates(ticket, leg, calendar, policy.protocol.warn_percent)
    leg.save()


def give_back(ticket: Ticket, since: dt.datetime, until: dt.date) -> None:
    """The school asked to wait until a day: opening time until then does not count. The ticket is not saved here."""
    leg = current(ticket)
    if leg is None or leg.paused_at is not None:
        return
    protocol = policy_of(ticket.school, local(ticket.opened_at).date()).protocol
    calendar = calendar_of(ticket.school, protocol)
    leg.paused_minutes += calendar.elapsed(local(since), dt.datetime.combine(until, protocol.opens), leg.days)
    set_dates(ticket, leg, calendar, protocol.warn_percent)
    leg.save()


def end(ticket: Ticket, at: dt.datetime, *, solved: bool) -> None:
    """The party gives the ticket back, solved or not."""
    resume(ticket, at)
    leg = current(ticket)
    if leg is not None:
        leg.ended_at, leg.solved = at, solved
        leg.save(update_fields=["ended_at", "solved"])
