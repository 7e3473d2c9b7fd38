"""What is typed about indicators."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from lekol.agreement.models import Agreement
from lekol.directory.choices import SchoolKind
from lekol.directory.models import Person
from lekol.governance.choices import Direction, Formula, Frequency, Priority
from lekol.governance.forms.meetings import clauses_of
from lekol.governance.models import Decision
from lekol.governance.models.indicators import MOST_MEASURES
from lekol.kit.forms import DateField, Form
from lekol.pact.measures import announced


def measure_choices() -> list[tuple[str, str]]:
    """Every announced measure by its words."""
    return sorted(((key, found.label) for key, found in announced().items()), key=lambda row: row[1])


def parties_of(agreement: Agreement) -> list[tuple[str, str]]:
    """The signing parties as a choice."""
    return [("", "les deux parties"), *((row.key, row.name) for row in agreement.parties.all() if row.signing)]


class IndicatorForm(Form):
    """A figure made of announced measures."""

    title = forms.CharField(label="Nom de l’indicateur", max_length=160)
    question = forms.CharField(label="Ce qu’il évalue", max_length=400, required=False)
    formula = forms.ChoiceField(label="Calcul", choices=Formula.choices, widget=forms.RadioSelect)
    measures = forms.MultipleChoiceField(
        label="Mesures", widget=forms.CheckboxSelectMultiple,
        help_text=f"Leurs chiffres s’ajoutent ; {MOST_MEASURES} au plus.",
    )  # fmt: skip
    base = forms.MultipleChoiceField(
        label="Rapportées à", widget=forms.CheckboxSelectMultiple, required=False,
        help_text="Pour un rapport seulement : les mesures par lesquelles on divise.",
    )  # fmt: skip
    unit = forms.CharField(
        label="Unité", max_length=40, required=False, help_text="Comme « tablettes par mallette » ; une part est en %."
    )
    school_kinds = forms.MultipleChoiceField(
        label="Types d’école", choices=SchoolKind.choices, widget=forms.CheckboxSelectMultiple, required=False,
        help_text="Aucun coché : toutes les écoles.",
    )  # fmt: skip
    priority = forms.ChoiceField(label="Éducation prioritaire", choices=Priority.choices, required=False)
    direction = forms.ChoiceField(label="Sens", choices=Direction.choices, widget=forms.RadioSelect)
    target = forms.DecimalField(
        label="Cible", min_value=0, max_digits=12, decimal_places=2, required=False, localize=True,
        help_text="En % pour une part, dans l’unité sinon.",
    )  # fmt: skip
    target_on = DateField(label="Échéance de la cible", required=False)
    party = forms.ChoiceField(label="Partie responsable", required=False)
    owner = forms.ModelChoiceField(Person.objects.none(), label="Responsable", required=False)
    frequency = forms.ChoiceField(label="Chiffre figé", choices=Frequency.choices)
    clause = forms.ChoiceField(label="Clause évaluée", required=False)
    base_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, agreement: Agreement, people: QuerySet[Person], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["measures"].choices = fields["base"].choices = measure_choices()
        fields["party"].choices = parties_of(agreement)
        fields["owner"].queryset = people
        fields["clause"].choices = clauses_of(agreement)


class RetainForm(Form):
    """The decision that chooses it."""

    decision = forms.ModelChoiceField(Decision.objects.none(), label="Décision du comité de pilotage")

    def __init__(self, decisions: QuerySet[Decision], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["decision"]
        field.queryset = decisions
        if not decisions.exists():
            field.help_text = "Aucune décision n’est encore écrite : écrivez-la dans le compte rendu de la réunion."


class GiveUpForm(RetainForm):
    """The decision that gives it up, and the last day it counts."""

    last = DateField(label="Dernier jour suivi (inclus)")
