"""Forms of the pupil databases."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from lekol.directory.models import Commune
from lekol.kit.forms import Form

LARGEST = 40 * 1024 * 1024
_HELP = "CSV, XLSX, ODS ou XML de l’AAF. Le fichier est lu, comparé, et n’est pas gardé."


class BasesForm(Form):
    """The two files of one commune."""

    commune = forms.ModelChoiceField(Commune.objects.none(), label="Commune")
    state = forms.FileField(label="Base de l’État", help_text=f"Extraction d’ONDE ou de l’annuaire. {_HELP}")
    city = forms.FileField(label="Base de la Ville", help_text=f"Export du logiciel des inscriptions. {_HELP}")

    def __init__(self, communes: QuerySet[Commune], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["commune"]
        field.queryset = communes
        if len(communes) == 1:
            field.initial = communes[0].pk

    def clean_state(self) -> Any:
        return _bounded(self.cleaned_data["state"])

    def clean_city(self) -> Any:
        return _bounded(self.cleaned_data["city"])


def _bounded(file: Any) -> Any:
    if (file.size or 0) > LARGEST:
        raise ValidationError(
            f"Le fichier dépasse {LARGEST // 1024 // 1024} Mo. Au-delà, « lekol pupils link » lit sans limite."
        )
    return file


class AnswerForm(forms.Form):
    """Same child or two children."""

    same = forms.TypedChoiceField(
        choices=[("oui", "même élève"), ("non", "deux élèves")], coerce=lambda text: text == "oui"
    )
