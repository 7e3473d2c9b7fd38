"""What the agreement may ask of the estate."""

from lekol.equipment.measures.estate import (
    devices_networked,
    direction_slots,
    os_supported,
    trolleys_delivered,
    within_age,
)

__all__ = ["devices_networked", "direction_slots", "os_supported", "trolleys_delivered", "within_age"]
