"""The words above the list of the estate, the lists kept, the columns chosen."""

from collections.abc import Iterable
from typing import Any

from django import forms

from lekol.equipment.choices import FieldType, Kind, Origin, Status
from lekol.equipment.models import CustomField
from lekol.equipment.rules import sentence
from lekol.kit.forms import Form

KINDS = [
    ("", "Tous les types"),
    ("Familles", [(key, label.capitalize()) for key, (label, _) in sentence.FAMILIES.items()]),
    ("Types", [(kind.value, str(kind.label).capitalize()) for kind in Kind]),
]
STATES = [("", "en service"), ("tous", "tous les états"), *((s.value, s.label) for s in Status)]
LONGEST_SENTENCE = 80


def _choice(label: str, any_word: str, options: Iterable[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", any_word), *options])


class Filters(Form):
    """What the list is narrowed by. A word that is not understood is left out, and said."""

    q = forms.CharField(label="Numéro, série ou nom", required=False, max_length=80)
    type = forms.ChoiceField(label="Type", required=False, choices=KINDS)
    etat = forms.ChoiceField(label="État", required=False, choices=STATES)
    ecole = forms.CharField(label="École", required=False, max_length=80)
    origine = _choice("Origine", "toutes origines", Origin.choices)
    garantie = _choice("Garantie", "indifférente", [
        ("sous", "sous garantie"), ("hors", "hors garantie"), ("inconnue", "inconnue"), ("30", "finit dans 30 jours"),
        ("90", "finit dans 90 jours"), ("180", "finit dans 180 jours"),
    ])  # fmt: skip
    reseau = _choice("Réseau", "indifférent", [("oui", "en réseau"), ("non", "hors réseau")])
    systeme = _choice(
        "Système", "indifférent", [("a_jour", "mis à jour"), ("perime", "plus mis à jour"), ("inconnu", "inconnu")]
    )
    bureautique = _choice("Suite bureautique", "indifférente", [
        ("suivie", "suivie par son éditeur"), ("non_suivie", "non suivie"), ("absente", "aucune"),
    ])  # fmt: skip
    mainteneur = _choice("Mainteneur", "indifférent", [("avec", "connu"), ("sans", "personne")])
    age = forms.IntegerField(label="Plus de (ans)", required=False, min_value=0, max_value=50)
    modele = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**62)
    contrat = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**62)

    def __init__(self, asked: Iterable[CustomField], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [field for field in asked if field.type in (FieldType.CHOICE, FieldType.YES_NO)]
        self.fields["q"].widget.attrs["placeholder"] = "VSD-00412, fin de série…"
        self.fields["ecole"].widget.attrs["placeholder"] = "nom ou code"
        for field in self.asked:
            yes_no = field.type == FieldType.YES_NO
            options = ("oui", "non") if yes_no else field.options
            self.fields[f"c_{field.key}"] = _choice(field.label, "indifférent", [(o, o) for o in options])
            self.fields[f"c_{field.key}"].widget.attrs["class"] = "saisie"

    @property
    def words(self) -> dict[str, Any]:
        """The words understood, those that say nothing left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    @property
    def custom(self) -> list[tuple[str, str, Any]]:
        """Key, label and value of what is asked of the commune’s own fields."""
        words = self.words
        asked = [(field, words[f"c_{field.key}"]) for field in self.asked if f"c_{field.key}" in words]
        return [
            (field.key, field.label, value == "oui" if field.type == FieldType.YES_NO else value)
            for field, value in asked
        ]


class SaveForm(Form):
    """A name for the list, and who else finds it."""

    name = forms.CharField(label="Nom", max_length=80)
    shared = forms.BooleanField(
        label="Partager avec mes collègues", required=False,
        help_text="Ils retrouvent les mêmes filtres et colonnes, jamais d’autres matériels que les leurs.",
    )  # fmt: skip


class ColumnsForm(Form):
    """The columns to show, in their order."""

    columns = forms.MultipleChoiceField(label="Colonnes", widget=forms.CheckboxSelectMultiple)
