"""What is typed about the annual programme."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from lekol.agreement.models import Agreement
from lekol.agreement.queries import Extent
from lekol.directory.models import Person, School
from lekol.governance.choices import Progress, Strand
from lekol.governance.forms.indicators import measure_choices
from lekol.governance.forms.meetings import clauses_of
from lekol.kit.forms import DateField, Form

EUROS = "montant_"
LARGEST = Decimal(10) ** 9


def _money(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=0, max_value=LARGEST, decimal_places=2, required=False, localize=True
    )


class MoneyForm(Form):
    """A form with one amount a signing party, given back as `money`."""

    def __init__(self, agreement: Agreement, label: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = [row for row in agreement.parties.all() if row.signing]
        for row in self.parties:
            field = _money(label.format(row.short_name))
            field.widget.attrs["class"] = "saisie"
            self.fields[f"{EUROS}{row.key}"] = field

    def clean(self) -> dict[str, Any]:
        """Amounts together, by party."""
        words = super().clean() or {}
        words["money"] = {row.key: words.pop(f"{EUROS}{row.key}", None) or Decimal(0) for row in self.parties}
        return words


class OperationForm(MoneyForm):
    """One operation of the programme."""

    title = forms.CharField(label="Opération", max_length=200)
    text = forms.CharField(label="Ce qui est fait", max_length=2000, required=False, widget=forms.Textarea)
    strand = forms.ChoiceField(label="Projet", choices=Strand.choices, widget=forms.RadioSelect)
    party = forms.ChoiceField(label="Partie qui la porte")
    owner = forms.ModelChoiceField(Person.objects.none(), label="Responsable", required=False)
    starts_on = DateField(label="Début")
    ends_on = DateField(label="Fin")
    clause = forms.ChoiceField(label="Clause", required=False)
    objective = forms.ChoiceField(label="Objectif partagé (article 2)", required=False)
    measure = forms.ChoiceField(label="Mesure attendue", required=False)
    expected = forms.IntegerField(
        label="Chiffre attendu", min_value=0, max_value=10_000_000, required=False,
        help_text="Ce que la mesure comptera de fait, une fois l’opération achevée.",
    )  # fmt: skip
    schools = forms.ModelMultipleChoiceField(
        School.objects.none(), label="Écoles", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Aucune cochée : toutes les écoles de la convention.",
    )  # fmt: skip
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, agreement: Agreement, people: QuerySet[Person], *args: Any, **kwargs: Any) -> None:
        super().__init__(agreement, "Budget {} (€)", *args, **kwargs)
        fields: Any = self.fields
        fields["party"].choices = [(row.key, row.name) for row in self.parties]
        fields["owner"].queryset = people
        fields["clause"].choices = clauses_of(agreement)
        rows = agreement.objectives.values_list("key", "wording")
        fields["objective"].choices = [("", "—"), *((key, words[:90]) for key, words in rows)]
        fields["measure"].choices = [("", "—"), *measure_choices()]
        fields["schools"].queryset = Extent.of(agreement, agreement.scope).schools.order_by("sort_key", "id")


class AdvanceForm(MoneyForm):
    """Where an operation stands."""

    text = forms.CharField(label="Où elle en est", max_length=2000, widget=forms.Textarea)
    state = forms.ChoiceField(label="État", choices=Progress.choices, widget=forms.RadioSelect)
    percent = forms.IntegerField(label="Avancement (%)", min_value=0, max_value=100)

    def __init__(self, agreement: Agreement, *args: Any, **kwargs: Any) -> None:
        super().__init__(agreement, "Dépensé à ce jour, {} (€)", *args, **kwargs)


class ConsultForm(Form):
    """Until when opinions are waited for."""

    until = DateField(label="Avis attendus jusqu’au (inclus)")


class OpinionForm(Form):
    """An opinion."""

    text = forms.CharField(label="Votre avis", max_length=4000, widget=forms.Textarea)
