"""What a desk keeps for itself: answers, checklists, regular visits, closures, known answers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from lekol.directory.models import Academy, Commune, Person, School
from lekol.kit.forms import DateField, Form, ModelForm
from lekol.maintenance.choices import Nature
from lekol.maintenance.forms.texts import LONG, words
from lekol.maintenance.models import Checklist, Macro, VisitPlan
from lekol.maintenance.models.habits import LONGEST


class ArticleForm(Form):
    """A known answer."""

    title = forms.CharField(label="La panne, en une phrase", max_length=120)
    answer = words("Ce qu’il faut faire")
    nature = forms.ChoiceField(label="Ce qui est en panne", choices=Nature.choices)


class ProposeForm(Form):
    """A known answer drawn from a ticket."""

    title = forms.CharField(label="La panne, en une phrase", max_length=120)
    answer = words("Ce qu’il faut faire", help_text="Une école doit pouvoir le faire seule. Pas de nom.")


class ClosureForm(Form):
    """Days when nobody can work, somewhere."""

    place = forms.ChoiceField(label="Où")
    first = DateField(label="Premier jour")
    last = DateField(label="Dernier jour")
    reason = forms.CharField(label="Motif", max_length=120, help_text="Comme « Alerte rouge cyclonique ».")

    def __init__(self, places: list[Academy | Commune | School], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {f"{place._meta.model_name}:{place.pk}": place for place in places}
        choices = [(key, str(place)) for key, place in self.places.items()]
        self.fields["place"].choices = choices  # type: ignore[attr-defined]

    def clean_place(self) -> Academy | Commune | School:
        return self.places[self.cleaned_data["place"]]


class MacroForm(ModelForm):
    """A saved answer of a desk."""

    class Meta:
        model = Macro
        fields = ("name", "act", "nature", "minutes", "text")
        widgets = {"text": forms.Textarea(attrs=LONG)}
        help_texts = {
            "name": "Comme « Chargeur échangé ».", "minutes": "0 : rien n’est compté.",
            "text": "Se relit et se corrige avant chaque envoi.",
        }  # fmt: skip

    def _post_clean(self) -> None:
        """The verb checks the answer, with its desk."""


class PlayForm(Form):
    """The words of a saved answer, to correct before they leave."""

    text = words("Ce qui est envoyé", help_text="Pas de nom d’élève.", most=2000)


class ChecklistForm(Form):
    """A checklist: one line, one thing to look at."""

    name = forms.CharField(label="Nom", max_length=80)
    nature = forms.ChoiceField(
        label="Pour", choices=[("", "une visite, ou à ajouter à la main"), *Nature.choices], required=False,
        help_text="Une panne de cette nature reçoit la liste dès qu’elle est prise en charge.",
    )  # fmt: skip
    lines = words("Points à vérifier", help_text=f"Un par ligne, {LONGEST} au plus.", most=LONGEST * 122)

    def clean_lines(self) -> list[str]:
        found = [line.strip() for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        if len(found) > LONGEST or any(len(line) > 120 for line in found):
            raise ValidationError(f"Au plus {LONGEST} points, de 120 caractères chacun.")
        return list(dict.fromkeys(found))


class PlanForm(ModelForm):
    """A regular visit."""

    next_on = DateField(label="Prochaine visite")

    class Meta:
        model = VisitPlan
        fields = ("school", "name", "person", "every", "pace", "next_on", "checklist")

    def __init__(
        self, schools: QuerySet[School], people: QuerySet[Person], lists: QuerySet[Checklist], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("school", schools), ("person", people), ("checklist", lists)):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The verb checks the plan."""
