"""What someone decides of a refused message."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from lekol.directory.models import School
from lekol.kit.forms import Form
from lekol.maintenance.choices import Nature


class AttachMailForm(Form):
    """The ticket a message belongs to."""

    ref = forms.CharField(label="Numéro de la panne", max_length=8)


class OpenMailForm(Form):
    """The school a message speaks of, and what seems broken there."""

    school = forms.ModelChoiceField(School.objects.none(), label="École", to_field_name="uai")
    nature = forms.ChoiceField(label="Ce qui est en panne", choices=Nature.choices)

    def __init__(self, schools: QuerySet[School], *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]
