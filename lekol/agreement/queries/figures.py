"""Figures of a scope over time, rebuilt from rows that are written only when something moves."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet, Value

from lekol.agreement.models import Agreement, Figure, SchoolFigure
from lekol.directory.queries import schools_in
from lekol.pact.measures import Reading
from lekol.pact.scopes import Level, Scope

MONTH = 30.4375  # days
POINTS = 12

Row = tuple[str, int, dt.date, int, int]  # indicator, unit (a school, or 0 for a whole place), since, due, met
_ORDER = [Level.SCHOOL, Level.DISTRICT, Level.COMMUNE, Level.ACADEMY, Level.COUNTRY]


@dataclass(frozen=True, slots=True)
class History:
    """One indicator over a year: (day, reading) from the oldest to the day asked."""

    points: tuple[tuple[dt.date, Reading], ...]

    @property
    def reading(self) -> Reading | None:
        return self.points[-1][1] if self.points else None

    @property
    def ratios(self) -> list[tuple[dt.date, float]]:
        return [(day, reading.ratio) for day, reading in self.points if reading.ratio is not None]


def effective_scope(agreement: Agreement, scope: Scope) -> Scope:
    """What an agreement can say of a perimeter: the perimeter when it is narrower than the agreement’s own."""
    narrower = _ORDER.index(scope.level) < _ORDER.index(agreement.scope.level)
    return scope if narrower else agreement.scope


def month_points(on: dt.date, months: int = POINTS) -> list[dt.date]:
    """The day and the same moment of each month before, oldest first."""
    return [on - dt.timedelta(days=round(back * MONTH)) for back in range(months, -1, -1)]


def histories(
    indicators: Iterable[str], scope: Scope, within: Scope, on: dt.date, months: int = POINTS
) -> dict[str, History]:
    """Each indicator’s year in a scope, within the agreement’s own territory; two queries whatever the number."""
    wanted = sorted(set(indicators))
    days = month_points(on, months)
    rows = _place_rows(wanted, scope, days) if scope == within else _school_rows(wanted, scope, within, days)
    return _replay(rows, days)


def _place_rows(wanted: Sequence[str], scope: Scope, days: Sequence[dt.date]) -> Iterator[Row]:
    rows = Figure.objects.filter(indicator__in=wanted, level=str(scope.level), code=scope.code).annotate(unit=Value(0))
    yield from _before(rows, ("indicator",), days)
    yield from _since(rows, days)


def _school_rows(wanted: Sequence[str], scope: Scope, within: Scope, days: Sequence[dt.date]) -> Iterator[Row]:
    schools = schools_in(scope).filter(pk__in=schools_in(within).values("pk"))
    rows = SchoolFigure.objects.filter(indicator__in=wanted, school__in=schools.values("pk")).annotate(unit=F("school_id"))
    yield from _before(rows, ("indicator", "school_id"), days)
    yield from _since(rows, days)


_COLUMNS = ("indicator", "unit", "since", "due", "met")


def _before(rows: QuerySet, keys: tuple[str, ...], days: Sequence[dt.date]) -> Iterator[Row]:  # type: ignore[type-arg]
    """What stood on the first day."""
    standing = rows.filter(since__lte=days[0]).order_by(*keys, "-since").distinct(*keys)
    yield from standing.values_list(*_COLUMNS)


def _since(rows: QuerySet, days: Sequence[dt.date]) -> Iterator[Row]:  # type: ignore[type-arg]
    yield from rows.filter(since__gt=days[0], since__lte=days[-1]).order_by("since").values_list(*_COLUMNS)


def _replay(rows: Iterable[Row], days: Sequence[dt.date]) -> dict[str, History]:
    """Walk the changes and note the total on each asked day."""
    changes: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        changes[row[0]].append(row)
    return {indicator: History(tuple(_walk(moves, days))) for indicator, moves in changes.items()}


def _walk(moves: Sequence[Row], days: Sequence[dt.date]) -> Iterator[tuple[dt.date, Reading]]:
    units: dict[int, tuple[int, int]] = {}
    due = met = rank = 0
    for day in days:
        while rank < len(moves) and moves[rank][2] <= day:
            _, unit, _, new_due, new_met = moves[rank]
            old_due, old_met = units.get(unit, (0, 0))
            due, met = due + new_due - old_due, met + new_met - old_met
            units[unit] = (new_due, new_met)
            rank += 1
        if units:
            yield day, Reading(due, met)
