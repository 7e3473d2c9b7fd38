"""The nouns of the estate."""

from lekol.equipment.models.assets import Asset, AssetQuerySet, Transition
from lekol.equipment.models.audit import Audit, AuditLine
from lekol.equipment.models.catalogue import CustomField, DeviceModel, FormerSupport, OperatingSystem
from lekol.equipment.models.contracts import Contract, Coverage
from lekol.equipment.models.copiers import CounterReading
from lekol.equipment.models.duties import Responsibility
from lekol.equipment.models.files import Document, Photo
from lekol.equipment.models.handovers import HandOver, HandOverLine
from lekol.equipment.models.inventory import (
    AgentKey,
    Condition,
    FieldSource,
    FileRead,
    InstalledSoftware,
    Machine,
    MachineQuerySet,
    Section,
    SoftwareTitle,
)
from lekol.equipment.models.lists import ChosenColumns, SavedList
from lekol.equipment.models.places import Installation, Placement, Slot, SlotFilling
from lekol.equipment.models.purchases import Purchase, Supplier
from lekol.equipment.models.renewal import KindPrice, Scenario
from lekol.equipment.models.stock import StockItem, StockMovement

__all__ = [
    "AgentKey",
    "Asset",
    "AssetQuerySet",
    "Audit",
    "AuditLine",
    "ChosenColumns",
    "Condition",
    "Contract",
    "CounterReading",
    "Coverage",
    "CustomField",
    "DeviceModel",
    "Document",
    "FieldSource",
    "FileRead",
    "FormerSupport",
    "HandOver",
    "HandOverLine",
    "Installation",
    "InstalledSoftware",
    "KindPrice",
    "Machine",
    "MachineQuerySet",
    "OperatingSystem",
    "Photo",
    "Placement",
    "Purchase",
    "Responsibility",
    "SavedList",
    "Scenario",
    "Section",
    "Slot",
    "SlotFilling",
    "SoftwareTitle",
    "StockItem",
    "StockMovement",
    "Supplier",
    "Transition",
]  # fmt: skip
