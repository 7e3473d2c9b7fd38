"""Papers, contracts, counters, consumables and hand-overs, as they are typed."""

from typing import Any

from django import forms

from lekol.equipment.choices import ContractKind, DocumentKind, HandOverKind
from lekol.equipment.forms.cards import DATES
from lekol.equipment.models import Asset, AssetQuerySet, Contract, HandOver, StockItem
from lekol.equipment.rules import papers, signatures
from lekol.kit.forms import DateField, Form, ModelForm


class DocumentForm(Form):
    """A paper to keep."""

    file = forms.FileField(label="Fichier", help_text="PDF, image, ODT, ODS, DOCX ou XLSX, 10 Mo au plus.")
    kind = forms.ChoiceField(label="Nature", choices=DocumentKind.choices)
    title = forms.CharField(label="Titre", max_length=120, required=False)
    dated = DateField(label="Daté du", required=False)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > papers.LARGEST:
            raise forms.ValidationError("Le fichier dépasse 10 Mo : envoyez un document plus léger.")
        return file


class PhotoForm(Form):
    """A photograph of the device. No face of a pupil has its place here."""

    file = forms.FileField(
        label="Photo", widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
        help_text="JPEG, PNG ou WebP, 15 Mo au plus. Le lieu et l’heure de la prise de vue sont effacés.",
    )  # fmt: skip
    caption = forms.CharField(label="Légende", max_length=120, required=False, help_text="Sans nom d’élève.")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > papers.LARGEST_PHOTO:
            raise forms.ValidationError("Cette photo dépasse 15 Mo : envoyez-en une plus légère.")
        return file


class ContractForm(ModelForm):
    """A warranty or a contract, from its first to its last day."""

    since = DateField(label="Du")
    until = DateField(label="Au", help_text="Dernier jour couvert.")

    class Meta:
        model = Contract
        fields = (
            "kind", "supplier", "reference", "terms", "on_site", "response_days", "contact", "phone", "email", "hours",
            "notice_days", "yearly_cost", "pages_mono", "pages_colour", "price_mono", "price_colour",
        )  # fmt: skip
        widgets = {"terms": forms.Textarea({"rows": 3})}
        help_texts = {
            "terms": "Pièces, main-d’œuvre, déplacement, exclusions.",
            "notice_days": "Pour résilier ou ne pas reconduire ; 0 s’il n’y en a pas.",
            "pages_mono": "Pour un contrat de copieur.",
        }

    field_order = ("kind", "supplier", "reference", "since", "until")

    def __init__(self, suppliers: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supplier"].queryset = suppliers  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The verb checks the contract, with its dates."""

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        pages = any(words.get(name) for name in ("pages_mono", "pages_colour"))
        if pages and words.get("kind") in (ContractKind.WARRANTY, ContractKind.INSURANCE):
            self.add_error("pages_mono", "Une garantie ou une assurance ne compte pas de pages.")
        return words


def numbers_in(text: str) -> list[str]:
    """Inventory numbers typed or scanned one after the other, each once."""
    return list(dict.fromkeys(word for word in text.replace(",", " ").replace(";", " ").split() if len(word) <= 40))


class NumbersForm(Form):
    """Devices named by their labels."""

    numbers = forms.CharField(
        label="Numéros d’inventaire", max_length=4000, widget=forms.Textarea({"rows": 3}),
        help_text="L’un après l’autre : la douchette ou l’appareil photo peut les lire.",
    )  # fmt: skip

    def __init__(self, seen: AssetQuerySet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen = seen

    def clean_numbers(self) -> list[Asset]:
        """The devices of those numbers among those seen; the unknown ones are named."""
        asked = numbers_in(self.cleaned_data["numbers"])
        found = {row.inventory_number.casefold(): row for row in self.seen.numbered(*asked)}
        lost = [number for number in asked if number.casefold() not in found]
        if lost:
            raise forms.ValidationError(f"Numéros inconnus dans votre périmètre : {', '.join(lost[:10])}.")
        return [found[number.casefold()] for number in asked]


class CounterForm(Form):
    """The counters of a copier."""

    on = DateField(label="Relevés le")
    mono = forms.IntegerField(label="Pages en noir", min_value=0, max_value=1_000_000_000)
    colour = forms.IntegerField(label="Pages en couleur", min_value=0, max_value=1_000_000_000, initial=0)
    scans = forms.IntegerField(label="Pages numérisées", min_value=0, max_value=1_000_000_000, required=False)
    restart = forms.BooleanField(label="Les compteurs ont été remis à zéro", required=False)


class ItemForm(ModelForm):
    """An article of a store."""

    class Meta:
        model = StockItem
        fields = ("kind", "name", "reference", "school", "models_served", "threshold", "unit_cost", "place")
        help_texts = {"school": "Vide : la réserve de la Ville.", "threshold": "À partir de ce reste, commander."}

    def __init__(self, schools: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The verb checks the article."""


class MovementForm(Form):
    """What comes in or goes out."""

    sense = forms.ChoiceField(label="Mouvement", choices=[("sortie", "Sortie"), ("entree", "Entrée")])
    quantity = forms.IntegerField(label="Quantité", min_value=1, max_value=100_000, initial=1)
    number = forms.CharField(
        label="Pour le matériel", max_length=40, required=False, help_text="Son numéro d’inventaire."
    )
    reason = forms.CharField(label="Motif", max_length=120, required=False)

    def __init__(self, seen: AssetQuerySet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen = seen

    def clean_number(self) -> Asset | None:
        number = self.cleaned_data["number"].strip()
        if not number:
            return None
        found = self.seen.numbered(number).first()
        if found is None:
            raise forms.ValidationError("Ce numéro est inconnu dans votre périmètre.")
        return found


class HandOverForm(ModelForm):
    """To whom, what for, until when."""

    class Meta:
        model = HandOver
        fields = ("kind", "name", "function", "purpose", "condition", "on", "due_on")
        widgets = {"on": DATES, "due_on": DATES}
        help_texts = {"name": "La personne qui reçoit et signe.", "due_on": "Pour un prêt."}

    def _post_clean(self) -> None:
        """The verb makes the row, and checks it."""

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if words.get("kind") == HandOverKind.LOAN and not words.get("due_on"):
            self.add_error("due_on", "Un prêt a une date de retour.")
        return words


class SignForm(Form):
    """A signature: a name always, a drawing when the screen allows."""

    name = forms.CharField(label="Nom de qui signe", max_length=120, min_length=2)
    strokes = forms.CharField(widget=forms.HiddenInput, required=False, max_length=signatures.LONGEST)
    agreed = forms.BooleanField(label="J’ai reçu ces matériels dans l’état décrit.")

    def clean_strokes(self) -> signatures.Strokes:
        try:
            return signatures.read(self.cleaned_data["strokes"])
        except ValueError as fault:
            raise forms.ValidationError(str(fault)) from None


class ReturnForm(SignForm):
    """The return, signed by whoever takes the devices back."""

    on = DateField(label="Rendu le")
    condition = forms.CharField(label="État au retour", max_length=200, required=False)
    field_order = ("on", "condition", "name", "agreed")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].label = "Je reprends ces matériels dans l’état décrit."
