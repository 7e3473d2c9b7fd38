"""What the agreement may ask of the pupil databases, without knowing them. One SQL query for any scope each."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from lekol.pact.measures import measure
from lekol.pact.scopes import Scope
from lekol.pupils import queries


def _counted(rows: QuerySet[Any], met: Q, school: str = "school_id") -> Iterable[tuple[int, int, int]]:
    counted = rows.order_by().values(school).annotate(due=Count("pk"), done=Count("pk", filter=met))
    counts: Iterable[tuple[int, int, int]] = counted.values_list(school, "due", "done").iterator()
    return counts


@measure(
    "pupils.matched",
    label="Élèves accordés entre les deux bases",
    unit="élève",
    units="élèves",
    drill="pupils:not_found",
)
def matched(scope: Scope, on: dt.date) -> Iterable[tuple[int, int, int]]:
    """Dû : les élèves de la base de l’État, à la dernière comparaison. Fait : ceux retrouvés dans celle de la Ville."""
    return _counted(*queries.matched(scope, on))


@measure(
    "pupils.discrepancies_recent",
    label="Écarts ouverts depuis moins de trente jours",
    unit="écart",
    units="écarts",
    drill="pupils:old_discrepancies",
)
def discrepancies_recent(scope: Scope, on: dt.date) -> Iterable[tuple[int, int, int]]:
    """Dû : les écarts ouverts entre les deux bases. Fait : ceux vus depuis moins de trente jours."""
    return _counted(*queries.unsettled(scope, on))


@measure(
    "pupils.corrections_executed",
    label="Corrections exécutées dans les bases élèves",
    unit="correction",
    units="corrections",
    drill="pupils:not_executed",
)
def corrections_executed(scope: Scope, on: dt.date) -> Iterable[tuple[int, int, int]]:
    """Dû : les corrections acceptées, sauf d’un écart disparu. Fait : celles dites faites, ou constatées ensuite."""
    return _counted(*queries.executed(scope, on), "discrepancy__school_id")
