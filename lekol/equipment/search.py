"""What global search finds of the estate: a label or the beginning of a serial number."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from lekol.equipment.access import placements_visible_to
from lekol.kit.search import LIMIT, Found, searchable


@searchable("Matériels", "parc")
def devices(person: Any, words: str) -> Iterable[Found]:
    """Devices in place today whose number or serial begins with the words."""
    asked = words.strip()
    starts = Q(asset__inventory_number__istartswith=asked) | Q(asset__serial__istartswith=asked)
    rows = placements_visible_to(person).filter(starts).select_related("asset__model", "school")
    for row in rows.order_by("asset__inventory_number", "pk")[:LIMIT]:
        yield Found(row.asset.inventory_number, f"{row.asset.model}, {row.school}", row.asset.get_absolute_url())
