"""What the estate answers."""

from lekol.equipment.queries.card import Card
from lekol.equipment.queries.estate import (
    NETWORKED_KINDS,
    direction_slots,
    directions_complete,
    in_use,
    maintained,
    networked,
    os_supported,
    slots,
    trolley_slots,
    warranty_known,
    within_age,
)

__all__ = [
    "NETWORKED_KINDS",
    "Card",
    "direction_slots",
    "directions_complete",
    "in_use",
    "maintained",
    "networked",
    "os_supported",
    "slots",
    "trolley_slots",
    "warranty_known",
    "within_age",
]
