"""The card of a device, what it cost, who answers for it, and the fields the commune added."""

from collections.abc import Iterable
from typing import Any

from django import forms

from lekol.equipment.choices import Duty, FieldType, Kind
from lekol.equipment.models import Asset, CustomField, DeviceModel, Purchase, Responsibility, Supplier
from lekol.kit.forms import DateField, Form, ModelForm

DATES = forms.DateInput(attrs={"type": "date", "class": "saisie"}, format="%Y-%m-%d")


class CardForm(ModelForm):
    """Every field of the card, then the commune’s own, each with its nature."""

    class Meta:
        model = Asset
        fields = (
            "inventory_number", "ledger_number", "serial", "name", "model", "origin", "acquired_on", "accepted_on",
            "cost", "reused", "warranty_until", "store", "note",
        )  # fmt: skip
        widgets = {
            "acquired_on": DATES, "accepted_on": DATES, "warranty_until": DATES, "note": forms.Textarea({"rows": 3}),
        }  # fmt: skip
        help_texts = {
            "ledger_number": "Celui de l’inventaire comptable (M57).",
            "accepted_on": "Don ou achat de l’école entré dans l’inventaire de la Ville. L’article 4 dit qui répare.",
            "reused": "Compte dans la part de réemploi que demande la loi AGEC.",
        }

    def __init__(self, asked: Iterable[CustomField], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = list(asked)
        for field in self.asked:
            self.fields[f"extra_{field.key}"] = custom(field, self.instance.extra.get(field.key))

    def _get_validation_exclusions(self) -> set[str]:
        """The verb checks the whole device; the form reads words only."""
        return {field.name for field in Asset._meta.get_fields() if hasattr(field, "attname")}

    def _post_clean(self) -> None:
        """Nothing is written on the device here: the verb does, and says what changed."""

    @property
    def card(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}

    @property
    def extra(self) -> dict[str, Any]:
        return {field.key: self.cleaned_data.get(f"extra_{field.key}") for field in self.asked}


def custom(field: CustomField, value: Any) -> forms.Field:
    """A declared field as a form shows it; its rule stays `rules.fields`."""
    words: dict[str, Any] = {"label": field.label, "required": field.required, "help_text": field.help}
    made: forms.Field
    match field.type:
        case FieldType.DATE:
            made = DateField(**words)
        case FieldType.YES_NO:
            options = [("", "Non renseigné"), ("oui", "Oui"), ("non", "Non")]
            made = forms.ChoiceField(choices=options, **words)
            value = {True: "oui", False: "non"}.get(value, "")
        case FieldType.CHOICE:
            made = forms.ChoiceField(choices=[("", "Non renseigné"), *((o, o) for o in field.options)], **words)
        case _:
            made = forms.CharField(max_length=200, **words)
    made.initial = value
    made.widget.attrs.setdefault("class", "saisie")
    return made


class PurchaseForm(ModelForm):
    """The order under which a device was bought; the same references are the same order."""

    class Meta:
        model = Purchase
        fields = (
            "supplier", "market", "lot", "order_number", "invoice", "ordered_on", "delivered_on", "accepted_on",
            "programme", "subsidised_by", "subsidy_share", "keep_until",
        )  # fmt: skip
        widgets = dict.fromkeys(("ordered_on", "delivered_on", "accepted_on", "keep_until"), DATES)
        help_texts = {
            "programme": "Plan, dispositif ou budget : plan de relance, TNE, fonctionnement…",
            "keep_until": "Jusqu’à quand le subventionneur demande de garder le matériel.",
        }

    def __init__(self, suppliers: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supplier"].queryset = suppliers  # type: ignore[attr-defined]
        self.fields["subsidy_share"].required = False

    def _post_clean(self) -> None:
        """The verb finds the order again by its references, and checks it."""

    def clean_subsidy_share(self) -> Any:
        return self.cleaned_data["subsidy_share"] or 0

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if not any(words.get(name) for name in ("market", "lot", "order_number", "invoice")):
            raise forms.ValidationError("Donnez au moins une référence : marché, lot, bon de commande ou facture.")
        return words


class DutyForm(ModelForm):
    """Who answers for a device from a day on."""

    on = DateField(label="À compter du")

    class Meta:
        model = Responsibility
        fields = ("duty", "holder", "name", "supplier", "share")
        help_texts = {
            "name": "Service, association ou personne, si la nature ne suffit pas.",
            "share": "Pour un financeur.",
        }

    def __init__(self, suppliers: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supplier"].queryset = suppliers  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The verb makes the row, with its dates."""

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if words.get("share") and words.get("duty") != Duty.FUNDER:
            self.add_error("share", "Une part ne se dit que d’un financeur.")
        return words


class ModelCard(ModelForm):
    """A model of the catalogue."""

    image = forms.FileField(label="Image", required=False, help_text="JPEG, PNG ou WebP.")

    class Meta:
        model = DeviceModel
        fields = ("make", "name", "kind", "reference", "years_kept", "end_of_life")
        widgets = {"end_of_life": DATES}

    def _post_clean(self) -> None:
        """The verb checks the model."""


class SupplierForm(ModelForm):
    """A company the commune deals with."""

    website = forms.URLField(label="Site de l’assistance", required=False, assume_scheme="https")

    class Meta:
        model = Supplier
        fields = ("name", "customer_number", "phone", "email", "website")

    def _post_clean(self) -> None:
        """The verb finds the supplier of that name, or makes it."""


class FieldForm(Form):
    """A field of the commune’s own."""

    label = forms.CharField(label="Libellé", max_length=60)
    kind = forms.ChoiceField(label="Pour quel type", required=False, choices=[("", "Tous les types"), *Kind.choices])
    type = forms.ChoiceField(label="Nature", choices=FieldType.choices)
    options = forms.CharField(
        label="Choix possibles", required=False, max_length=1000, widget=forms.Textarea({"rows": 3}),
        help_text="Un par ligne, pour une liste.",
    )  # fmt: skip
    required = forms.BooleanField(label="Obligatoire", required=False)
    help = forms.CharField(label="Aide", max_length=120, required=False)
    rank = forms.IntegerField(label="Rang", min_value=1, max_value=99, initial=1)
    retired = forms.BooleanField(label="N’est plus demandé", required=False)

    def clean_options(self) -> list[str]:
        lines = (line.strip()[:60] for line in self.cleaned_data["options"].splitlines())
        return list(dict.fromkeys(line for line in lines if line))[:50]

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if words.get("type") == FieldType.CHOICE and len(words.get("options", ())) < 2:
            self.add_error("options", "Donnez au moins deux choix, un par ligne.")
        return words
