"""What global search finds of the estate: any part of a label, of a serial or of a name."""

from collections.abc import Iterable
from typing import Any

from lekol.directory.access import default_scope
from lekol.equipment.access import listed_to
from lekol.equipment.queries.listing import searched
from lekol.kit.search import LIMIT, Found, searchable


@searchable("Matériels", "parc")
def devices(person: Any, words: str) -> Iterable[Found]:
    """Devices of the reader’s widest perimeter, in whatever state; the order is that of their numbers."""
    scope = default_scope(person)
    if scope is None:
        return
    rows = searched(listed_to(person, scope), words).select_related("model", "school")
    for row in rows.order_by("sort_key", "pk")[:LIMIT]:
        where = str(row.school) if row.school else row.get_status_display()
        yield Found(row.inventory_number, f"{row.model}, {where}", row.get_absolute_url())
