"""What global search finds of the agreement."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from lekol.agreement.access import visible_to
from lekol.agreement.models import Commitment
from lekol.kit.search import LIMIT, Found, searchable
from lekol.pact.names import plain


@searchable("Engagements", "convention")
def commitments(person: Any, words: str) -> Iterable[Found]:
    """Commitments by number or by words of their title and wording; few rows, compared without accents here."""
    rows = (
        Commitment.objects.filter(Q(agreement__in=visible_to(person)))
        .select_related("agreement")
        .order_by("-agreement", "rank")
    )
    wanted = plain(words).split()
    kept = [row for row in rows[:2000] if _speaks_of(row, wanted, words)]
    return [Found(str(row), str(row.agreement), row.get_absolute_url()) for row in kept[:LIMIT]]


def _speaks_of(row: Commitment, wanted: list[str], words: str) -> bool:
    text = plain(f"{row.title} {row.wording}")
    return row.clause == words.strip() or (bool(wanted) and all(word in text for word in wanted))
