"""What narrows a list, a figure or the table of article 4."""

import datetime as dt

from django import forms
from django.utils import timezone

from lekol.kit.forms import DateField, Form
from lekol.maintenance.choices import Acquired, Desk, Impact, Nature, Owner, Status


class FactsForm(Form):
    """A case to try on the table of article 4."""

    nature = forms.ChoiceField(label="Ce qui est en panne", choices=Nature.choices)
    origine = forms.ChoiceField(label="Acquis par", choices=Acquired.choices, initial=Acquired.CITY)
    proprietaire = forms.ChoiceField(
        label="À qui c’est", choices=[("", "à qui l’a acquis"), *Owner.choices], required=False
    )
    garantie = DateField(label="Garanti jusqu’au", required=False)
    contrat = forms.BooleanField(label="Sous contrat de maintenance", required=False)
    expert = forms.BooleanField(label="Demande un niveau expert", required=False)
    arret = forms.ChoiceField(label="Qui est arrêté", choices=Impact.choices, initial=Impact.POST)
    jour = DateField(label="Jour de la panne")


class Filters(Form):
    """What narrows the list of tickets."""

    q = forms.CharField(label="Numéro ou mots", max_length=80, required=False)
    etat = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "ouvertes"), ("retard", "en retard"), ("toutes", "toutes"), *Status.choices],
    )
    partie = forms.ChoiceField(label="Chez", required=False, choices=[("", "tout le monde"), *Desk.choices])
    nature = forms.ChoiceField(label="Panne", required=False, choices=[("", "toutes"), *Nature.choices])
    ecole = forms.CharField(max_length=8, required=False, widget=forms.HiddenInput)
    modele = forms.IntegerField(min_value=1, max_value=2**31, required=False, widget=forms.HiddenInput)
    depuis = forms.DateField(required=False, widget=forms.HiddenInput)

    def clean_depuis(self) -> dt.datetime | None:
        """The first instant of that day, by the clock of the territory."""
        day = self.cleaned_data["depuis"]
        return timezone.make_aware(dt.datetime.combine(day, dt.time.min)) if day else None


class PeriodForm(Form):
    """What the figures are about."""

    periode = forms.ChoiceField(
        label="Période", required=False,
        choices=[("12", "douze derniers mois"), ("3", "trois derniers mois"), ("24", "deux dernières années")],
    )  # fmt: skip
    nature = forms.ChoiceField(label="Panne", required=False, choices=[("", "toutes"), *Nature.choices])
    partie = forms.ChoiceField(label="Chez", required=False, choices=[("", "tout le monde"), *Desk.choices])
