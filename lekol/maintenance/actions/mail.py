"""Mail both ways: a message becomes a ticket or a line, once; a shared line is sent to those who follow."""

import logging
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.utils import timezone

from lekol.directory.models import Person, School
from lekol.kit.writing import write_once
from lekol.maintenance.access import may_confirm, may_handle, sees
from lekol.maintenance.actions.handling import answer, say
from lekol.maintenance.actions.pictures import add_file, add_picture, redrawn
from lekol.maintenance.actions.reporting import Report, report
from lekol.maintenance.actions.telling import SENT_KINDS
from lekol.maintenance.choices import OPEN, Channel, LineKind, MailOutcome, Side
from lekol.maintenance.models import Line, Mail, MailFile, Ticket
from lekol.maintenance.ports import Incoming, Joined
from lekol.maintenance.queries import around, asset_at, mails
from lekol.maintenance.rules.mail import message_id, nature_of, new_text, numbers_in, refs_of, thread_id

log = logging.getLogger("lekol.mail")
BATCH = 200
TALK = (LineKind.SAID, LineKind.ASKED, LineKind.SUPPLIER, LineKind.TRANSFER)
"""What is never the same on two tickets."""


class Refused(Exception):
    """A message that becomes nothing, and the sentence that says why."""


def receive(message: Incoming) -> Mail:
    """What a message becomes; the same one, received again or by two at once, is what it already was."""
    if known := mails.of_identifier.first(message.message_id[:250]):
        return known
    try:
        with transaction.atomic():
            ticket, outcome = _placed(message)
            return _written(message, outcome, ticket)
    except (Refused, ValidationError) as fault:
        said = " ".join(fault.messages) if isinstance(fault, ValidationError) else str(fault)
        return _refused(message, said)
    except IntegrityError:
        # Taken by another at the same instant: its ticket stands, ours was never written.
        if known := mails.of_identifier.first(message.message_id[:250]):
            return known
        raise


def _written(message: Incoming, outcome: MailOutcome, ticket: Ticket) -> Mail:
    row = Mail(
        message_id=message.message_id[:250], sender=message.sender[:254], subject=message.subject[:200],
        outcome=outcome, ticket=ticket,
    )  # fmt: skip
    if not write_once(row, ()):
        raise IntegrityError("Ce courriel est déjà reçu.")
    return row


@transaction.atomic
def _refused(message: Incoming, reason: str) -> Mail:
    """Kept whole until someone decides: what a school wrote is never lost for a reason it does not know."""
    row = note(message.message_id, message.sender, message.subject, MailOutcome.REFUSED, reason)
    row.text, row.person = message.text[:20_000], _writer(message)
    row.save(update_fields=["text", "person"])
    for file in message.files:
        made = MailFile(mail=row, name=file.name[:120], size=len(file.content))
        made.file.save("piece.bin", ContentFile(file.content), save=False)
        made.save()
    return row


def _writer(message: Incoming) -> Person | None:
    """Whoever the server proved wrote it."""
    found = mails.of_address(message.sender) if message.verified else []
    return found[0] if len(found) == 1 else None


def note(
    identifier: str, sender: str, subject: str, outcome: MailOutcome, reason: str, ticket: Ticket | None = None
) -> Mail:
    """Keep that a message came, and what became of it."""
    found, _ = Mail.objects.get_or_create(
        message_id=identifier[:250],
        defaults={"sender": sender[:254], "subject": subject[:200], "outcome": outcome, "reason": reason[:200],
                  "ticket": ticket},
    )  # fmt: skip
    return found


def _placed(message: Incoming) -> tuple[Ticket, MailOutcome]:
    """The ticket of a message: the one it answers, else a new one. Nobody is believed on their address alone."""
    if not message.verified:
        raise Refused("Le serveur n’a pas prouvé que ce courriel vient de cette adresse.")
    person = _person(message.sender)
    for ref in refs_of(message.subject, message.refs):
        ticket = around.of_ref.first(ref)
        if ticket is not None and ticket.status in OPEN and sees(person, ticket):
            _answered(ticket, person, message)
            return ticket, MailOutcome.ANSWERED
    return _opened(person, message), MailOutcome.OPENED


def _person(address: str) -> Person:
    found = mails.of_address(address)
    if len(found) != 1:
        raise Refused("Cette adresse n’est celle d’aucune personne connue.")
    return found[0]


def _answered(ticket: Ticket, person: Person, message: Incoming) -> None:
    text = new_text(message.text) or "(sans texte)"
    if may_confirm(person, ticket) and not may_handle(person, ticket):
        line = answer(ticket=ticket, text=text, by=person)
    else:
        line = say(ticket=ticket, text=text, by=person)
    _join(line, message)


def _opened(person: Person, message: Incoming) -> Ticket:
    school = _school(person)
    text = new_text(message.text)
    number = next(iter(numbers_in(f"{message.subject} {text}")), "")
    summary = message.subject.strip()[:200] or "Courriel sans objet"
    told = Report(
        school=school, nature=nature_of(f"{message.subject} {text}"), summary=summary,
        detail=text[:4000], asset=asset_at(school, number) if number else None, by=person, channel=Channel.MAIL,
    )  # fmt: skip
    ticket = report(told)
    if message.files or message.dropped:
        _join(ticket.lines.order_by("pk")[0], message)
    return ticket


def _school(person: Person) -> School:
    posts = mails.school_posts_of(person.pk, timezone.localdate())
    schools = {post.school_id: post.school for post in posts if post.school is not None}
    if len(schools) != 1:
        raise Refused("Cette personne n’a pas une seule école : qu’elle signale depuis la page.")
    return next(iter(schools.values()))


def _join(line: Line, message: Incoming) -> None:
    """Pictures are drawn again; other files are kept to be downloaded, never opened."""
    for file in message.files:
        keep_file(line, file)
    if message.dropped:
        line.text += f"\n\n({message.dropped} pièces jointes trop grosses ou trop nombreuses n’ont pas été gardées.)"
        line.save(update_fields=["text"])


def keep_file(line: Line, file: Joined) -> None:
    """A picture drawn again, or a file to be downloaded. Called inside the verbs’ transactions."""
    try:
        add_picture(line, redrawn(file.content), file.name)
    except ValidationError:
        add_file(line, file.content, file.name)


def domain() -> str:
    """The domain of our messages: that of the address they leave from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "lekol.invalid"


def deliver() -> int:
    """Send the shared lines nobody was told of yet; answers how many messages left. Safe to run twice."""
    rows = Line.objects.filter(mailed_at=None, kind__in=SENT_KINDS, side=Side.ALL).order_by("pk")
    sent, told = 0, set[tuple[str, int, str]]()
    for line in rows.select_related("ticket__reporter", "by")[:BATCH]:
        people = [one for one in recipients(line) if _first(told, one, line)]
        sent += _send(line, people)
        Line.objects.filter(pk=line.pk).update(mailed_at=timezone.now())
    return sent


def _first(told: set[tuple[str, int, str]], address: str, line: Line) -> bool:
    """What a general outage says on each ticket that hangs on it is told once to who follows several."""
    key = (address, line.ticket.parent_id or line.ticket_id, f"{line.kind} {line.pk if line.kind in TALK else ''}")
    known = key in told
    told.add(key)
    return not known


def recipients(line: Line) -> list[str]:
    """Whoever reported or follows the ticket, but the author of the line."""
    ticket = line.ticket
    people = [row.person for row in ticket.followers.select_related("person")]
    people += [ticket.reporter] if ticket.reporter else []
    return sorted({one.email for one in people if one.email and one.pk != line.by_id})


def _send(line: Line, addresses: list[str]) -> int:
    ticket, here = line.ticket, domain()
    identifier, thread = message_id(ticket.ref, line.pk, here), thread_id(ticket.ref, here)
    for address in addresses:
        headers = {
            "Message-ID": identifier, "In-Reply-To": thread, "References": thread,
            "Auto-Submitted": "auto-generated", "X-Lekol": ticket.ref,
        }  # fmt: skip
        body = f"{line.author} :\n\n{line.text}\n\nSuivi : {settings.PUBLIC_URL}{ticket.get_absolute_url()}\n"
        EmailMessage(f"[Panne {ticket.ref}] {ticket.summary}", body, to=[address], headers=headers).send()
    return len(addresses)
