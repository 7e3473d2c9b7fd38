"""What is typed about the agreement: a declaration, an answer, a signature date, a pack, an act."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from lekol.agreement.models import Act, Commitment, Party
from lekol.agreement.models.text import AgreementQuerySet
from lekol.agreement.rules.evidence import LARGEST as LARGEST_EVIDENCE
from lekol.agreement.rules.pack import LARGEST, Pack, PackErrors, decode, read
from lekol.agreement.rules.receipt import LARGEST as LARGEST_RECEIPT
from lekol.agreement.rules.receipt import NotReceipt, Receipt, read_xml
from lekol.directory.models import Academy, Commune
from lekol.kit.forms import DateField, Form, ModelForm

ACT_DAYS = ("decided_on", "signed_on", "transmitted_on", "received_on", "published_on", "notified_on")


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


class LinesField(forms.CharField):
    """A list, one line each."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        return [line.strip() for line in (super().clean(value) or "").splitlines() if line.strip()][:200]


class ActForm(ModelForm):
    """An act as it is entered in the register; every day is asked for apart."""

    visas = LinesField(label="Visas", required=False, max_length=20_000, help_text="Un par ligne.")
    commissions = LinesField(
        label="Commissions", required=False, max_length=4_000, help_text="Une par ligne, avec son avis."
    )
    url = forms.URLField(label="Adresse publique", required=False, assume_scheme="https")
    articles = LinesField(label="Articles", required=False, max_length=40_000, help_text="Un par ligne.")

    class Meta:
        model = Act
        fields = (
            "nature", "number", "subject", "body", "rapporteur", "commissions", "visas", "articles", "matter",
            "members", "voting", "votes_for", "votes_against", "abstentions", "unanimous", "decided_on", "signed_on",
            "transmitted_on", "received_on", "published_on", "notified_on", "receipt", "url", "agreement", "clauses",
        )  # fmt: skip
        field_classes = dict.fromkeys(ACT_DAYS, DateField)
        help_texts = {
            "matter": "Comme 8.1, pour l’enseignement.",
            "receipt": "Comme 974-219740115-20171125-177004b-DE.",
            "clauses": "Celles que l’acte approuve ou modifie.",
        }

    def __init__(self, agreements: AgreementQuerySet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreement"].queryset = agreements  # type: ignore[attr-defined]
        clauses = Commitment.objects.filter(agreement__in=agreements.values("pk")).select_related("agreement")
        self.fields["clauses"].queryset = clauses.order_by("agreement__slug", "rank")  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The verb checks the act whole, with its messages; the form only reads its words."""


class NewActForm(ActForm):
    """A new act, in the register of one of one’s administrations."""

    body_of = forms.ChoiceField(label="Registre de")
    field_order = ("body_of",)

    def __init__(self, bodies: list[Commune | Academy], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {f"{body._meta.model_name}:{body.pk}": body for body in bodies}
        self.fields["body_of"].choices = [(key, str(body)) for key, body in self.bodies.items()]  # type: ignore[attr-defined]

    def clean_body_of(self) -> Commune | Academy:
        return self.bodies[self.cleaned_data["body_of"]]


class CorrectedActForm(ActForm):
    """An act to correct: the reason goes to the journal."""

    reason = forms.CharField(label="Motif de la correction", max_length=200)


class ReceiptForm(Form):
    """The XML receipt sent back by the operator."""

    receipt = forms.FileField(label="Accusé de réception", help_text="Fichier XML de votre opérateur de transmission.")

    def clean_receipt(self) -> Receipt:
        try:
            return read_xml(self.cleaned_data["receipt"].read(LARGEST_RECEIPT + 1))
        except NotReceipt as fault:
            raise ValidationError(str(fault)) from None


class ActFileForm(Form):
    """The act itself, in PDF."""

    file = forms.FileField(label="Acte signé", help_text="PDF, 20 Mo au plus. Son empreinte SHA-256 est gardée.")
