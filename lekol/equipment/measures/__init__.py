"""What the agreement may ask of the estate."""

from lekol.equipment.measures.estate import (
    devices_networked,
    direction_slots,
    directions_complete,
    maintained,
    os_supported,
    trolleys_delivered,
    warranty_known,
    within_age,
)

__all__ = [
    "devices_networked", "direction_slots", "directions_complete", "maintained", "os_supported", "trolleys_delivered",
    "warranty_known", "within_age",
]  # fmt: skip
