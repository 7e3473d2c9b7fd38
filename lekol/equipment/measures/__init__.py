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
from lekol.equipment.measures.health import (
    antivirus_protected,
    batteries_well,
    disks_well,
    office_present,
    office_supported,
    seen_recently,
    updated_recently,
)

__all__ = [
    "antivirus_protected", "batteries_well", "devices_networked", "direction_slots", "directions_complete",
    "disks_well", "maintained", "office_present", "office_supported", "os_supported", "seen_recently",
    "trolleys_delivered", "updated_recently", "warranty_known", "within_age",
]  # fmt: skip
