"""Who must be reminded of what on a morning: each letter has a key, so that it leaves once."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.urls import reverse
from django.utils import timezone

from lekol.agreement.models import Agreement
from lekol.directory.models import Person, Post
from lekol.governance.choices import MeetingState, Reply
from lekol.governance.models import Action, Meeting
from lekol.governance.queries.duty import standing
from lekol.governance.queries.seats import sittings
from lekol.governance.rules import clock
from lekol.governance.rules.seats import Committee, committees_of
from lekol.pact.dates import long_date

BEFORE_MEETING = (7, 1)  # days
BEFORE_ACTION = (14, 3, 0)  # days
EVERY_LATE = 7  # days between two reminders of an action overdue
LONGEST_LATE = 364  # days: beyond a year nobody is written to, the next meeting decides


@dataclass(frozen=True)
class Letter:
    """One e-mail to one person."""

    key: str
    to: str
    subject: str
    text: str
    path: str
    thing: models.Model | None = None


def letters(today: dt.date) -> Iterator[Letter]:
    """Every reminder a day asks for; those already sent are for the sender to leave out."""
    yield from _meetings(today)
    yield from _actions(today)
    for agreement in Agreement.objects.in_force_on(today).prefetch_related("parties__commune", "parties__academy"):
        for committee in committees_of(agreement.data):
            yield from _duty(agreement, committee, today)


def _meetings(today: dt.date) -> Iterator[Letter]:
    last = today + dt.timedelta(days=max(BEFORE_MEETING) + 1)
    rows = Meeting.objects.filter(state=MeetingState.CONVENED, starts_at__date__range=(today, last))
    for meeting in rows.prefetch_related("attendances__person").order_by("starts_at", "id"):
        days = (meeting.on - today).days
        if days in BEFORE_MEETING:
            yield from _to_come(meeting, days)


def _to_come(meeting: Meeting, days: int) -> Iterator[Letter]:
    when = "demain" if days == 1 else f"dans {days} jours"
    at = timezone.localtime(meeting.starts_at)
    text = f"{meeting}, {when}, à {at:%H:%M}, {meeting.place}."
    for row in meeting.attendances.all():
        if row.person and row.person.email and row.invited_at and row.reply != Reply.NO:
            key = f"reunion:{meeting.ref}:{meeting.sequence}:{days}:{row.seat}"[:120]
            yield Letter(key, row.person.email, f"Rappel : {meeting}", text, meeting.get_absolute_url())


def _actions(today: dt.date) -> Iterator[Letter]:
    window = (today - dt.timedelta(days=LONGEST_LATE), today + dt.timedelta(days=max(BEFORE_ACTION)))
    rows = Action.objects.open().filter(due_on__range=window).select_related("owner", "decision")
    for action in rows.order_by("due_on", "id"):
        left = (action.due_on - today).days
        late = left < 0 and -left % EVERY_LATE == 0
        if action.owner.email and (left in BEFORE_ACTION or late):
            yield _of_action(action, left)


def _of_action(action: Action, left: int) -> Letter:
    day = long_date(action.due_on)
    when = f"était due le {day}" if left < 0 else "est due aujourd’hui" if left == 0 else f"est due le {day}"
    text = f"« {action.title} » ({action.decision.number}) {when}. Dites où elle en est, ou notez qu’elle est faite."
    subject = f"{'En retard' if left < 0 else 'À faire'} : {action.title}"[:150]
    key = f"action:{action.ref}:{action.due_on}:{left}"
    return Letter(key, action.owner.email, subject, text, action.get_absolute_url(), action)


def _duty(agreement: Agreement, committee: Committee, today: dt.date) -> Iterator[Letter]:
    found = standing(agreement, committee, today)
    if (
        found is None
        or found.state not in (clock.TO_CONVENE, clock.URGENT)
        or today not in clock.warnings(found.period)
    ):
        return
    path = reverse("governance:committee", args=[agreement.slug, committee.key])
    for person in _chairs(agreement, committee, today):
        key = f"echeance:{agreement.pk}:{committee.key}:{found.period.year}:{today}:{person.ref}"
        yield Letter(key, person.email, f"{committee.name} à réunir", found.sentence, path, agreement)


def _chairs(agreement: Agreement, committee: Committee, today: dt.date) -> list[Person]:
    """The co-chairs; while a seat of theirs is vacant, the project lead and the digital delegate of its side."""
    rows = sittings(agreement, [committee], today)[committee.key]
    found = {row.acting for row in rows if row.seat in committee.chairs and row.acting is not None}
    if any(row.acting is None for row in rows if row.seat in committee.chairs):
        here = models.Q(pk=None)
        for party in agreement.parties.all():
            if party.commune_id:
                here |= models.Q(role="projet_ville", commune=party.commune_id)
            if party.academy_id:
                here |= models.Q(role="dan", academy=party.academy_id)
        found |= {post.person for post in Post.objects.on(today).filter(here).select_related("person")}
    return sorted((person for person in found if person.email), key=lambda person: person.pk)
