"""Telling whoever is named in a private message: on their page, and once by e-mail."""

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from lekol.directory.models import Person
from lekol.maintenance.models import Line, Mention

BATCH = 200


def mention(line: Line, people: Iterable[Person]) -> None:
    """Called inside the verbs’ transactions; whoever writes is never told of their own message."""
    named = [Mention(line=line, person=one) for one in people if one.pk != line.by_id]
    Mention.objects.bulk_create(named, ignore_conflicts=True)


def seen_mentions(*, person: Person) -> int:
    """« Tout est lu »: how many were new."""
    return Mention.objects.filter(person=person, seen_at=None).update(seen_at=timezone.now())


def deliver_mentions() -> int:
    """One e-mail for each mention nobody was told of yet: who wrote and where, never what. Safe to run twice."""
    rows = Mention.objects.filter(mailed_at=None).select_related("line__ticket", "person").order_by("pk")
    return sum(_send(row) for row in rows[:BATCH])


def _send(row: Mention) -> bool:
    """Marked before it leaves: a fault of the mail server never sends it twice."""
    Mention.objects.filter(pk=row.pk).update(mailed_at=timezone.now())
    if not row.person.email or row.seen_at is not None:
        return False
    ticket = row.line.ticket
    body = (
        f"{row.line.author} vous a cité dans un message interne.\n\n{settings.PUBLIC_URL}{ticket.get_absolute_url()}\n"
    )
    headers = {"Auto-Submitted": "auto-generated", "X-Lekol": ticket.ref}
    EmailMessage(f"[Panne {ticket.ref}] On vous a cité", body, to=[row.person.email], headers=headers).send()
    return True
