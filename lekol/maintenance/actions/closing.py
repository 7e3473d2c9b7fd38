"""Closing a ticket: the school confirms or reopens, silence closes it, and what was learnt is kept."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from lekol.directory.models import Person
from lekol.journal.actions import write
from lekol.maintenance.actions import clocks
from lekol.maintenance.actions.handling import locked
from lekol.maintenance.actions.reporting import close
from lekol.maintenance.actions.telling import record, tell
from lekol.maintenance.choices import Ending, LineKind, Status
from lekol.maintenance.models import Article, Satisfaction, Ticket
from lekol.maintenance.queries import calendar_of, local, policy_of


@transaction.atomic
def confirm(
    *, ticket: Ticket, by: Person | None, speed: int | None = None, result: int | None = None, comment: str = ""
) -> Ticket:
    """The school says that it works, and how it went: two answers from 1 to 4, if it wants to give them."""
    row = locked(ticket)
    if row.status != Status.SOLVED:
        raise ValidationError("Cette panne n’attend pas de confirmation : relisez la page.")
    row.answered_at = timezone.now()
    close(row, Ending.CONFIRMED, "L’école confirme que tout marche.", by)
    if speed and result:
        made = Satisfaction(ticket=row, speed=speed, result=result, comment=comment.strip())
        made.full_clean()
        made.save()
    return row


@transaction.atomic
def reopen(*, ticket: Ticket, by: Person | None, reason: str) -> Ticket:
    """It does not work: the party that had it has it again, with a new delay; reopenings are counted."""
    row, now = locked(ticket), timezone.now()
    if row.status not in (Status.SOLVED, Status.CLOSED) or row.ending == Ending.WITHDRAWN:
        raise ValidationError("Seule une panne résolue ou close se rouvre.")
    row.status, row.reopened = Status.TAKEN, row.reopened + 1
    row.solved_at = row.closed_at = None
    row.ending = ""
    leg = clocks.start(row, row.desk, now)
    row.save()
    if leg is not None:
        leg.save()
    tell(row, LineKind.REOPENED, f"La panne n’est pas résolue : {reason.strip()}", by=by, at=now)
    record(row, "reopened", "Rouverte par l’école.", by)
    return row


def close_silent(*, now: dt.datetime) -> int:
    """Solved tickets the school said nothing about for the days of the protocol are closed; answers how many."""
    rows = Ticket.objects.filter(status=Status.SOLVED, solved_at__lt=now).select_related("school__commune__academy")
    return sum(_close_if_silent(row, now) for row in rows.order_by("pk").iterator(chunk_size=500))


@transaction.atomic
def _close_if_silent(ticket: Ticket, now: dt.datetime) -> bool:
    protocol = policy_of(ticket.school, local(ticket.opened_at).date()).protocol
    calendar = calendar_of(ticket.school, protocol)
    if ticket.solved_at is None or ticket.status != Status.SOLVED:
        return False
    silent = calendar.elapsed(local(ticket.solved_at), local(now))
    if silent < calendar.allowed(days=protocol.confirm_days):
        return False
    said = f"Close d’office : l’école n’a rien dit pendant {protocol.confirm_days} jours d’école."
    close(locked(ticket), Ending.SILENT, said, None, now)
    return True


@transaction.atomic
def propose_article(*, ticket: Ticket, title: str, answer: str, by: Person) -> Article:
    """What solved a ticket may help others: proposed, then published by whoever keeps the answers."""
    made = Article(title=title.strip(), answer=answer.strip(), nature=ticket.nature, born_of=ticket, proposed_by=by)
    made.full_clean()
    made.save()
    record(ticket, "article_proposed", f"Réponse proposée : {made.title}.", by)
    return made


@transaction.atomic
def publish_article(*, article: Article, title: str, answer: str, nature: str, by: Person) -> Article:
    """The answer is proposed to schools while they type."""
    article.title, article.answer, article.nature = title.strip(), answer.strip(), nature
    article.published_at = article.published_at or timezone.now()
    article.full_clean()
    article.save()
    write(verb="article.published", thing=article, by=by, clause="4.4", summary=f"Réponse publiée : {article.title}.")
    return article


def helped(*, article: Article) -> None:
    """Someone found the answer and had nothing to report."""
    Article.objects.filter(pk=article.pk).update(helped=F("helped") + 1)
