"""What is typed about a draft as a whole: the file, what to merge, the last agreement."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from lekol.agreement.models import DraftItem
from lekol.directory.models import Academy, Commune
from lekol.kit.documents import LARGEST
from lekol.kit.forms import Form
from lekol.pact.scopes import Level, Scope


class SendForm(Form):
    """The text of a convention, and the territory it is about."""

    file = forms.FileField(
        label="Texte de la convention",
        help_text="Fichier .txt, .odt, .docx ou .pdf, 20 Mo au plus. Un PDF scanné doit avoir été reconnu.",
    )
    place = forms.ChoiceField(label="Territoire de votre fonction")
    commune = forms.RegexField(
        r"^[0-9][0-9AB][0-9]{3}$", label="Commune concernée", required=False,
        help_text="Code INSEE, comme 97411, si la convention n’en concerne qu’une.",
        error_messages={"invalid": "Un code de commune a cinq signes, comme 97411."},
    )  # fmt: skip

    def __init__(self, places: Sequence[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {str(scope_of(place)): place for place in places}
        self.fields["place"].choices = [(key, str(place)) for key, place in self.places.items()]  # type: ignore[attr-defined]
        if all(isinstance(place, Commune) for place in places):
            del self.fields["commune"]

    def clean_file(self) -> Any:
        file: Any = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(
                f"Le fichier dépasse {LARGEST // 1_000_000} Mo. Envoyez la convention sans ses pièces jointes."
            )
        return file

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if "place" in words:
            words["scope"] = scope_of(self.places[words["place"]])
        if code := words.get("commune"):
            words["scope"] = Scope(Level.COMMUNE, code)
        return words


def scope_of(place: Commune | Academy) -> Scope:
    """The perimeter of a commune or of an académie."""
    if isinstance(place, Commune):
        return Scope(Level.COMMUNE, place.insee)
    return Scope(Level.ACADEMY, place.code)


class MergeForm(Form):
    """The other commitment."""

    other = forms.ChoiceField(
        label="Fusionner avec", help_text="Ses mots et ses débiteurs s’ajoutent ; il sera retiré, et pourra être remis."
    )

    def __init__(self, others: Sequence[DraftItem], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = {str(item.pk): item for item in others}
        self.fields["other"].choices = [  # type: ignore[attr-defined]
            (key, f"{item.number} {item.heading}"[:110]) for key, item in self.others.items()
        ]  # fmt: skip

    def clean_other(self) -> DraftItem:
        return self.others[self.cleaned_data["other"]]


class EnactForm(Form):
    """The reader says the whole was read again when items were not confirmed one by one."""

    read_again = forms.BooleanField(
        label="J’ai relu tout le brouillon contre l’original",
        error_messages={"required": "Relisez le brouillon, puis cochez cette case."},
    )
