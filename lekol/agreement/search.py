"""What global search finds of the agreement."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from lekol.agreement.access import visible_to
from lekol.agreement.models import Commitment
from lekol.kit.search import LIMIT, Found, searchable
from lekol.pact.names import plain


class Plain(Func):
    """`pact.names.plain`, said in SQL: rows that do not answer stay in the base."""

    output_field = TextField()
    template = (
        "regexp_replace(lower(regexp_replace(normalize("
        "replace(replace(replace(%(expressions)s, 'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), NFKD), "
        r"'[\u0300-\u036f]', '', 'g')), '[^a-z0-9]+', ' ', 'g')"
    )


@searchable("Engagements", "convention")
def commitments(person: Any, words: str) -> Iterable[Found]:
    """Commitments by number or by words of their title and wording."""
    seen = list(visible_to(person).values_list("pk", flat=True))  # first: else every wording of the country is compared
    if not seen:
        return
    rows = _speaking_of(words).filter(agreement__in=seen).select_related("agreement")
    for row in rows.order_by("-agreement", "rank")[:LIMIT]:
        yield Found(str(row), str(row.agreement), row.get_absolute_url())


def _speaking_of(words: str) -> QuerySet[Commitment]:
    text = Plain(Concat("title", Value(" "), "wording", output_field=TextField()))
    wanted = plain(words).split()
    held = Q(*(Q(text__contains=word) for word in wanted)) if wanted else Q(pk=None)
    return Commitment.objects.alias(text=text).filter(held | Q(clause=words.strip()))
