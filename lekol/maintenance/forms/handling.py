"""What is typed by whoever handles a fault, and by the school that answers."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from lekol.directory.models import Person
from lekol.equipment.models import StockItem
from lekol.kit.forms import DateField, Form
from lekol.maintenance.choices import Desk, Side
from lekol.maintenance.forms.texts import words
from lekol.maintenance.models import Checklist
from lekol.maintenance.rules.mentions import called, named

Readers = Callable[[str], Mapping[Person, tuple[str, str]]]
SCORES = ((4, "très bien"), (3, "bien"), (2, "peu"), (1, "pas du tout"))


class ArticleField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An article of a store, with what is left."""

    def label_from_instance(self, obj: StockItem) -> str:
        return f"{obj.name}, {obj.quantity} en réserve"


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


class PutOffForm(Form):
    """Another day, and why."""

    to = DateField(label="Nouvelle date")
    reason = words("Pourquoi", most=400, help_text="L’école lit cette phrase.")
    wanted = forms.BooleanField(
        label="L’école l’a demandé", required=False,
        help_text="Le délai attend ce jour. Sinon il continue de courir : qui répare n’arrête pas son propre délai.",
    )  # fmt: skip
    visit = forms.BooleanField(label="Ajouter l’école à ma tournée de ce jour", required=False, initial=True)


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


class ListForm(Form):
    """A checklist to add."""

    checklist = forms.ModelChoiceField(Checklist.objects.none(), label="Liste de contrôle")

    def __init__(self, lists: QuerySet[Checklist], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checklist"].queryset = lists  # type: ignore[attr-defined]
