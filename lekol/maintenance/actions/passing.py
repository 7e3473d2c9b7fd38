"""A ticket passes from a party to another, a device to its supplier. Nobody is given work without a word to say."""

import datetime as dt
from functools import partial

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from lekol.directory.models import Person
from lekol.maintenance.actions import clocks
from lekol.maintenance.actions.handling import locked
from lekol.maintenance.actions.telling import record, tell
from lekol.maintenance.choices import RUNNING, Answer, Desk, LineKind, Side, Status, WishKind
from lekol.maintenance.models import HandOff, Ticket, Transfer
from lekol.maintenance.models.exchange import SALT
from lekol.pact.dates import long_date

LINK_DAYS = 120


@transaction.atomic
def ask_transfer(*, ticket: Ticket, target: str, reason: str, by: Person) -> Transfer:
    """One party asks another to take the ticket; its own clock runs until the other accepts."""
    row = locked(ticket)
    if row.status not in (*RUNNING, Status.WAITING):
        raise ValidationError("Cette panne ne se transfère plus.")
    made = Transfer(ticket=row, origin=row.desk, target=target, reason=reason.strip(), asked_by=by)
    made.full_clean()
    made.save()
    said = f"{made.get_origin_display()} demande à {made.get_target_display()} de s’en charger : {made.reason}"
    tell(row, LineKind.TRANSFER, said, by=by)
    record(row, "transfer_asked", f"Transfert demandé : {made}.", by)
    return made


def _waiting(transfer: Transfer) -> Transfer:
    found = Transfer.objects.select_for_update(of=("self",)).get(pk=transfer.pk)
    if found.answer != Answer.WAITING:
        raise ValidationError("Ce transfert a déjà reçu une réponse : relisez la page.")
    return found


@transaction.atomic
def accept_transfer(*, transfer: Transfer, by: Person) -> Ticket:
    """The party asked takes it: the first clock ends there, its own begins."""
    row, found, now = locked(transfer.ticket), _waiting(transfer), timezone.now()
    _answer(found, Answer.ACCEPTED, by, now)
    clocks.end(row, now, solved=False)
    leg = clocks.start(row, found.target, now)
    row.status, row.assignee, row.taken_at = Status.TAKEN, by, row.taken_at or now
    row.save()
    if leg is not None:
        leg.save()
    tell(row, LineKind.TRANSFER, f"{found.get_target_display()} accepte et s’en charge.", by=by, at=now)
    record(row, "transfer_accepted", f"Transfert accepté : {found}.", by)
    return row


@transaction.atomic
def refuse_transfer(*, transfer: Transfer, reason: str, by: Person) -> Ticket:
    """The party asked refuses, and says why: the ticket stays where it was, with the reason."""
    row, found, now = locked(transfer.ticket), _waiting(transfer), timezone.now()
    _answer(found, Answer.REFUSED, by, now, reason.strip())
    tell(row, LineKind.TRANSFER, f"{found.get_target_display()} refuse : {reason.strip()}", by=by, at=now)
    record(row, "transfer_refused", f"Transfert refusé : {found}.", by)
    return row


def _answer(found: Transfer, answer: Answer, by: Person, at: dt.datetime, reason: str = "") -> None:
    found.answer, found.answered_by, found.answered_at, found.answer_reason = answer, by, at, reason
    found.full_clean()
    found.save()


@transaction.atomic
def hand_off(*, ticket: Ticket, supplier: str, by: Person, email: str = "", loan: str = "") -> HandOff:
    """The device goes to its supplier, who follows it by a signed link, without account."""
    row = locked(ticket)
    if row.status not in (*RUNNING, Status.WAITING):
        raise ValidationError("Cette panne n’est plus à réparer.")
    until = timezone.localdate() + dt.timedelta(days=LINK_DAYS)
    made = HandOff(ticket=row, supplier=supplier.strip(), email=email, loan=loan.strip(), expires_on=until)
    made.full_clean()
    made.save()
    tell(row, LineKind.SUPPLIER, f"Confié au fournisseur {made.supplier}.", by=by)
    if made.loan:
        tell(row, LineKind.SUPPLIER, f"Matériel prêté en attendant : {made.loan}.", by=by)
    record(row, "handed_off", f"Confié au fournisseur {made.supplier}.", by)
    if made.email:
        transaction.on_commit(partial(send_link, made), robust=True)
    return made


def send_link(handoff: HandOff) -> None:
    """The supplier’s link, by e-mail, once the hand-off is written; a mail server that is down undoes nothing."""
    ticket = handoff.ticket
    address = settings.PUBLIC_URL + reverse("maintenance:supplier", args=[handoff.token])
    body = (
        f"Bonjour,\n\n{ticket.school.commune} vous confie une réparation : {ticket.summary}.\n"
        f"Votre référence, vos dates et vos réponses se notent ici, sans compte :\n\n{address}\n\n"
        f"Ce lien est valable jusqu’au {long_date(handoff.expires_on)}.\n"
    )
    headers = {"Auto-Submitted": "auto-generated", "X-Lekol": ticket.ref}
    EmailMessage(f"[Réparation {ticket.ref}] {ticket.summary}", body, to=[handoff.email], headers=headers).send()


def handoff_of(token: str, on: dt.date) -> HandOff | None:
    """The hand-off of a link; None when it is forged, withdrawn or out of date."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    rows = HandOff.objects.filter(pk=pk, revoked=False, expires_on__gte=on)
    return rows.select_related("ticket__school__commune__academy", "ticket__asset__model").first()


@transaction.atomic
def supplier_says(
    *, handoff: HandOff, reference: str = "", sent_on: dt.date | None = None, returned_on: dt.date | None = None,
    loan: str = "", word: str = "",
) -> HandOff:  # fmt: skip
    """The supplier writes its reference, when the device came and went, what it lends, a word: all in the timeline."""
    found = HandOff.objects.select_for_update(of=("self",)).select_related("ticket").get(pk=handoff.pk)
    said = _changes(found, reference.strip(), sent_on, returned_on, loan.strip())
    found.full_clean()
    found.save()
    for sentence in said:
        tell(found.ticket, LineKind.SUPPLIER, sentence, author=found.supplier)
    if word.strip():
        # Where nobody is bound, the school asked for the price itself: it reads the answer.
        asked = found.ticket.desk == Desk.SCHOOL
        side = Side.ALL if asked else Side.SUPPLIER
        tell(found.ticket, LineKind.SUPPLIER, word, author=found.supplier, side=side)
        found.ticket.wishes.filter(kind=WishKind.QUOTE, answered_at=None).update(answered_at=timezone.now())
    if said:
        record(found.ticket, "supplier_said", " ".join(said), None)
    return found


def _changes(
    found: HandOff, reference: str, sent_on: dt.date | None, returned_on: dt.date | None, loan: str
) -> list[str]:
    said = []
    if reference and reference != found.reference:
        found.reference = reference
        said.append(f"Référence du fournisseur : {reference}.")
    if sent_on and sent_on != found.sent_on:
        found.sent_on = sent_on
        said.append(f"Matériel parti le {sent_on:%d/%m/%Y}.")
    if returned_on and returned_on != found.returned_on:
        found.returned_on = returned_on
        said.append(f"Matériel revenu le {returned_on:%d/%m/%Y}.")
    if loan and loan != found.loan:
        found.loan = loan
        said.append(f"Matériel prêté en attendant : {loan}.")
    return said


@transaction.atomic
def revoke_link(*, handoff: HandOff, by: Person) -> None:
    """The link no longer opens anything."""
    handoff.revoked = True
    handoff.save(update_fields=["revoked"])
    record(handoff.ticket, "link_revoked", f"Lien de {handoff.supplier} retiré.", by)
