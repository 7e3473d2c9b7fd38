"""What a school tells of a fault: on the page, by a label, through an agent."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from lekol.directory.models import Room, School
from lekol.kit.forms import Form
from lekol.maintenance.choices import Desk, Impact, Nature, Symptom
from lekol.maintenance.forms.texts import words


class WhatForm(Form):
    """What is broken, and where. `appareil` is the number on the label, if there is one."""

    ecole = forms.ModelChoiceField(School.objects.none(), label="École", to_field_name="uai")
    nature = forms.ChoiceField(label="Qu’est-ce qui est en panne ?", choices=Nature.choices)
    appareil = forms.CharField(
        label="Numéro de l’étiquette", max_length=40, required=False, help_text="Celui collé sur l’appareil."
    )
    salle = forms.ModelChoiceField(Room.objects.none(), label="Salle", required=False)
    panne = forms.ChoiceField(label="Que se passe-t-il ?", choices=Symptom.choices)
    arret = forms.ChoiceField(
        label="Qui ne peut plus travailler ?", choices=Impact.choices, required=False, initial=Impact.POST
    )
    expert = forms.BooleanField(label="Demande un niveau expert", required=False)
    phrase = forms.CharField(label="En une phrase", max_length=200, required=False)

    def __init__(self, schools: QuerySet[School], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ecole"].queryset = schools  # type: ignore[attr-defined]
        self.fields["salle"].queryset = Room.objects.filter(school__in=schools.values("pk"))  # type: ignore[attr-defined]

    def clean_arret(self) -> str:
        return self.cleaned_data["arret"] or str(Impact.POST)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        school, room = found.get("ecole"), found.get("salle")
        if school and room and room.school_id != school.pk:
            self.add_error("salle", "Cette salle est dans une autre école.")
        return found


class SendForm(Form):
    """What is added before sending."""

    phrase = forms.CharField(
        label="En une phrase", max_length=200, required=False, help_text="Pas de nom d’élève, ni ici ni sur la photo."
    )
    mot = words("Précisions", required=False)
    photo = forms.FileField(label="Photo", required=False, widget=forms.FileInput(attrs={"accept": "image/*"}))
    cle = forms.UUIDField(required=False, widget=forms.HiddenInput)
    moment = forms.DateTimeField(required=False, widget=forms.HiddenInput)


class AgentForm(SendForm):
    """What an agent may add: who calls, and sending against the rule."""

    appelant = forms.CharField(label="Reçu par téléphone, de la part de", max_length=80, required=False)
    desk = forms.ChoiceField(
        label="Envoyer hors de la règle", choices=[("", "non, suivre la règle"), *Desk.choices], required=False
    )
    desk_reason = forms.CharField(label="Pourquoi hors de la règle", max_length=400, required=False)


class ScanForm(Form):
    """Two taps: what is wrong, send."""

    panne = forms.ChoiceField(label="Que se passe-t-il ?", choices=Symptom.choices, widget=forms.RadioSelect)
    mot = words("Un mot pour le technicien", required=False, most=1000, help_text="Pas de nom d’élève.")
    nom = forms.CharField(label="Votre nom", max_length=80, required=False)
    photo = forms.FileField(label="Photo", required=False)
    cle = forms.UUIDField(required=False, widget=forms.HiddenInput)
    moment = forms.DateTimeField(required=False, widget=forms.HiddenInput)


class CodeForm(Form):
    """The six digits posted in the school."""

    code = forms.RegexField(
        r"^\s*[0-9]{3}\s?[0-9]{3}\s*$",
        label="Code de l’école",
        max_length=10,
        help_text="Six chiffres, affichés en salle des maîtres.",
        error_messages={"invalid": "Le code de l’école a six chiffres."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())
