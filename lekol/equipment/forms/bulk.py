"""One change for many devices: which one, then its words."""

from collections.abc import Iterable
from typing import Any

from django import forms

from lekol.equipment.choices import Origin, Status
from lekol.equipment.forms.cards import custom
from lekol.equipment.models import Contract, CustomField
from lekol.equipment.rules import life
from lekol.kit.forms import DateField, Form

UNSAID = ("", "ne pas changer")
VERBS = [
    ("corriger", "Corriger la fiche"),
    ("deplacer", "Placer dans une école, une salle"),
    ("nommer", "Nommer un responsable"),
    ("achat", "Renseigner l’achat"),
    ("contrat", "Mettre sous contrat"),
    ("reseau", "Mettre en réseau"),
    *((f"etat-{after}", f"Passer à : {Status(after).label}") for after in dict.fromkeys(s.after for s in life.TABLE)),
]


class VerbForm(Form):
    """What to do to the devices chosen."""

    faire = forms.ChoiceField(label="Que faire", choices=VERBS)


class ManyCardsForm(Form):
    """What is left empty stays as it is on each device."""

    origin = forms.ChoiceField(label="Origine", required=False, choices=[UNSAID, *Origin.choices])
    acquired_on = DateField(label="Acquis le", required=False)
    accepted_on = DateField(label="Accepté par la Ville le", required=False)
    warranty_until = DateField(label="Garanti jusqu’au", required=False)
    cost = forms.DecimalField(label="Coût (€ TTC)", required=False, min_value=0, max_digits=10, decimal_places=2)
    reused = forms.ChoiceField(
        label="Issu du réemploi", required=False, choices=[UNSAID, ("oui", "oui"), ("non", "non")]
    )
    store = forms.CharField(label="Lieu de réserve", required=False, max_length=80)

    def __init__(self, asked: Iterable[CustomField], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = list(asked)
        for field in self.asked:
            made = custom(field, None)
            made.required = False
            self.fields[f"extra_{field.key}"] = made

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if not any(value not in (None, "") for value in words.values()):
            raise forms.ValidationError("Remplissez au moins une ligne : ce qui reste vide ne change pas.")
        return words

    @property
    def card(self) -> dict[str, Any]:
        kept = {
            name: value
            for name, value in self.cleaned_data.items()
            if value not in (None, "") and not name.startswith("extra_")
        }
        return kept | ({"reused": kept["reused"] == "oui"} if "reused" in kept else {})

    @property
    def extra(self) -> dict[str, Any]:
        filled = {field.key: self.cleaned_data.get(f"extra_{field.key}") for field in self.asked}
        return {key: value for key, value in filled.items() if value not in (None, "")}


class ManyStepsForm(Form):
    """A step for many devices: the proofs that any of them may be asked; the rules say, device by device."""

    on = DateField(label="Le")
    reason = forms.CharField(label="Pourquoi", max_length=200, required=False)

    def __init__(self, after: str, schools: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [step for step in life.TABLE if step.after == after]
        if any(step.place is life.Place.ENTERS for step in rows):
            self.fields["school"] = forms.ModelChoiceField(schools, label="École", required=False)
        if after == Status.STORED:
            self.fields["store"] = forms.CharField(label="Lieu de réserve", max_length=80, required=False)
        for proof in {proof.key: proof for step in rows for proof in step.proofs}.values():
            made: forms.Field = (
                DateField(label=proof.label, required=False)
                if proof.ask is life.Ask.DATE
                else forms.CharField(label=proof.label, help_text=proof.help, required=False, max_length=120)
            )
            self.fields[proof.key] = made
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "saisie")


class ManyCoversForm(Form):
    """The contract that covers them."""

    contract = forms.ModelChoiceField(Contract.objects.none(), label="Contrat")

    def __init__(self, contracts: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contract"].queryset = contracts  # type: ignore[attr-defined]
