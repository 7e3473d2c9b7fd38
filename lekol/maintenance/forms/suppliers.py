"""What is typed about a device that goes to a supplier or a repairer, and by them."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from lekol.kit.forms import DateField, Form
from lekol.maintenance.forms.texts import words


class HandOffForm(Form):
    """A device handed to its supplier."""

    supplier = forms.CharField(label="Fournisseur", max_length=120)
    email = forms.EmailField(
        label="Courriel du fournisseur", required=False, help_text="Il y reçoit le lien de suivi, sans compte."
    )
    loan = forms.CharField(label="Matériel prêté en attendant", max_length=120, required=False)


class SupplierForm(Form):
    """What the supplier writes through its link."""

    reference = forms.CharField(label="Votre référence", max_length=60, required=False)
    sent_on = DateField(label="Matériel reçu ou enlevé le", required=False)
    returned_on = DateField(label="Matériel rendu le", required=False)
    loan = forms.CharField(
        label="Matériel prêté en attendant", max_length=120, required=False,
        help_text="Marque et numéro : l’école sait quoi rendre.",
    )  # fmt: skip
    word = words("Votre prix, ou un mot", required=False, most=1000)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        latest = timezone.localdate() + dt.timedelta(days=1)
        for name in ("sent_on", "returned_on"):
            if found.get(name) and found[name] > latest:
                self.add_error(name, "Cette date est à venir.")
        return found


class QuoteForm(Form):
    """Who is asked for a price."""

    repairer = forms.CharField(label="Réparateur", max_length=120)
    email = forms.EmailField(label="Courriel du réparateur", required=False)
