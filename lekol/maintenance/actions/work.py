"""Work done on a ticket: time spent, parts taken from a store."""

from django.core.exceptions import ValidationError
from django.db import transaction

from lekol.directory.models import Person
from lekol.equipment.actions import move_stock
from lekol.equipment.models import StockItem
from lekol.maintenance.actions.telling import record, tell
from lekol.maintenance.choices import Desk, LineKind
from lekol.maintenance.models import Effort, Ticket


@transaction.atomic
def log_work(
    *, ticket: Ticket, by: Person | None, minutes: int = 0, parts: str = "", item: StockItem | None = None,
    quantity: int = 0,
) -> Effort:  # fmt: skip
    """Minutes and parts, written on the ticket; a part of a store leaves it, and a store that runs low is said."""
    if item is None and not minutes and not parts.strip():
        raise ValidationError("Notez des minutes ou une pièce.")
    taken = max(quantity, 1) if item else 0
    made = Effort(ticket=ticket, person=by, minutes=minutes, parts=parts.strip(), item=item, quantity=taken)
    made.full_clean()
    if item is not None:
        move_stock(item=item, change=-taken, reason=f"Panne {ticket.ref}", asset=ticket.asset, by=by)
        item.refresh_from_db(fields=["quantity"])
        made.parts = ", ".join(filter(None, (f"{taken} × {item.name}", made.parts)))[:200]
    made.save()
    record(ticket, "worked", _said(made), by)
    if item is not None and item.is_low:
        _low(ticket, item)
    return made


def _said(made: Effort) -> str:
    minutes = f"{made.minutes} minutes" if made.minutes else ""
    return f"Travail noté : {', '.join(filter(None, (minutes, made.parts)))}."


def _low(ticket: Ticket, item: StockItem) -> None:
    """The City reads that an article is to be ordered, where it was used."""
    words = f"Il reste {item.quantity} × {item.name} en réserve (seuil {item.threshold}) : à commander."
    tell(ticket, LineKind.ALERT, words, side=Desk.CITY)
