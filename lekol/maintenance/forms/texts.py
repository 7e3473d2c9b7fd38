"""A few lines of text, as every form of incidents asks for them."""

from django import forms

LONG = {"rows": 4, "maxlength": 4000}


def words(label: str, *, required: bool = True, help_text: str = "", most: int = 4000) -> forms.CharField:
    """A few lines of text."""
    widget = forms.Textarea(attrs={**LONG, "maxlength": most})
    return forms.CharField(label=label, max_length=most, widget=widget, required=required, help_text=help_text)
