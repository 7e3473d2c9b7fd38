"""What is typed about the estate."""

from lekol.equipment.forms.estate import AssetForm, DayForm, FillForm, Filters, PlaceForm, SystemForm

__all__ = ["AssetForm", "DayForm", "FillForm", "Filters", "PlaceForm", "SystemForm"]
