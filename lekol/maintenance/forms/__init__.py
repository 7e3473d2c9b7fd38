"""What is typed about incidents."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from lekol.directory.models import Academy, Commune, Person, Room, School
from lekol.equipment.models import StockItem
from lekol.kit.forms import DateField, Form, ModelForm
from lekol.maintenance.choices import Acquired, Desk, Impact, Nature, Owner, Side, Status, Symptom
from lekol.maintenance.models import Checklist, Macro, VisitPlan
from lekol.maintenance.models.habits import LONGEST
from lekol.maintenance.rules.mentions import called, named

LONG = {"rows": 4, "maxlength": 4000}
SCORES = ((4, "très bien"), (3, "bien"), (2, "peu"), (1, "pas du tout"))


def words(label: str, *, required: bool = True, help_text: str = "", most: int = 4000) -> forms.CharField:
    """A few lines of text."""
    widget = forms.Textarea(attrs={**LONG, "maxlength": most})
    return forms.CharField(label=label, max_length=most, widget=widget, required=required, help_text=help_text)


Readers = Callable[[str], Mapping[Person, tuple[str, str]]]


class ArticleField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An article of a store, with what is left."""

    def label_from_instance(self, obj: StockItem) -> str:
        return f"{obj.name}, {obj.quantity} en réserve"


class FactsForm(Form):
    """A case to try on the table of article 4."""

    nature = forms.ChoiceField(label="Ce qui est en panne", choices=Nature.choices)
    origine = forms.ChoiceField(label="Acquis par", choices=Acquired.choices, initial=Acquired.CITY)
    proprietaire = forms.ChoiceField(
        label="À qui c’est", choices=[("", "à qui l’a acquis"), *Owner.choices], required=False
    )
    garantie = DateField(label="Garanti jusqu’au", required=False)
    contrat = forms.BooleanField(label="Sous contrat de maintenance", required=False)
    expert = forms.BooleanField(label="Demande un niveau expert", required=False)
    arret = forms.ChoiceField(label="Qui est arrêté", choices=Impact.choices, initial=Impact.POST)
    jour = DateField(label="Jour de la panne")


class Filters(Form):
    """What narrows the list of tickets."""

    q = forms.CharField(label="Numéro ou mots", max_length=80, required=False)
    etat = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "ouvertes"), ("retard", "en retard"), ("toutes", "toutes"), *Status.choices],
    )
    partie = forms.ChoiceField(label="Chez", required=False, choices=[("", "tout le monde"), *Desk.choices])
    nature = forms.ChoiceField(label="Panne", required=False, choices=[("", "toutes"), *Nature.choices])
    ecole = forms.CharField(max_length=8, required=False, widget=forms.HiddenInput)
    modele = forms.IntegerField(min_value=1, max_value=2**31, required=False, widget=forms.HiddenInput)
    depuis = forms.DateField(required=False, widget=forms.HiddenInput)

    def clean_depuis(self) -> dt.datetime | None:
        """The first instant of that day, by the clock of the territory."""
        day = self.cleaned_data["depuis"]
        return timezone.make_aware(dt.datetime.combine(day, dt.time.min)) if day else None


class PeriodForm(Form):
    """What the figures are about."""

    periode = forms.ChoiceField(
        label="Période", required=False,
        choices=[("12", "douze derniers mois"), ("3", "trois derniers mois"), ("24", "deux dernières années")],
    )  # fmt: skip
    nature = forms.ChoiceField(label="Panne", required=False, choices=[("", "toutes"), *Nature.choices])
    partie = forms.ChoiceField(label="Chez", required=False, choices=[("", "tout le monde"), *Desk.choices])


class SayForm(Form):
    """A message, for everybody or for one’s own party. `readers` answers who reads a side, by first and last name."""

    text = words(
        "Message", help_text="Pas de nom d’élève. « @n.grondin » prévient cette personne, si elle lit ce message."
    )
    side = forms.ChoiceField(label="Lu par", required=False)

    def __init__(self, sides: frozenset[str], readers: Readers, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.readers = readers
        own = [choice for choice in Side.choices if choice[0] in ("", *sides)]
        supplier = [(str(Side.SUPPLIER), str(Side.SUPPLIER.label))] if Desk.CITY in sides else []
        self.fields["side"].choices = own + supplier  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        asked = named(found.get("text", ""))
        people, lost = called(asked, self.readers(found.get("side", ""))) if asked else ([], [])
        if lost:
            who = ", ".join(f"@{word}" for word in lost)
            self.add_error("text", f"Personne, ou plusieurs personnes, ne lisent ce message sous ce nom : {who}.")
        return {**found, "mentioned": people}


class TextForm(Form):
    """One text."""

    text = words("Message", help_text="Pas de nom d’élève.")


class ReasonForm(Form):
    """Why."""

    reason = words("Pourquoi", most=400)


class WorkForm(Form):
    """Time and parts; a part of a store leaves it."""

    minutes = forms.IntegerField(label="Temps passé (minutes)", min_value=0, max_value=6_000, required=False)
    item = ArticleField(StockItem.objects.none(), label="Pièce prise en réserve", required=False)
    quantity = forms.IntegerField(label="Combien", min_value=1, max_value=999, required=False)
    parts = forms.CharField(label="Autres pièces", max_length=200, required=False)

    def __init__(self, stores: QuerySet[StockItem], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = stores  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        return {**found, "minutes": found.get("minutes") or 0, "quantity": found.get("quantity") or 0}


class SolveForm(WorkForm):
    """What made it work again, the time it took, the parts it needed."""

    solution = words("Ce qui a été fait", help_text="L’école lit cette phrase et confirme.")
    field_order = ("solution", "minutes", "item", "quantity", "parts")


class TransferForm(Form):
    """To whom, and why."""

    target = forms.ChoiceField(label="À qui")
    reason = words("Pourquoi", most=400, help_text="La partie demandée lit cette raison avant d’accepter.")

    def __init__(self, desk: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [choice for choice in Desk.choices if choice[0] not in (desk, Desk.SUPPLIER)]
        self.fields["target"].choices = others  # type: ignore[attr-defined]


class HandOffForm(Form):
    """A device handed to its supplier."""

    supplier = forms.CharField(label="Fournisseur", max_length=120)
    email = forms.EmailField(
        label="Courriel du fournisseur", required=False, help_text="Il y reçoit le lien de suivi, sans compte."
    )
    loan = forms.CharField(label="Matériel prêté en attendant", max_length=120, required=False)


class SupplierForm(Form):
    """What the supplier writes through its link."""

    reference = forms.CharField(label="Votre référence", max_length=60, required=False)
    sent_on = DateField(label="Matériel reçu ou enlevé le", required=False)
    returned_on = DateField(label="Matériel rendu le", required=False)
    word = words("Votre prix, ou un mot", required=False, most=1000)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        latest = timezone.localdate() + dt.timedelta(days=1)
        for name in ("sent_on", "returned_on"):
            if found.get(name) and found[name] > latest:
                self.add_error(name, "Cette date est à venir.")
        return found


class ConfirmForm(Form):
    """Two questions, both optional."""

    speed = forms.TypedChoiceField(
        label="Était-ce assez rapide ?", choices=SCORES, widget=forms.RadioSelect, required=False, coerce=int,
        empty_value=None,
    )  # fmt: skip
    result = forms.TypedChoiceField(
        label="Est-ce que tout marche bien ?", choices=SCORES, widget=forms.RadioSelect, required=False, coerce=int,
        empty_value=None,
    )  # fmt: skip
    comment = forms.CharField(label="Un mot", max_length=400, required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if bool(found.get("speed")) != bool(found.get("result")):
            raise ValidationError("Répondez aux deux questions, ou à aucune.")
        return found


class AttachForm(Form):
    """The wider outage a ticket belongs to."""

    parent = forms.CharField(label="Numéro de la panne générale", max_length=8)


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


class ListForm(Form):
    """A checklist to add."""

    checklist = forms.ModelChoiceField(Checklist.objects.none(), label="Liste de contrôle")

    def __init__(self, lists: QuerySet[Checklist], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checklist"].queryset = lists  # type: ignore[attr-defined]


class QuoteForm(Form):
    """Who is asked for a price."""

    repairer = forms.CharField(label="Réparateur", max_length=120)
    email = forms.EmailField(label="Courriel du réparateur", required=False)
