"""The hinge: field apps announce what they can measure, the agreement reads it; neither knows the other.

A measure answers, for every school of a scope, two whole numbers on a given day: what is *due* and what
is *met*. It does so in one SQL query whatever the scope. Nothing due gives no ratio, never 100 %.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, NamedTuple

from lekol.pact.scopes import Scope


class SchoolReading(NamedTuple):
    """What one school owes and has on a day, in the unit of the measure."""

    school_id: int
    due: int
    met: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The figure of a scope: `met` out of `due`, in the unit of the measure."""

    due: int
    met: int

    def __post_init__(self) -> None:
        if not 0 <= self.met <= self.due:
            raise ValueError(f"Une mesure ne peut pas compter {self.met} sur {self.due}.")

    @property
    def ratio(self) -> float | None:
        """From 0 to 1, or None when nothing is due."""
        return self.met / self.due if self.due else None

    @classmethod
    def total(cls, rows: Iterable[SchoolReading]) -> "Reading":
        """The sum over schools."""
        due = met = 0
        for row in rows:
            due += row.due
            met += row.met
        return cls(due, met)


Query = Callable[[Scope, dt.date], Iterable[tuple[int, int, int]]]


@dataclass(frozen=True, slots=True)
class Measure:
    """One announced figure. `drill` is the URL name of the page that lists the rows not met."""

    key: str
    label: str
    unit: str
    units: str
    drill: str
    doc: str
    query: Query
    by_school: ClassVar[bool] = True

    def read(self, scope: Scope, on: dt.date) -> list[SchoolReading]:
        """Every school of the scope where something is due on that day; one SQL query."""
        return [SchoolReading(*row) for row in self.query(scope, on)]


ConventionQuery = Callable[[str, dt.date], tuple[int, int] | None]


@dataclass(frozen=True, slots=True)
class ConventionMeasure:
    """A figure counted once for a whole convention, never school by school: its meetings, its yearly report…

    Whoever announces one knows the convention by its slug only, and reads dated facts: the answer for a day of the
    past is the one that day would have given.
    """

    key: str
    label: str
    unit: str
    units: str
    drill: str
    doc: str
    query: ConventionQuery
    by_school: ClassVar[bool] = False

    def read(self, agreement: str, on: dt.date) -> Reading | None:
        """What a convention owes and has on a day; None when it owes nothing of the kind at all."""
        found = self.query(agreement, on)
        return None if found is None else Reading(*found)


_announced: dict[str, Measure] = {}
_of_conventions: dict[str, ConventionMeasure] = {}


def measure(key: str, *, label: str, unit: str, units: str, drill: str) -> Callable[[Query], Query]:
    """Announce a measure under a stable key, « app.figure »; the docstring says how it counts."""

    def announce(query: Query) -> Query:
        if key in known():
            raise ValueError(f"La mesure « {key} » est annoncée deux fois.")
        _announced[key] = Measure(key, label, unit, units, drill, (query.__doc__ or "").strip(), query)
        return query

    return announce


def announced() -> Mapping[str, Measure]:
    """Every measure the installed apps announce, by key."""
    return MappingProxyType(_announced)


def convention_measure(
    key: str, *, label: str, unit: str, units: str, drill: str
) -> Callable[[ConventionQuery], ConventionQuery]:
    """Announce a measure counted once per convention, under a key no school measure has."""

    def announce(query: ConventionQuery) -> ConventionQuery:
        if key in known():
            raise ValueError(f"La mesure « {key} » est annoncée deux fois.")
        _of_conventions[key] = ConventionMeasure(key, label, unit, units, drill, (query.__doc__ or "").strip(), query)
        return query

    return announce


def of_conventions() -> Mapping[str, ConventionMeasure]:
    """Every measure counted once per convention, by key."""
    return MappingProxyType(_of_conventions)


def known() -> Mapping[str, Measure | ConventionMeasure]:
    """Every announced measure a commitment may name, of schools and of conventions."""
    return MappingProxyType({**_announced, **_of_conventions})
