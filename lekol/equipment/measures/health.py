"""What the agreement may ask of the health of posts. Each figure is one SQL query for any scope."""

import datetime as dt
from collections.abc import Iterable

from lekol.equipment import queries
from lekol.equipment.measures.estate import _count
from lekol.pact.measures import measure
from lekol.pact.scopes import Scope

Counts = Iterable[tuple[int, int, int]]


@measure(
    "equipment.antivirus_protected",
    label="Ordinateurs protégés par un antivirus",
    unit="poste",
    units="postes",
    drill="equipment:unprotected",
)
def antivirus_protected(scope: Scope, on: dt.date) -> Counts:
    """Dû : les ordinateurs en service. Fait : ceux dont l’inventaire a vu un antivirus actif et à jour ce jour-là."""
    return _count(*queries.antivirus_protected(scope, on))


@measure(
    "equipment.office_present",
    label="Ordinateurs dotés d’une suite bureautique",
    unit="poste",
    units="postes",
    drill="equipment:without_office",
)
def office_present(scope: Scope, on: dt.date) -> Counts:
    """Dû : les ordinateurs en service. Fait : ceux où l’inventaire a vu une suite bureautique ce jour-là."""
    return _count(*queries.office_present(scope, on))


# No text attaches it: article 6 promises a suite (6.2) and that its updates be agreed (6.4), not that it be current.
# Combined with 6.2 it would count schools where both hold, and call a promise that is kept unkept.
@measure(
    "equipment.office_supported",
    label="Suites bureautiques suivies par leur éditeur",
    unit="poste",
    units="postes",
    drill="equipment:office_ended",
)
def office_supported(scope: Scope, on: dt.date) -> Counts:
    """Dû : les ordinateurs où l’inventaire a vu une suite. Fait : ceux dont la suite est encore corrigée ce jour-là."""
    return _count(*queries.office_supported(scope, on))


@measure(
    "equipment.seen_recently",
    label="Postes vus depuis moins de soixante jours",
    unit="poste",
    units="postes",
    drill="equipment:unseen",
)
def seen_recently(scope: Scope, on: dt.date) -> Counts:
    """Dû : ordinateurs et tablettes en service. Fait : ceux dont un inventaire est venu dans les soixante jours."""
    return _count(*queries.seen_recently(scope, on))


@measure(
    "equipment.updated_recently",
    label="Postes mis à jour depuis moins de soixante jours",
    unit="poste",
    units="postes",
    drill="equipment:late_updates",
)
def updated_recently(scope: Scope, on: dt.date) -> Counts:
    """Dû : les ordinateurs dont l’inventaire date les mises à jour. Fait : ceux mis à jour dans les soixante jours."""
    return _count(*queries.updated_recently(scope, on))


@measure(
    "equipment.disks_well",
    label="Postes dont le disque va bien",
    unit="poste",
    units="postes",
    drill="equipment:disks",
)
def disks_well(scope: Scope, on: dt.date) -> Counts:
    """Dû : les postes dont le disque est inventorié. Fait : ceux sans défaut annoncé, avec un dixième de libre."""
    return _count(*queries.disks_well(scope, on))


@measure(
    "equipment.batteries_well",
    label="Postes dont la batterie tient",
    unit="poste",
    units="postes",
    drill="equipment:batteries",
)
def batteries_well(scope: Scope, on: dt.date) -> Counts:
    """Dû : les postes dont la batterie est inventoriée. Fait : ceux qui gardent 60 % de leur capacité d’origine."""
    return _count(*queries.batteries_well(scope, on))
