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
from lekol.equipment.queries.inventory import MOST, assets_like, face_of, faces, machines_like

__all__ = [
    "MOST",
    "NETWORKED_KINDS",
    "assets_like",
    "direction_slots",
    "face_of",
    "faces",
    "in_use",
    "machines_like",
    "networked",
    "os_supported",
    "slots",
    "trolley_slots",
    "within_age",
]
