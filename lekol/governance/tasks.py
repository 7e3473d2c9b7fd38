"""The work of governance in the job queue: e-mails of a meeting, reminders of each morning, freezes."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import connection
from django.template.loader import render_to_string
from django.utils import timezone
from procrastinate.contrib.django import app

from lekol.governance.actions import freeze, freeze_due
from lekol.governance.choices import MeetingState
from lekol.governance.models import Attendance, Freezing, Meeting, Reminder
from lekol.governance.queries.reminding import Letter, letters
from lekol.governance.rules.invitation import Sitting, calendar
from lekol.journal.actions import write


@app.task(queue="courriel", retry=5)
def send_invitations(meeting_id: int, sequence: int) -> None:
    """Convene, tell of a move or of a cancellation; a version already overtaken is not sent."""
    meeting = Meeting.objects.select_related("agreement").get(pk=meeting_id)
    if meeting.sequence != sequence:
        return
    called = meeting.attendances.exclude(person=None).exclude(invited_at=None).select_related("person")
    addresses = [row.person.email for row in called if row.person and row.person.email]
    content = calendar(sitting_of(meeting), addresses)
    for row in called:
        if row.person and row.person.email:
            _invite(meeting, row, content)


def _invite(meeting: Meeting, row: Attendance, content: bytes) -> None:
    key = f"convocation:{meeting.ref}:{meeting.sequence}:{row.seat}"[:120]
    if Reminder.objects.filter(key=key).exists() or row.person is None:
        return  # a retried job reaches only those it had not reached
    context = {
        "meeting": meeting, "row": row, "items": list(meeting.items.order_by("rank", "id")),
        "url": f"{settings.PUBLIC_URL}{meeting.get_absolute_url()}", "cancelled": _cancelled(meeting),
    }  # fmt: skip
    subject = ("Annulée : " if _cancelled(meeting) else "Convocation : ") + str(meeting)
    message = EmailMessage(
        subject, render_to_string("governance/courriel/convocation.txt", context), to=[row.person.email]
    )
    method = "CANCEL" if _cancelled(meeting) else "REQUEST"
    message.attach("seance.ics", content.decode(), f"text/calendar; method={method}; charset=utf-8")
    message.send()
    Reminder.objects.create(key=key)


def _cancelled(meeting: Meeting) -> bool:
    return meeting.state == MeetingState.CANCELLED


def sitting_of(meeting: Meeting) -> Sitting:
    """The meeting as a calendar entry."""
    items = "\n".join(f"{rank}. {item.title}" for rank, item in enumerate(meeting.items.order_by("rank", "id"), 1))
    return Sitting(
        uid=f"{meeting.ref}@lekol",
        title=str(meeting),
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        text=items,
        url=f"{settings.PUBLIC_URL}{meeting.get_absolute_url()}",
        organiser=settings.DEFAULT_FROM_EMAIL,
        stamp=meeting.convened_at or meeting.starts_at,
        sequence=meeting.sequence,
        cancelled=_cancelled(meeting),
    )


@app.periodic(cron="0 7 * * *")
@app.task(queue="courriel", retry=3, queueing_lock="rappels-gouvernance")
def remind(timestamp: int) -> None:
    """The reminders of the morning: duties, meetings to come, actions due; each leaves once."""
    for letter in letters(timezone.localdate()):
        _remind(letter)


def _remind(letter: Letter) -> None:
    if Reminder.objects.filter(key=letter.key).exists():
        return
    text = render_to_string("governance/courriel/rappel.txt", {"letter": letter, "base": settings.PUBLIC_URL})
    EmailMessage(letter.subject, text, to=[letter.to]).send()
    Reminder.objects.create(key=letter.key)
    if letter.thing is not None:
        write(verb="reminder.sent", thing=letter.thing, clause="8.1", summary=f"Rappel envoyé : {letter.subject}"[:400])


@app.periodic(cron="30 6 * * *")
@app.task(queue="bilans", retry=3, queueing_lock="indicateurs")
def freeze_indicators(timestamp: int) -> None:
    """Freeze the figures of the periods that ended, after the measures of the night."""
    freeze_due(today=timezone.localdate())


@app.task(queue="bilans")
def freeze_year(freezing_id: int) -> None:
    """Freeze a year; how far it has gone is told beside the transaction that does it."""
    asked = Freezing.objects.select_related("agreement", "asked_by").get(pk=freezing_id)
    if asked.review_id or asked.fault:
        return
    beside = connection.copy()
    try:
        with beside.cursor() as cursor:

            def tell(percent: int) -> None:
                cursor.execute("UPDATE governance_freezing SET percent = %s WHERE id = %s", [percent, asked.pk])

            asked.review = freeze(
                agreement=asked.agreement, school_year=asked.school_year, by=asked.asked_by, progress=tell
            )
        asked.percent = 100
    except ValidationError as fault:
        asked.fault = " ".join(fault.messages)[:400]
    finally:
        beside.close()
    asked.save(update_fields=["review", "percent", "fault"])
