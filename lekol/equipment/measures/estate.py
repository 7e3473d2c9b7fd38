"""What the agreement may ask of the estate, without knowing it. Each figure is one SQL query for any scope."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Value, When

from lekol.equipment import queries
from lekol.pact.measures import measure
from lekol.pact.scopes import Scope


def _count(rows: QuerySet[Any], met: Q) -> Iterable[tuple[int, int, int]]:
    counted = rows.order_by().values("school_id").annotate(due=Count("pk"), met=Count("pk", filter=met))
    counts: Iterable[tuple[int, int, int]] = counted.values_list("school_id", "due", "met").iterator()
    return counts


@measure(
    "equipment.devices_networked",
    label="Ordinateurs, copieurs et tableaux en réseau",
    unit="appareil",
    units="appareils",
    drill="equipment:not_networked",
)
def devices_networked(scope: Scope, on: dt.date) -> Iterable[tuple[int, int, int]]:
    """Dû : les ordinateurs, copieurs et tableaux interactifs en service. Fait : ceux qui sont en réseau ce jour-là."""
    return _count(*queries.networked(scope, on))


@measure(
    "equipment.trolleys_delivered",
    label="Mallettes livrées",
    unit="mallette",
    units="mallettes",
    drill="equipment:trolleys_missing",
)
def trolleys_delivered(scope: Scope, on: dt.date) -> Iterable[tuple[int, int, int]]:
    """Dû : les mallettes prévues dans les écoles. Fait : celles qui y sont arrivées et y servent encore."""
    return _count(*queries.trolley_slots(scope, on))


@measure(
    "equipment.within_age",
    label="Matériels de la Ville dans leur durée de service",
    unit="appareil",
    units="appareils",
    drill="equipment:past_age",
)
def within_age(scope: Scope, on: dt.date) -> Iterable[tuple[int, int, int]]:
    """Dû : les matériels de la Ville en service. Fait : ceux qui n’ont pas dépassé la durée prévue pour leur modèle."""
    return _count(*queries.within_age(scope, on))


@measure(
    "equipment.os_supported",
    label="Postes dont le système reçoit encore des mises à jour",
    unit="poste",
    units="postes",
    drill="equipment:os_unsupported",
)
def os_supported(scope: Scope, on: dt.date) -> Iterable[tuple[int, int, int]]:
    """Dû : ordinateurs et tablettes en service. Fait : ceux dont le système est encore mis à jour ce jour-là."""
    return _count(*queries.os_supported(scope, on))


@measure(
    "equipment.direction_slots",
    label="Équipements de base des directions",
    unit="équipement",
    units="équipements",
    drill="equipment:direction_gaps",
)
def direction_slots(scope: Scope, on: dt.date) -> Iterable[tuple[int, int, int]]:
    """Dû : ce que la convention exige de chaque direction, accès à l’Internet compris. Fait : ce qui est pourvu."""
    return _count(*queries.direction_slots(scope, on))


@measure(
    "equipment.warranty_known",
    label="Matériels dont la garantie est connue",
    unit="matériel",
    units="matériels",
    drill="equipment:warranty_unknown",
)
def warranty_known(scope: Scope, on: dt.date) -> Iterable[tuple[int, int, int]]:
    """Dû : les matériels de la Ville et de l’État en service. Fait : ceux dont la fin de garantie est connue."""
    return _count(*queries.warranty_known(scope, on))


@measure(
    "equipment.maintained",
    label="Matériels que quelqu’un maintient",
    unit="matériel",
    units="matériels",
    drill="equipment:unmaintained",
)
def maintained(scope: Scope, on: dt.date) -> Iterable[tuple[int, int, int]]:
    """Dû : les matériels en service, dons compris. Fait : ceux dont quelqu’un répond ce jour-là selon l’article 4."""
    return _count(*queries.maintained(scope, on))


@measure(
    "equipment.directions_complete",
    label="Directions dont l’équipement de base est complet",
    unit="école",
    units="écoles",
    drill="equipment:directions_incomplete",
)
def directions_complete(scope: Scope, on: dt.date) -> Iterable[tuple[int, int, int]]:
    """Dû : les écoles à qui l’équipement de base est dû. Fait : celles où rien n’y manque ce jour-là."""
    rows, met = queries.directions_complete(scope, on)
    one = Case(When(met, then=1), default=0)
    counts: Iterable[tuple[int, int, int]] = rows.order_by().values_list("pk", Value(1), one).iterator()
    return counts
