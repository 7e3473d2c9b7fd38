"""What the agreement may ask of the pupil databases, without knowing them. One SQL query for any scope."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count

from lekol.pact.measures import measure
from lekol.pact.scopes import Scope
from lekol.pupils import queries


@measure(
    "pupils.matched",
    label="Élèves accordés entre les deux bases",
    unit="élève",
    units="élèves",
    drill="pupils:not_found",
)
def matched(scope: Scope, on: dt.date) -> Iterable[tuple[int, int, int]]:
    """Dû : les élèves de la base de l’État, à la dernière comparaison. Fait : ceux retrouvés dans celle de la Ville."""
    rows, met = queries.matched(scope, on)
    counted = rows.order_by().values("school_id").annotate(due=Count("pk"), done=Count("pk", filter=met))
    counts: Iterable[tuple[int, int, int]] = counted.values_list("school_id", "due", "done").iterator()
    return counts
