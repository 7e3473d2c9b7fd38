"""Formal notices: the file of a breach is frozen, the letter leaves, its delay runs, then it is cured or not."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from lekol.agreement.actions.deriving import derive
from lekol.agreement.choices import NoticeState
from lekol.agreement.models import Agreement, Notice, Party
from lekol.agreement.models.acts import reference
from lekol.agreement.queries import breach_file
from lekol.agreement.rules.life import Delay, delay_of, may_terminate
from lekol.agreement.rules.term import CALENDARS
from lekol.directory.models import Person
from lekol.journal.actions import write
from lekol.pact.calendars import REUNION
from lekol.pact.dates import long_date


@transaction.atomic
def prepare_notice(
    *, agreement: Agreement, sender: Party, recipient: Party, clauses: Iterable[str], grounds: str, by: Person | None,
    asked: str = "",
) -> Notice:  # fmt: skip
    """Freeze the file of a breach: what was promised, who owes it, its figures, its evidence, on this day.

    Raises ValidationError when the text has no such clause, when the agreement is not in force, or when the
    recipient owes none of the clauses.
    """
    today = timezone.localdate()
    _check(agreement, sender, recipient, today)
    file = breach_file(agreement, recipient, list(clauses), today)
    if not file:
        raise ValidationError(f"{recipient.short_name} ne doit aucune de ces clauses : il n’y a rien à lui reprocher.")
    notice = Notice(
        ref=reference(), agreement=agreement, sender=sender, recipient=recipient, prepared_on=today, grounds=grounds,
        asked=asked, clauses=[row["clause"] for row in file], file=file, digest=digest_of(file),
    )  # fmt: skip
    notice.full_clean()
    notice.save()
    _write(notice, by, "notice.prepared", f"préparée par {sender.short_name}, pour {recipient.short_name}")
    return notice


def _check(agreement: Agreement, sender: Party, recipient: Party, today: dt.date) -> None:
    if delay_of(agreement.data.get("notice")) is None:
        raise ValidationError("Le texte de cette convention ne prévoit pas de mise en demeure.")
    if not Agreement.objects.in_force_on(today).filter(pk=agreement.pk).exists():
        raise ValidationError("Cette convention n’est pas en vigueur aujourd’hui : elle n’oblige personne.")
    if sender == recipient:
        raise ValidationError({"recipient": "Une partie ne se met pas en demeure elle-même."})
    for party in (sender, recipient):
        if not party.signing or not party.is_party_on(today):
            raise ValidationError(f"{party.short_name} n’est pas une partie signataire aujourd’hui.")


def digest_of(file: Any) -> str:
    """The SHA-256 of a frozen file."""
    return hashlib.sha256(json.dumps(file, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def send_notice(*, notice: Notice, on: dt.date, tracking: str, by: Person | None) -> Notice:
    """The registered letter has left: the delay runs from that day, when the text says so."""
    row = _locked(notice, NoticeState.PREPARED)
    _not_ahead(on)
    if on < row.prepared_on:
        raise ValidationError({"on": f"Le dossier a été préparé le {long_date(row.prepared_on)} : l’envoi le suit."})
    row.sent_on, row.tracking, row.state = on, tracking.strip(), NoticeState.SENT
    row.ends_on = _last_day(row)
    row.save()
    until = f", délai jusqu’au {long_date(row.ends_on)} inclus" if row.ends_on else ""
    _write(row, by, "notice.sent", f"envoyée le {long_date(on)}{until}")
    return row


@transaction.atomic
def receive_notice(*, notice: Notice, on: dt.date, by: Person | None) -> Notice:
    """The letter was received that day, as its receipt says."""
    row = _locked(notice, NoticeState.SENT)
    _not_ahead(on)
    if row.received_on is not None:
        raise ValidationError(f"La réception est déjà inscrite : {long_date(row.received_on)}.")
    if row.sent_on and on < row.sent_on:
        raise ValidationError({"on": f"La lettre est partie le {long_date(row.sent_on)} : la réception la suit."})
    row.received_on = on
    row.ends_on = _last_day(row)
    row.save()
    _write(row, by, "notice.received", f"reçue le {long_date(on)}")
    return row


@transaction.atomic
def reply_notice(*, notice: Notice, reply: str, by: Person | None) -> Notice:
    """What the recipient answers, once; it stays beside the grounds."""
    row = _locked(notice, NoticeState.SENT)
    if row.reply:
        raise ValidationError("Le destinataire a déjà répondu : sa réponse ne se remplace pas.")
    row.reply, row.replied_on = reply.strip(), timezone.localdate()
    row.save()
    _write(row, by, "notice.replied", f"{row.recipient.short_name} répond : {row.reply[:200]}")
    return row


@transaction.atomic
def close_notice(*, notice: Notice, state: str, on: dt.date, outcome: str, by: Person | None) -> Notice:
    """Cured, as the sender acknowledges, or withdrawn by it."""
    row = (
        Notice.objects.select_for_update(of=("self",))
        .select_related("agreement", "sender", "recipient")
        .get(pk=notice.pk)
    )
    if not row.open or (state == NoticeState.CURED and row.state != NoticeState.SENT):
        raise ValidationError(f"Cette mise en demeure est {row.get_state_display()} : cela ne se peut plus.")
    _not_ahead(on)
    row.state, row.closed_on, row.outcome = state, on, outcome.strip()
    row.save()
    _write(row, by, f"notice.{state}", f"{row.get_state_display()} le {long_date(on)} : {row.outcome[:200]}")
    return row


@transaction.atomic
def terminate(*, notice: Notice, on: dt.date, outcome: str, by: Person | None) -> Notice:
    """Terminate the agreement de plein droit, once the delay is spent and the breach not cured."""
    row = _locked(notice, NoticeState.SENT)
    _not_ahead(on)
    if not may_terminate(open_=row.open, ends_on=row.ends_on, on=on):
        when = (
            f"le délai court jusqu’au {long_date(row.ends_on)} inclus"
            if row.ends_on
            else "le délai ne court pas encore"
        )
        raise ValidationError({"on": f"La résiliation n’est pas ouverte ce jour-là : {when}."})
    row.state, row.terminated_on, row.closed_on, row.outcome = NoticeState.TERMINATED, on, on, outcome.strip()
    row.save()
    agreement = Agreement.objects.select_for_update().get(pk=row.agreement_id)
    agreement.terminated_on = on
    derive(agreement, agreement.signed_on)
    clause = str(agreement.data.get("notice", {}).get("clause", ""))
    summary = f"Convention résiliée de plein droit le {long_date(on)}, après la mise en demeure {row.ref}."
    write(verb="agreement.terminated", thing=agreement, by=by, clause=clause, summary=summary)
    _write(row, by, "notice.terminated", f"suivie de la résiliation le {long_date(on)}")
    return row


def _last_day(row: Notice) -> dt.date | None:
    delay: Delay | None = delay_of(row.agreement.data.get("notice"))
    reunion = CALENDARS[row.agreement.data.get("calendar", "reunion")] == REUNION
    return delay.last_day(row.sent_on, row.received_on, reunion=reunion) if delay else None


def _locked(notice: Notice, state: str) -> Notice:
    rows = Notice.objects.select_for_update(of=("self",)).select_related("agreement", "sender", "recipient")
    row = rows.get(pk=notice.pk)
    if row.state != state:
        raise ValidationError(f"Cette mise en demeure est {row.get_state_display()} : cela ne se peut plus.")
    return row


def _not_ahead(on: dt.date) -> None:
    if on > timezone.localdate():
        raise ValidationError({"on": "Cette date est à venir : inscrivez-la le jour venu."})


def _write(row: Notice, by: Person | None, verb: str, said: str) -> None:
    clause = str(row.agreement.data.get("notice", {}).get("clause", ""))
    write(verb=verb, thing=row, by=by, clause=clause, summary=f"Mise en demeure {said.rstrip('.')}."[:400])
