"""What the agreement may ask of incidents, without knowing them. Each figure is one SQL query for any scope."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from lekol.maintenance.queries import figures
from lekol.pact.failures import counts_failures
from lekol.pact.measures import measure
from lekol.pact.scopes import Scope

Rows = Iterable[tuple[int, int, int]]
Figure = Callable[[Scope, dt.date], tuple[QuerySet[Any], Q]]


def _count(found: tuple[QuerySet[Any], Q], school: str) -> Rows:
    rows, met = found
    counted = rows.order_by().values(school).annotate(due=Count("pk"), done=Count("pk", filter=met))
    counts: Rows = counted.values_list(school, "due", "done").iterator()
    return counts


def _announce(key: str, label: str) -> Callable[..., Any]:
    return measure(f"maintenance.{key}", label=label, unit="panne", units="pannes", drill=f"maintenance:missed_{key}")


counts_failures(figures.failures_of)


@_announce("devices_in_time", "Appareils de la Ville réparés dans le délai")
def devices_in_time(scope: Scope, on: dt.date) -> Rows:
    """Dû : sur 90 jours, les pannes d’appareil confiées à la Ville, résolues ou dont le délai est passé. Fait : celles résolues dans le délai."""  # noqa: E501
    return _count(figures.devices(scope, on), "ticket__school_id")


@_announce("network_in_time", "Prises, câbles et commutateurs réparés dans le délai")
def network_in_time(scope: Scope, on: dt.date) -> Rows:
    """Dû : sur 90 jours, les pannes de prise, câble ou commutateur de la Ville, résolues ou hors délai. Fait : celles résolues dans le délai."""  # noqa: E501
    return _count(figures.network(scope, on), "ticket__school_id")


@_announce("routers_in_time", "Routeurs et liaisons rétablis dans le délai")
def routers_in_time(scope: Scope, on: dt.date) -> Rows:
    """Dû : sur 90 jours, les pannes de routeur ou de liaison de la Ville, résolues ou hors délai. Fait : celles résolues dans le délai."""  # noqa: E501
    return _count(figures.routers(scope, on), "ticket__school_id")


@_announce("filter_experts_in_time", "Demandes d’expert du filtrage traitées dans le délai")
def filter_experts_in_time(scope: Scope, on: dt.date) -> Rows:
    """Dû : sur 90 jours, les pannes de filtrage confiées au Rectorat, résolues ou hors délai. Fait : celles résolues dans le délai."""  # noqa: E501
    return _count(figures.experts(scope, on), "ticket__school_id")


@_announce("suppliers_in_time", "Appareils sous garantie réparés par les fournisseurs dans le délai")
def suppliers_in_time(scope: Scope, on: dt.date) -> Rows:
    """Dû : sur 90 jours, les pannes confiées à un fournisseur, résolues ou hors délai. Fait : celles résolues dans le délai."""  # noqa: E501
    return _count(figures.suppliers(scope, on), "ticket__school_id")


@_announce("followed", "Pannes signalées et prises en charge dans le délai")
def followed(scope: Scope, on: dt.date) -> Rows:
    """Dû : sur 90 jours, les pannes dont le délai de prise en charge est passé. Fait : celles prises en charge, ou résolues, dans ce délai."""  # noqa: E501
    return _count(figures.followed(scope, on), "school_id")


@_announce("gifts_answered", "Dons et achats propres dont l’école a reçu la raison")
def gifts_answered(scope: Scope, on: dt.date) -> Rows:
    """Dû : sur 90 jours, les pannes que personne n’est tenu de réparer. Fait : celles que l’école a classées, raison et conseils reçus, ou dont tout ce qu’elle a demandé (conseil, devis, don) a reçu sa réponse."""  # noqa: E501
    return _count(figures.gifts(scope, on), "school_id")


@_announce("routed", "Pannes envoyées selon la règle")
def routed(scope: Scope, on: dt.date) -> Rows:
    """Dû : les pannes signalées sur 90 jours. Fait : celles envoyées là où la convention l’ordonne, sans dérogation."""
    return _count(figures.routed(scope, on), "school_id")


@_announce("backlog", "Pannes ouvertes encore dans leur délai")
def backlog(scope: Scope, on: dt.date) -> Rows:
    """Dû : les pannes qu’une partie devait encore résoudre ce jour-là. Fait : celles dont le délai court encore."""
    return _count(figures.backlog(scope, on), "school_id")
