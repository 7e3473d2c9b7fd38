"""What the agreement may ask of the network, without knowing it. Each figure is one SQL query for any scope."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from lekol.network import queries
from lekol.pact.measures import measure
from lekol.pact.scopes import Scope
from lekol.pact.standards import held


def _count(rows: QuerySet[Any], met: Q, school: str) -> Iterable[tuple[int, int, int]]:
    counted = rows.order_by().values(school).annotate(due=Count("pk"), done=Count("pk", filter=met))
    counts: Iterable[tuple[int, int, int]] = counted.values_list(school, "due", "done").iterator()
    return counts


@measure(
    "network.classrooms_cabled", label="Salles de classe en réseau", unit="salle", units="salles", drill="network:rooms"
)
def classrooms_cabled(scope: Scope, on: dt.date) -> Iterable[tuple[int, int, int]]:
    """Dû : les salles de classe des écoles ouvertes. Fait : celles qui ont au moins une prise testée et non déposée."""
    return _count(*queries.cabled(scope, on), "school_id")


@measure(
    "network.classrooms_very_high_speed",
    label="Salles de classe prêtes pour le très haut débit",
    unit="salle",
    units="salles",
    drill="network:rooms_very_high_speed",
)
def classrooms_very_high_speed(scope: Scope, on: dt.date) -> Iterable[tuple[int, int, int]]:
    """Dû : les salles de classe. Fait : celles qui ont une prise testée de catégorie 6 ou mieux."""
    return _count(*queries.very_high_speed_ready(scope, on), "school_id")


@measure(
    "network.schools_online", label="Écoles reliées à l’Internet", unit="école", units="écoles", drill="network:offline"
)
def schools_online(scope: Scope, on: dt.date) -> Iterable[tuple[int, int, int]]:
    """Dû : les écoles ouvertes. Fait : celles dont une liaison est en service ce jour-là."""
    return _count(*queries.online(scope, on), "pk")


@held("internet")
def schools_with_internet(scope: Scope, on: dt.date) -> QuerySet[Any, Any]:
    """What the base equipment of a direction names and no device gives: a link in service that day (3.14)."""
    rows, met = queries.online(scope, on)
    return rows.filter(met).order_by().values("pk")


@measure(
    "network.links_sized",
    label="Liaisons à la taille de l’école",
    unit="école",
    units="écoles",
    drill="network:links_short",
)
def links_sized(scope: Scope, on: dt.date) -> Iterable[tuple[int, int, int]]:
    """Dû : les écoles ouvertes. Fait : celles dont la liaison, payée par la Ville, suffit à leurs classes."""
    return _count(*queries.sized(scope, on), "pk")


@measure(
    "network.schools_very_high_speed",
    label="Écoles éligibles raccordées au très haut débit",
    unit="école",
    units="écoles",
    drill="network:not_very_high_speed",
)
def schools_very_high_speed(scope: Scope, on: dt.date) -> Iterable[tuple[int, int, int]]:
    """Dû : les écoles éligibles. Fait : celles dont la liaison est en fibre, à 30 Mbit/s ou plus."""
    return _count(*queries.eligible(scope, on), "pk")
