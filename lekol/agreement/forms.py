"""What is typed about the agreement: a declaration, an answer, a signature date, a pack."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from lekol.agreement.models import Party
from lekol.agreement.rules.evidence import LARGEST as LARGEST_EVIDENCE
from lekol.agreement.rules.pack import LARGEST, Pack, PackErrors, decode, read
from lekol.kit.forms import DateField, Form


class DeclarationForm(Form):
    """Where a commitment stands, said by its debtor."""

    party = forms.ModelChoiceField(Party.objects.none(), label="Au nom de", empty_label=None)
    statement = forms.CharField(
        label="Ce que vous déclarez",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="En une ou deux phrases : ce qui est fait, ce qui manque.",
    )
    due = forms.IntegerField(
        label="Nombre à atteindre",
        min_value=0,
        max_value=10_000_000,
        required=False,
        help_text="Par exemple 60, pour 60 écoles.",
    )
    met = forms.IntegerField(label="Nombre atteint", min_value=0, max_value=10_000_000, required=False)
    observed_on = DateField(label="Observé le")
    valid_until = DateField(label="Valable jusqu’au", help_text="Passé ce jour, l’engagement redevient sans mesure.")
    evidence = forms.FileField(
        label="Preuve",
        required=False,
        help_text="PDF, image, ou document bureautique, 10 Mo au plus. Aucun nom d’élève.",
    )

    def __init__(self, parties: list[Party], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["party"]
        field.queryset = Party.objects.filter(pk__in=[party.pk for party in parties])  # type: ignore[attr-defined]
        if len(parties) == 1:
            field.initial = parties[0].pk

    def clean_observed_on(self) -> Any:
        day = self.cleaned_data["observed_on"]
        if day > timezone.localdate():
            raise ValidationError("Le jour de l’observation ne peut pas être à venir.")
        return day

    def clean_evidence(self) -> Any:
        file = self.cleaned_data["evidence"]
        if file and file.size > LARGEST_EVIDENCE:
            raise ValidationError("Le fichier dépasse 10 Mo. Envoyez un document plus léger.")
        return file


class AnswerForm(Form):
    """The other party agrees, or contests with a reason."""

    agrees = forms.TypedChoiceField(
        label="Votre réponse",
        choices=[("oui", "D’accord avec la déclaration"), ("non", "Je la conteste")],
        coerce=lambda value: value == "oui",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Motif", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nécessaire pour contester ; il restera visible des deux parties.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if words.get("agrees") is False and not words.get("reason", "").strip():
            self.add_error("reason", "Pour contester une déclaration, donnez un motif.")
        return words


class SignatureForm(Form):
    """The day both parties signed."""

    on = DateField(label="Date de signature", help_text="La durée de la convention court à compter de ce jour.")

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise ValidationError("La date de signature ne peut pas être à venir.")
        return day


class PackForm(Form):
    """A pack sent from the screen; every fault is named with its line."""

    pack = forms.FileField(label="Paquet de la convention", help_text="Fichier .toml, 1 Mo au plus.")

    text = ""

    def clean_pack(self) -> Pack:
        file = self.cleaned_data["pack"]
        try:
            self.text = decode(file.read(LARGEST + 1))
            return read(self.text)
        except PackErrors as faults:
            raise ValidationError([str(fault) for fault in faults.faults]) from None
