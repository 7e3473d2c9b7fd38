"""What is typed about the network."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from lekol.directory.models import Room
from lekol.kit.forms import DateField, Form
from lekol.network.choices import Category, Payer, Technology


class OutletForm(Form):
    """A drop that passed its test."""

    room = forms.ModelChoiceField(Room.objects.none(), label="Salle")
    label = forms.CharField(label="Repère de la prise", max_length=30, help_text="Celui de l’étiquette, comme A-12.")
    category = forms.ChoiceField(label="Catégorie", choices=Category.choices, initial=Category.CAT6)
    tested_on = DateField(label="Testée le")

    def __init__(self, rooms: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = rooms  # type: ignore[attr-defined]

    def clean_tested_on(self) -> Any:
        day = self.cleaned_data["tested_on"]
        if day > timezone.localdate():
            raise ValidationError("Une prise ne peut pas être testée à une date à venir.")
        return day


class LinkForm(Form):
    """A link put in service."""

    technology = forms.ChoiceField(label="Technologie", choices=Technology.choices)
    downstream_mbps = forms.DecimalField(
        label="Débit descendant souscrit (Mbit/s)", min_value=0, max_digits=7, decimal_places=1
    )
    upstream_mbps = forms.DecimalField(
        label="Débit montant souscrit (Mbit/s)", min_value=0, max_digits=7, decimal_places=1
    )
    payer = forms.ChoiceField(label="Payée par", choices=Payer.choices)
    monthly_cost = forms.DecimalField(
        label="Coût mensuel (euros)", min_value=0, max_digits=8, decimal_places=2, required=False
    )
    since = DateField(label="En service depuis le")


class RateForm(Form):
    """A rate measured at the school."""

    mbps = forms.DecimalField(label="Débit descendant mesuré (Mbit/s)", min_value=0, max_digits=7, decimal_places=1)
