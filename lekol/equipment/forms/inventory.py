"""What is typed about announced machines and the keys of agents."""

from typing import Any, cast

from django import forms

from lekol.directory.models import Commune, Room, School
from lekol.equipment.choices import Kind, Origin
from lekol.equipment.forms.estate import RoomField
from lekol.kit.forms import Form


class DaysForm(Form):
    """For how long a post has not been seen."""

    jours = forms.IntegerField(label="Non vus depuis (jours)", required=False, min_value=1, max_value=3650)


class LinkForm(Form):
    """The device of the register that an announced machine is."""

    inventory_number = forms.CharField(
        label="Numéro d’inventaire du matériel", max_length=40, help_text="Celui de son étiquette, comme VSD-00412."
    )


class EnterForm(Form):
    """Where a new device goes, and under which number."""

    school = forms.ModelChoiceField(School.objects.none(), label="École")
    room = RoomField(Room.objects.none(), label="Salle", required=False)
    inventory_number = forms.CharField(
        label="Numéro d’inventaire",
        max_length=40,
        required=False,
        help_text="Vide : Lékol en donne un, comme INV-00042.",
    )
    kind = forms.ChoiceField(label="Type", choices=Kind.choices)
    origin = forms.ChoiceField(label="Acquis par", choices=Origin.choices)

    def __init__(self, schools: Any, rooms: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]
        cast(RoomField, self.fields["room"]).told(rooms)


class KeyForm(Form):
    """A key for the agents of a commune, or of one of its schools."""

    name = forms.CharField(label="Nom", max_length=80, help_text="Ce qui s’en servira, comme « postes de l’école ».")
    commune = forms.ModelChoiceField(Commune.objects.none(), label="Commune")
    school = forms.ModelChoiceField(
        School.objects.none(), label="École", required=False, help_text="Vide : toutes les écoles de la commune."
    )

    def __init__(self, communes: Any, schools: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commune"].queryset = communes  # type: ignore[attr-defined]
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]
