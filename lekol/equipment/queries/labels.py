"""What is printed on labels: devices, trolleys and rooms of a school, and where their QR codes lead."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from lekol.directory.models import Room, School
from lekol.equipment.choices import IN_SCHOOL, Kind
from lekol.equipment.models import Asset
from lekol.equipment.rules.labels import MOST


@dataclass(frozen=True, slots=True)
class Label:
    """One label: what is read, and the address its QR code opens."""

    number: str
    words: str
    url: str


def devices(
    school: School, room: Room | None = None, kind: str = "", numbers: list[str] | None = None
) -> Iterator[Label]:
    """Labels of the devices of a school, in the order of their numbers."""
    rows: QuerySet[Asset] = Asset.objects.filter(school=school, status__in=IN_SCHOOL).select_related("room", "model")
    rows = rows.filter(room=room) if room else rows
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(inventory_number__in=numbers) if numbers else rows
    for asset in rows.order_by("sort_key", "pk")[:MOST]:
        place = f"{school.name}, {asset.room}" if asset.room else school.name
        yield Label(asset.inventory_number, place, address_of(asset.inventory_number, school))


def trolleys(school: School) -> Iterator[Label]:
    """Labels of the trolleys of a school: they open the check of the trolley, which also leads to reporting a fault."""
    for label in devices(school, kind=Kind.TROLLEY):
        yield Label(label.number, label.words, _check_of(label.number, school))


def _check_of(number: str, school: School) -> str:
    url = reverse("equipment:check_trolley", args=[number])
    return f"{settings.PUBLIC_URL.rstrip('/')}{url}?c={quote(school.commune.insee)}"


def rooms(school: School, room: Room | None = None) -> Iterator[Label]:
    """Labels of the rooms of a school: they open the check of the room."""
    rows = Room.objects.filter(school=school)
    rows = rows.filter(pk=room.pk) if room else rows
    for one in rows.order_by("sort_key", "pk")[:MOST]:
        url = reverse("equipment:check_room", args=[school.uai, one.pk])
        yield Label(one.name, school.name, f"{settings.PUBLIC_URL.rstrip('/')}{url}")


def address_of(number: str, school: School) -> str:
    """Two communes may share a number: the address says which."""
    url = reverse("equipment:device", args=[number])
    return f"{settings.PUBLIC_URL.rstrip('/')}{url}?c={quote(school.commune.insee)}"
