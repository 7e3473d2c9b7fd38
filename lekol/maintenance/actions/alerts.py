"""Warnings before a delay runs out, and each level after it: told once, in the timeline of the party that acts."""

import datetime as dt

from django.db import transaction

from lekol.maintenance.actions.handling import locked
from lekol.maintenance.actions.telling import record, tell
from lekol.maintenance.choices import RUNNING, Desk, LineKind
from lekol.maintenance.models import Ticket
from lekol.maintenance.queries import clock_of
from lekol.maintenance.queries.clock import Clock

ONE_PARTY = (Desk.CITY, Desk.STATE)


def raise_alerts(*, now: dt.datetime) -> int:
    """Tell every stage reached since last time; answers how many were told. Safe to run twice."""
    rows = Ticket.objects.filter(status__in=RUNNING, warn_at__lte=now).order_by("pk").values_list("pk", flat=True)
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
