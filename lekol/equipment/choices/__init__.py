"""The vocabulary of the estate."""

from lekol.equipment.choices.estate import (
    COMPUTERS,
    IN_SCHOOL,
    MEMORIES,
    MUTE,
    OUT,
    POSTS,
    PRINTING,
    RUNNING,
    SLOT_ORDER,
    Kind,
    Origin,
    SlotKind,
    Status,
)
from lekol.equipment.choices.inventory import Channel, Standing
from lekol.equipment.choices.register import (
    CALLED,
    WARRANTIES,
    ContractKind,
    DocumentKind,
    Duty,
    FieldType,
    HandOverKind,
    Holder,
    Source,
    StockKind,
)

__all__ = [
    "CALLED", "COMPUTERS", "IN_SCHOOL", "MEMORIES", "MUTE", "OUT", "POSTS", "PRINTING", "RUNNING", "SLOT_ORDER",
    "WARRANTIES", "Channel", "ContractKind", "DocumentKind", "Duty", "FieldType", "HandOverKind", "Holder", "Kind",
    "Origin", "SlotKind", "Source", "Standing", "Status", "StockKind",
]  # fmt: skip
