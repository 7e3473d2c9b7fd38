"""What is typed in the life of an agreement: an avenant, an answer, a notice and its steps, what follows."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from lekol.agreement.models import Act, Agreement, Party
from lekol.agreement.models.life import Amendment
from lekol.kit.forms import DateField, Form
from lekol.pact.clauses import Clause

LONG = {"widget": forms.Textarea(attrs={"rows": 4})}


def party_choice(parties: list[Party], label: str) -> "forms.ModelChoiceField[Party]":
    """A party among those one may bind; the only one is already chosen."""
    rows = Party.objects.filter(pk__in=[party.pk for party in parties])
    alone = parties[0].pk if len(parties) == 1 else None
    return forms.ModelChoiceField(rows, label=label, empty_label=None, initial=alone)


class VersionedForm(Form):
    """It says which version of the draft was read: a draft that has moved since is not overwritten."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class AmendmentForm(Form):
    """What an avenant is about."""

    title = forms.CharField(label="Objet de l’avenant", max_length=200)
    reason = forms.CharField(label="Motif", max_length=4000, required=False, **LONG)  # type: ignore[arg-type]
    effective_on = DateField(
        label="Prend effet le", required=False, help_text="Vide : le jour de la signature de l’avenant."
    )
    ends_on = DateField(
        label="Nouveau terme", required=False, help_text="Vide : l’avenant court jusqu’au terme de la convention."
    )


class ProposeForm(AmendmentForm):
    """A new avenant, proposed by a party."""

    def __init__(self, parties: list[Party], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"] = party_choice(parties, "Proposé par")
        self.order_fields(["party"])


class RedraftForm(AmendmentForm, VersionedForm):
    """The same, once proposed."""


class ChangeForm(VersionedForm):
    """What the avenant does of one clause, or of the text of one article."""

    does = forms.ChoiceField(
        label="L’avenant",
        choices=[("remplace", "remplace"), ("ajoute", "ajoute"), ("abroge", "supprime")],
    )
    clause = forms.CharField(
        label="Clause", required=False, max_length=8, help_text="Comme 3.4. Pour en ajouter une, un numéro à la suite."
    )
    article = forms.ChoiceField(
        label="Ou bien un article entier", required=False,
        help_text="« remplace » change son texte ; « supprime » l’ôte avec toutes ses promesses.",
    )  # fmt: skip
    new_article = forms.CharField(
        label="Ou bien le numéro d’un article ajouté", required=False, max_length=2,
        help_text="Avec « ajoute », l’intitulé et le texte ; ses clauses s’ajoutent ensuite.",
    )  # fmt: skip
    title = forms.CharField(label="Nouvel intitulé", required=False, max_length=160)
    wording = forms.CharField(label="Nouveau texte", required=False, max_length=8000, **LONG)  # type: ignore[arg-type]
    condition = forms.CharField(label="Nouvelle condition", required=False, max_length=200)
    debtors = forms.MultipleChoiceField(label="Qui doit désormais", required=False, widget=forms.CheckboxSelectMultiple)
    ratio = forms.DecimalField(
        label="Nouvelle cible, en pour cent", required=False, min_value=1, max_value=100, decimal_places=1
    )
    target_on = DateField(label="Échéance de cette cible", required=False)

    def __init__(self, agreement: Agreement, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        articles = [(row.number, str(row)) for row in agreement.articles.all()]
        parties = [(row.key, row.short_name) for row in agreement.parties.all()]
        self.fields["article"].choices = [("", "—"), *articles]  # type: ignore[attr-defined]
        self.fields["debtors"].choices = parties  # type: ignore[attr-defined]

    def clean_clause(self) -> str:
        text = self.cleaned_data["clause"].strip()
        try:
            return str(Clause.parse(text)) if text else ""
        except ValueError as fault:
            raise ValidationError(str(fault)) from None

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if words.get("target_on") and words.get("ratio") is None:
            self.add_error("ratio", "Donnez la cible dont c’est l’échéance.")
        if words.get("new_article") and (words.get("article") or words.get("does") != "ajoute"):
            self.add_error("new_article", "Un nouveau numéro s’ajoute, et seul : choisissez « ajoute ».")
        return words

    @property
    def change(self) -> dict[str, Any]:
        """The change in the form a pack has."""
        aside = {"version", "ratio", "target_on", "new_article"}
        words = {key: value for key, value in self.cleaned_data.items() if key not in aside}
        words["article"] = self.cleaned_data["new_article"].strip().upper() or words["article"]
        if self.cleaned_data["ratio"] is not None:
            target = {"ratio": float(self.cleaned_data["ratio"]) / 100}
            day = self.cleaned_data["target_on"]
            words["target"] = {**target, **({"on": day.isoformat()} if day else {})}
        return words


class ConsentForm(VersionedForm):
    """A party’s answer to the draft."""

    agrees = forms.TypedChoiceField(
        label="Votre réponse",
        choices=[("oui", "D’accord avec ce projet"), ("non", "Pas d’accord")],
        coerce=lambda value: value == "oui",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Motif", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nécessaire pour refuser ; il reste visible des deux parties.",
    )  # fmt: skip

    def __init__(self, parties: list[Party], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"] = party_choice(parties, "Au nom de")
        self.order_fields(["party"])

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if words.get("agrees") is False and not words.get("reason", "").strip():
            self.add_error("reason", "Pour refuser un projet d’avenant, donnez un motif.")
        return words


class SignAmendmentForm(VersionedForm):
    """The day the avenant was signed, and its act in the register."""

    on = DateField(label="Signé le")
    act = forms.ModelChoiceField(Act.objects.none(), label="Acte du registre", required=False)

    def __init__(self, amendment: Amendment, acts: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["act"].queryset = acts.filter(agreement=amendment.agreement)  # type: ignore[attr-defined]


class DropForm(VersionedForm):
    """Why a draft is given up."""

    reason = forms.CharField(label="Motif de l’abandon", max_length=300)


class RemoveForm(VersionedForm):
    """Which change leaves the draft."""

    rank = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class NoticeForm(Form):
    """A formal notice: from whom, to whom, which promises, what is held against them."""

    clauses = forms.MultipleChoiceField(label="Engagements non tenus", widget=forms.CheckboxSelectMultiple)
    grounds = forms.CharField(
        label="Ce qui est reproché", max_length=8000, **LONG,  # type: ignore[arg-type]
        help_text="Les faits. Les chiffres, les écoles et les preuves sont ajoutés tels qu’ils sont aujourd’hui.",
    )  # fmt: skip
    asked = forms.CharField(label="Ce qui est demandé", max_length=4000, required=False, **LONG)  # type: ignore[arg-type]

    def __init__(self, led: list[Party], parties: list[Party], clauses: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sender"] = party_choice(led, "De la part de")
        self.fields["recipient"] = party_choice([row for row in parties if row not in led] or parties, "Adressée à")
        self.fields["clauses"].choices = clauses  # type: ignore[attr-defined]
        self.order_fields(["sender", "recipient", "clauses"])


class SentForm(Form):
    """The letter has left."""

    on = DateField(label="Envoyée le")
    tracking = forms.CharField(
        label="Numéro du recommandé", max_length=20, required=False, help_text="Comme 1A 123 456 7890 1."
    )


class DayForm(Form):
    """A day."""

    on = DateField(label="Date")


class ReplyForm(Form):
    """What the recipient answers."""

    reply = forms.CharField(label="Réponse", max_length=8000, **LONG)  # type: ignore[arg-type]


class OutcomeForm(DayForm):
    """A day, and what follows."""

    outcome = forms.CharField(label="Précisions", max_length=4000, **LONG)  # type: ignore[arg-type]


class SuccessorForm(Form):
    """The agreement that follows, and what it carries over."""

    slug = forms.SlugField(
        label="Identifiant", max_length=60, help_text="Celui de son adresse, comme saint-denis-2029."
    )
    title = forms.CharField(label="Intitulé complet", max_length=300)
    short_title = forms.CharField(label="Intitulé court", max_length=120)
    years = forms.IntegerField(label="Durée, en années", min_value=1, max_value=99)
    clauses = forms.MultipleChoiceField(label="Engagements repris", widget=forms.CheckboxSelectMultiple)

    def __init__(self, clauses: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clauses"].choices = clauses  # type: ignore[attr-defined]
        self.fields["clauses"].initial = [key for key, _ in clauses]
