"""What global search finds of incidents: a number, or words of the sentence."""

from collections.abc import Iterable
from typing import Any

from lekol.kit.search import LIMIT, Found, searchable
from lekol.maintenance.access import visible_to
from lekol.maintenance.queries import searched


@searchable("Pannes", "incident")
def tickets(person: Any, words: str) -> Iterable[Found]:
    """Tickets whose number or sentence holds every word, newest first."""
    rows = searched(visible_to(person), words).select_related("school")
    for row in rows.order_by("-opened_at", "-pk")[:LIMIT]:
        yield Found(row.summary, f"{row.ref}, {row.school}, {row.get_status_display()}", row.get_absolute_url())
