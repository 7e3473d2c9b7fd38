"""Real rows of the estate."""

import datetime as dt
from typing import Any

import factory
from django.db.backends.postgresql.psycopg_any import DateRange

from lekol.directory.models import School
from lekol.equipment.choices import Kind, Origin, SlotKind, Standing
from lekol.equipment.models import (
    Asset,
    DeviceModel,
    Installation,
    Machine,
    OperatingSystem,
    Placement,
    Slot,
    SlotFilling,
)
from tests.directory.factories import CommuneFactory

BOUGHT = dt.date(2024, 3, 1)


class DeviceModelFactory(factory.django.DjangoModelFactory[DeviceModel]):
    class Meta:
        model = DeviceModel
        django_get_or_create = ("make", "name")

    make = "HP"
    kind = Kind.DESKTOP
    name = factory.LazyAttribute(lambda made: f"Modèle {made.kind}")
    years_kept = 5


class AssetFactory(factory.django.DjangoModelFactory[Asset]):
    class Meta:
        model = Asset

    commune = factory.SubFactory(CommuneFactory)
    inventory_number = factory.Sequence(lambda n: f"VSD-{n:05d}")
    model = factory.SubFactory(DeviceModelFactory)
    origin = Origin.CITY
    acquired_on = BOUGHT


def placed(
    school: School, kind: str = Kind.DESKTOP, since: dt.date = BOUGHT, until: dt.date | None = None, **fields: Any
) -> Asset:
    """A device that stands in a school over a period."""
    asset = AssetFactory.create(commune=school.commune, model=DeviceModelFactory.create(kind=kind), **fields)
    Placement.objects.create(asset=asset, school=school, valid=DateRange(since, until))
    return asset


def running(asset: Asset, name: str, supported_until: dt.date | None, since: dt.date = BOUGHT) -> Installation:
    """A device runs a system from a day on."""
    system, _ = OperatingSystem.objects.get_or_create(name=name, defaults={"supported_until": supported_until})
    return Installation.objects.create(asset=asset, system=system, valid=DateRange(since, None))


def slot(school: School, kind: str = SlotKind.HEAD_POST, rank: int = 1, since: dt.date = BOUGHT) -> Slot:
    """A place that a standard requires."""
    return Slot.objects.create(school=school, kind=kind, rank=rank, required=DateRange(since, None))


def filled(place: Slot, asset: Asset, since: dt.date = BOUGHT, until: dt.date | None = None) -> SlotFilling:
    """A device takes a required place over a period."""
    return SlotFilling.objects.create(slot=place, asset=asset, valid=DateRange(since, until))


def inventoried(asset: Asset, **fields: Any) -> Machine:
    """A machine that agents announced and that is this device."""
    said = {"standing": Standing.LINKED, "nature": "ordinateur", "kind": asset.kind, **fields}
    return Machine.objects.create(asset=asset, commune=asset.commune, **said)
