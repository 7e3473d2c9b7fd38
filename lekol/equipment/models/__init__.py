"""The nouns of the estate."""

from lekol.equipment.models.estate import (
    Asset,
    AssetQuerySet,
    DeviceModel,
    Installation,
    OperatingSystem,
    Placement,
    Slot,
    SlotFilling,
)

__all__ = [
    "Asset",
    "AssetQuerySet",
    "DeviceModel",
    "Installation",
    "OperatingSystem",
    "Placement",
    "Slot",
    "SlotFilling",
]
