"""What a step of a device’s life asks: its day, its reason, its proofs, the place where it goes."""

from typing import Any

from django import forms

from lekol.directory.models import Room
from lekol.equipment.rules.life import Ask, Place, Proof, Step
from lekol.kit.forms import DateField, Form


class StepForm(Form):
    """Drawn from the table of steps: the same proofs on screen and in the rules."""

    on = DateField(label="Le")
    reason = forms.CharField(label="Pourquoi", max_length=200, required=False)

    def __init__(self, step: Step, proofs: list[Proof], schools: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = step.reason
        if step.place is Place.ENTERS:
            self.fields["school"] = forms.ModelChoiceField(schools, label="École")
            rooms = Room.objects.filter(school__in=schools.values("pk")).select_related("school")
            self.fields["room"] = RoomField(rooms, label="Salle", required=False)
        if step.after == "en_reserve":
            self.fields["store"] = forms.CharField(label="Lieu de réserve", max_length=80, required=False)
        for proof in proofs:
            self.fields[proof.key] = _field(proof)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "saisie")


class RoomField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A room among those of several schools says its school."""

    def label_from_instance(self, obj: Room) -> str:
        return f"{obj.school}, {obj}"


def _field(proof: Proof) -> forms.Field:
    if proof.ask is Ask.DATE:
        return DateField(label=proof.label, help_text=proof.help, required=proof.required)
    return forms.CharField(label=proof.label, help_text=proof.help, required=proof.required, max_length=120)
