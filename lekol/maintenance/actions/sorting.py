"""A refused message and what someone decides of it: it joins a ticket, opens one, or is put aside."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from lekol.directory.models import Person, School
from lekol.journal.actions import write
from lekol.maintenance.actions.mail import keep_file
from lekol.maintenance.actions.reporting import Report, report
from lekol.maintenance.actions.telling import record, tell
from lekol.maintenance.choices import OPEN, Channel, LineKind, MailOutcome
from lekol.maintenance.models import Line, Mail, MailFile, Ticket
from lekol.maintenance.ports import Joined
from lekol.maintenance.queries import stale_mails
from lekol.maintenance.rules.mail import new_text


def _waiting(mail: Mail) -> Mail:
    found = Mail.objects.select_for_update(of=("self",)).select_related("person").get(pk=mail.pk)
    if not found.waits:
        raise ValidationError("Quelqu’un a déjà décidé de ce courriel : relisez la page.")
    return found


@transaction.atomic
def attach_mail(*, mail: Mail, ticket: Ticket, by: Person) -> Ticket:
    """Its words and its files join the timeline of a ticket, under the address they came from."""
    row = _waiting(mail)
    if ticket.status not in OPEN:
        raise ValidationError({"ref": "Cette panne est close : choisissez-en une ouverte."})
    text = new_text(row.text) or row.subject or "(sans texte)"
    line = tell(ticket, LineKind.SAID, f"{text}\n\n(Courriel trié par {by}.)", by=row.person, author=_author(row))
    _settle(row, line, ticket, MailOutcome.ANSWERED, by)
    record(ticket, "mail_attached", "Courriel refusé rattaché à la panne.", by)
    return ticket


@transaction.atomic
def open_mail(*, mail: Mail, school: School, nature: str, by: Person) -> Ticket:
    """It opens a ticket in the school chosen."""
    row = _waiting(mail)
    told = Report(
        school=school, nature=nature, summary=row.subject.strip() or "Courriel sans objet",
        detail=new_text(row.text)[:4000], channel=Channel.MAIL, by=row.person,
        name="" if row.person else row.sender[:80],
    )  # fmt: skip
    ticket = report(told)
    _settle(row, ticket.lines.order_by("pk")[0], ticket, MailOutcome.OPENED, by)
    record(ticket, "mail_opened", f"Panne ouverte depuis un courriel refusé, par {by}.", by)
    return ticket


@transaction.atomic
def drop_mail(*, mail: Mail, by: Person) -> None:
    """Nothing to do with it: its words and its files go, that it came stays."""
    row = _waiting(mail)
    write(verb="mail.dropped", thing=row, by=by, clause="4.4", summary="Courriel refusé écarté.")
    _close(row, MailOutcome.IGNORED, by)


def _author(row: Mail) -> str:
    return str(row.person) if row.person else f"{row.sender} (adresse non prouvée)"[:160]


def _settle(row: Mail, line: Line, ticket: Ticket, outcome: MailOutcome, by: Person) -> None:
    for file in row.files.all():
        with file.file.open("rb") as content:
            keep_file(line, Joined(file.name, content.read()))
    row.ticket = ticket
    _close(row, outcome, by)


def _close(row: Mail, outcome: MailOutcome, by: Person | None) -> None:
    row.outcome, row.text, row.decided_by, row.decided_at = outcome, "", by, timezone.now()
    row.save()
    _erase(row)


def _erase(row: Mail) -> None:
    """The files leave the disk once everything is written."""
    for file in row.files.all():
        transaction.on_commit(lambda kept=file.file: kept.delete(save=False))  # type: ignore[misc]
    MailFile.objects.filter(mail=row).delete()


@transaction.atomic
def forget_mails(*, on: dt.date) -> int:
    """Refused messages nobody decided of in time lose their words and their files; answers how many."""
    rows = list(stale_mails(on).select_for_update(of=("self",)).prefetch_related("files"))
    for row in rows:
        row.reason = f"{row.reason} Personne n’a décidé à temps."[:200]
        write(verb="mail.forgotten", thing=row, clause="4.4", summary="Texte d’un courriel refusé effacé à son terme.")
        _close(row, MailOutcome.IGNORED, None)
    return len(rows)
