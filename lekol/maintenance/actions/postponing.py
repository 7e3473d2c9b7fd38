"""A fault put off to another day: the school reads the day and the reason, and its clock is not stopped for that."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from lekol.directory.models import Person
from lekol.maintenance.actions import clocks
from lekol.maintenance.actions.handling import locked
from lekol.maintenance.actions.rounds import plan_round
from lekol.maintenance.actions.telling import record, tell
from lekol.maintenance.choices import RUNNING, LineKind, Status
from lekol.maintenance.models import Ticket
from lekol.pact.dates import long_date

FARTHEST = dt.timedelta(days=366)


@transaction.atomic
def put_off(
    *, ticket: Ticket, by: Person, to: dt.date, reason: str, wanted: bool = False, visit: bool = False
) -> Ticket:
    """Whoever acts comes another day, and says why. The delay is owed to the school: it goes on.

    `wanted`: the school itself asked for that day, and the time until it is given back, as when it is waited for.
    `visit`: its school joins the round of that day.
    """
    row, now = locked(ticket), timezone.now()
    if row.status not in RUNNING:
        raise ValidationError(f"Une panne « {row.get_status_display()} » ne se reporte pas : relisez la page.")
    _check(to, reason)
    row.put_off_to, row.assignee = to, row.assignee or by
    row.status, row.taken_at = Status.TAKEN, row.taken_at or now
    if wanted:
        clocks.give_back(row, now, to)
    row.save()
    tell(row, LineKind.PUT_OFF, _said(to, reason, wanted), by=by, at=now)
    record(row, "put_off", f"Reportée au {long_date(to)}.", by)
    if visit:
        plan_round(person=by, day=to, schools=[row.school])
    return row


def _check(to: dt.date, reason: str) -> None:
    today = timezone.localdate()
    if not today < to <= today + FARTHEST:
        raise ValidationError({"to": "Choisissez un jour à venir, dans l’année."})
    if not reason.strip():
        raise ValidationError({"reason": "L’école lit pourquoi : écrivez-le."})


def _said(to: dt.date, reason: str, wanted: bool) -> str:
    head = "À la demande de l’école, reportée" if wanted else "Reportée"
    clock = "Le délai attend ce jour." if wanted else "Le délai continue de courir."
    return f"{head} au {long_date(to)} : {reason.strip().rstrip('.')}. {clock}"
