"""What is typed about the estate."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator

from lekol.directory.models import Room, School
from lekol.equipment.choices import Origin
from lekol.equipment.models import Asset, DeviceModel, OperatingSystem
from lekol.kit.forms import DateField, Form


class _BySchool(ModelChoiceIterator):  # type: ignore[type-arg]
    def __iter__(self) -> Iterator[Any]:
        yield ("", self.field.empty_label)
        for school, rooms in groupby(self.queryset, key=lambda room: room.school):
            yield (str(school), [self.choice(room) for room in rooms])


class RoomField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A room of one school or another: each under the name of its own."""

    iterator = _BySchool

    def told(self, rooms: QuerySet[Room]) -> None:
        """The rooms to choose from, by school."""
        self.queryset = rooms.select_related("school").order_by("school__sort_key", "school", "sort_key", "pk")


class PlaceForm(Form):
    """Where a device goes, and from when."""

    school = forms.ModelChoiceField(School.objects.none(), label="École")
    room = RoomField(Room.objects.none(), label="Salle", required=False)
    on = DateField(label="À compter du")

    def __init__(self, schools: Any, rooms: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]
        cast(RoomField, self.fields["room"]).told(rooms)


class AssetForm(Form):
    """A new device, in a school."""

    inventory_number = forms.CharField(
        label="Numéro d’inventaire", max_length=40, help_text="Celui de l’étiquette, comme VSD-00412."
    )
    serial = forms.CharField(label="Numéro de série", max_length=80, required=False)
    model = forms.ModelChoiceField(DeviceModel.objects.all(), label="Modèle")
    name = forms.CharField(
        label="Nom", max_length=80, required=False, help_text="Celui du poste sur le réseau, s’il en a un."
    )
    origin = forms.ChoiceField(label="Acquis par", choices=Origin.choices)
    acquired_on = DateField(label="Acquis le", required=False)
    warranty_until = DateField(label="Garanti jusqu’au", required=False)
    cost = forms.DecimalField(
        label="Coût (€ TTC)", min_value=0, max_digits=10, decimal_places=2, required=False, localize=True
    )
    room = forms.ModelChoiceField(Room.objects.none(), label="Salle", required=False)

    def __init__(self, rooms: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = rooms  # type: ignore[attr-defined]


class DayForm(Form):
    """A day from which something holds."""

    on = DateField(label="À compter du")


class SystemForm(DayForm):
    """A system installed on a device."""

    system = forms.ModelChoiceField(OperatingSystem.objects.all(), label="Système installé")


class FillForm(DayForm):
    """The device that takes a required place."""

    asset = forms.ModelChoiceField(Asset.objects.none(), label="Matériel de l’école")

    def __init__(self, assets: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asset"].queryset = assets  # type: ignore[attr-defined]


class TrolleysForm(Form):
    """How many trolleys a school is promised."""

    count = forms.IntegerField(
        label="Nombre de mallettes prévues", min_value=0, max_value=30,
        help_text="Celles déjà livrées comptent : le nombre ne descend pas au-dessous.",
    )  # fmt: skip


class SureForm(Form):
    """A button alone: the page sends one hidden word, so that an empty form does nothing."""

    sure = forms.CharField(widget=forms.HiddenInput, initial="oui")
