"""What the estate answers."""

from lekol.equipment.queries.estate import (
    NETWORKED_KINDS,
    direction_slots,
    in_use,
    networked,
    os_supported,
    slots,
    trolley_slots,
    within_age,
)

__all__ = [
    "NETWORKED_KINDS",
    "direction_slots",
    "in_use",
    "networked",
    "os_supported",
    "slots",
    "trolley_slots",
    "within_age",
]
