"""Forms as the house draws them: label, help, error beside the field, one component for all."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """`{{ form }}` uses kit’s own templates."""

    form_template_name = "kit/formulaire.html"
    field_template_name = "kit/champ.html"


class DateField(forms.DateField):
    """A date typed with the browser’s own picker."""

    widget = forms.DateInput(attrs={"type": "date", "class": "saisie"}, format="%Y-%m-%d")


class Styled:
    """Mixin: gives every widget the class the style sheet knows."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)):
                field.widget.attrs.setdefault("class", "saisie")


class Form(Styled, forms.Form):
    """A plain form of the house."""


class ModelForm(Styled, forms.ModelForm):  # type: ignore[type-arg]
    """A form over a model; constraints speak through their French messages."""
