"""What is asked to print labels."""

import re
from typing import Any

from django import forms

from lekol.directory.models import Room, School
from lekol.equipment.rules.labels import FORMATS
from lekol.kit.forms import Form

WHAT = [("materiels", "Les matériels"), ("mallettes", "Les mallettes"), ("salles", "Les salles")]


class LabelsForm(Form):
    """What to print, and on what paper."""

    what = forms.ChoiceField(label="Étiquettes de", choices=WHAT)
    room = forms.ModelChoiceField(
        Room.objects.none(), label="Une seule salle", required=False, empty_label="Toutes les salles"
    )
    numbers = forms.CharField(
        label="Seulement ces numéros", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Séparés par des espaces ou des virgules. Vide : tous.",
    )  # fmt: skip
    format = forms.ChoiceField(label="Papier", choices=[(row.key, row.label) for row in FORMATS.values()])
    start = forms.IntegerField(
        label="Première place libre de la feuille", min_value=1, max_value=65, required=False, initial=1,
        help_text="Pour finir une feuille entamée : 1 est en haut à gauche, puis ligne par ligne.",
    )  # fmt: skip

    def __init__(self, school: School, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = school.rooms.all()  # type: ignore[attr-defined]

    def clean_numbers(self) -> list[str]:
        return [number for number in re.split(r"[\s,;]+", self.cleaned_data["numbers"]) if number]
