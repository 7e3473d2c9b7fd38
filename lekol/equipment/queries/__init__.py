"""What the estate answers."""

from lekol.equipment.queries.card import Card
from lekol.equipment.queries.estate import (
    NETWORKED_KINDS,
    calling,
    direction_slots,
    directions_complete,
    fillings_on,
    in_use,
    maintained,
    networked,
    os_supported,
    slots,
    trolley_slots,
    warranty_known,
    within_age,
)
from lekol.equipment.queries.health import (
    antivirus_protected,
    batteries_well,
    disks_well,
    office_present,
    office_supported,
    seen_recently,
    seen_within,
    updated_recently,
)
from lekol.equipment.queries.inventory import MOST, assets_like, face_of, faces, machines_like

__all__ = [
    "MOST", "NETWORKED_KINDS", "Card", "antivirus_protected", "assets_like", "batteries_well", "calling",
    "direction_slots", "directions_complete", "disks_well", "face_of", "faces", "fillings_on", "in_use",
    "machines_like", "maintained", "networked", "office_present", "office_supported", "os_supported", "seen_recently",
    "seen_within", "slots", "trolley_slots", "updated_recently", "warranty_known", "within_age",
]  # fmt: skip
