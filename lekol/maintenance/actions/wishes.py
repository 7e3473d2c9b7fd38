"""Nobody is bound to repair: the school asks for advice, a quotation, or offers the device to the City (4.3)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from lekol.directory.models import Person
from lekol.maintenance.actions.handling import locked
from lekol.maintenance.actions.passing import hand_off
from lekol.maintenance.actions.telling import record, tell
from lekol.maintenance.choices import Desk, LineKind, WishKind
from lekol.maintenance.models import Ticket, Wish

CLAUSE = "4.3"


def _wish(ticket: Ticket, kind: WishKind, by: Person) -> Wish:
    row = locked(ticket)
    if row.desk != Desk.SCHOOL or not row.is_open:
        raise ValidationError("Cette panne est confiée à une administration, ou close : écrivez plutôt un message.")
    made = Wish(ticket=row, kind=kind, asked_by=by)
    made.full_clean()
    made.save()
    record(row, "wished", f"L’école demande : {made.get_kind_display()}.", by, CLAUSE)
    return made


@transaction.atomic
def ask_wish(*, ticket: Ticket, kind: str, text: str, by: Person) -> Wish:
    """Advice, or a gift to the City: written in the timeline, waiting for an answer."""
    made = _wish(ticket, WishKind(kind), by)
    tell(ticket, LineKind.SAID, f"Demande de l’école, {made.get_kind_display()} : {text}", by=by)
    return made


@transaction.atomic
def ask_quote(*, ticket: Ticket, repairer: str, email: str = "", by: Person) -> Wish:
    """A repairer of the school’s choice gets a signed link: the device, the fault, and where to write a price."""
    made = _wish(ticket, WishKind.QUOTE, by)
    hand_off(ticket=ticket, supplier=repairer, email=email, by=by)
    return made


@transaction.atomic
def answer_wish(*, wish: Wish, text: str, by: Person) -> Wish:
    """The answer, read by the school in the timeline; the wish no longer waits."""
    row = Wish.objects.select_for_update(of=("self",)).select_related("ticket").get(pk=wish.pk)
    if row.answered_at is not None:
        raise ValidationError("Cette demande a déjà reçu une réponse : relisez le suivi.")
    row.answered_by, row.answered_at = by, timezone.now()
    row.save(update_fields=["answered_by", "answered_at"])
    tell(row.ticket, LineKind.SAID, f"Réponse à la demande de {row.get_kind_display()} : {text}", by=by)
    record(row.ticket, "wish_answered", f"Réponse donnée : {row.get_kind_display()}.", by, CLAUSE)
    return row
