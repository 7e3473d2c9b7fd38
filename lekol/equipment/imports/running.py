"""What system a line says the device runs, in the words of the calendar of support."""

from collections.abc import Iterable

from django.utils import timezone

from lekol.equipment.models import Asset, Installation
from lekol.equipment.rules.inventory import System
from lekol.equipment.rules.systems import Release, recognise


def release_of(text: str) -> Release | None:
    """« Windows 11 24H2 », « Microsoft Windows 10 Professionnel 22H2 »: one release; nothing for an empty cell."""
    return recognise(System(full_name=text)) if text else None


def read_systems(assets: Iterable[Asset]) -> None:
    """Set on each device the name of what it runs today, or None; one query."""
    by_pk = {asset.pk: asset for asset in assets}
    running = Installation.objects.filter(asset__in=by_pk, valid__contains=timezone.localdate())
    names = dict(running.values_list("asset", "system__name"))
    for pk, asset in by_pk.items():
        asset.system = names.get(pk)  # type: ignore[attr-defined]
