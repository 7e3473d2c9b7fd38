"""What is typed about incidents."""

from django import forms

from lekol.kit.forms import DateField, Form
from lekol.maintenance.choices import Acquired, Impact, Nature, Owner


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
