"""What is typed about the estate."""

from lekol.equipment.forms.cards import CardForm, DutyForm, FieldForm, ModelCard, PurchaseForm, SupplierForm
from lekol.equipment.forms.estate import AssetForm, DayForm, FillForm, PlaceForm, SureForm, SystemForm
from lekol.equipment.forms.life import StepForm
from lekol.equipment.forms.stores import (
    ContractForm,
    CounterForm,
    DocumentForm,
    HandOverForm,
    ItemForm,
    MovementForm,
    NumbersForm,
    PhotoForm,
    ReturnForm,
    SignForm,
)

__all__ = [
    "AssetForm", "CardForm", "ContractForm", "CounterForm", "DayForm", "DocumentForm", "DutyForm", "FieldForm",
    "FillForm", "HandOverForm", "ItemForm", "ModelCard", "MovementForm", "NumbersForm", "PhotoForm", "PlaceForm",
    "PurchaseForm", "ReturnForm", "SignForm", "StepForm", "SupplierForm", "SureForm", "SystemForm",
]  # fmt: skip
