"""Figures of a territory over time, rebuilt from rows that are written only when something moves."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, QuerySet, Value

from lekol.agreement.models import Agreement, AgreementFigure, Commitment, Figure, SchoolFigure
from lekol.directory.models.territory import SchoolQuerySet
from lekol.directory.queries import schools_in
from lekol.pact.measures import Reading, of_conventions
from lekol.pact.scopes import Level, Scope

MONTH = 30.4375  # days
POINTS = 12
_ORDER = [Level.SCHOOL, Level.DISTRICT, Level.COMMUNE, Level.ACADEMY, Level.COUNTRY]


class Ask(NamedTuple):
    """A figure wanted: its indicator, and the kinds of schools it is about (all when empty)."""

    indicator: str
    kinds: tuple[str, ...] = ()

    @classmethod
    def of(cls, commitment: Commitment) -> "Ask":
        """What counts a commitment."""
        return cls(commitment.indicator, tuple(commitment.school_kinds))


@dataclass(frozen=True, slots=True)
class Extent:
    """The schools a figure is summed over: a perimeter, within an agreement’s own territory when there is one."""

    scope: Scope
    within: Scope | None = None
    codes: tuple[str, ...] = ()
    agreement: int | None = None

    @classmethod
    def of(cls, agreement: Agreement, scope: Scope) -> "Extent":
        """What an agreement can say of a perimeter: the perimeter when it is narrower than the agreement’s own."""
        narrower = _ORDER.index(scope.level) < _ORDER.index(agreement.scope.level)
        return cls(scope if narrower else agreement.scope, agreement.scope, tuple(agreement.school_codes), agreement.pk)

    @property
    def narrower(self) -> bool:
        """Only a part of the agreement’s territory is on screen."""
        return self.within is not None and self.scope != self.within

    @property
    def rolled_up(self) -> bool:
        """The daily pass already keeps its sums."""
        return not self.narrower and not self.codes and self.scope.level is not Level.SCHOOL

    @property
    def schools(self) -> SchoolQuerySet:
        """Its schools, lazily."""
        found = schools_in(self.scope)
        if self.narrower and self.within is not None:
            found = found.filter(pk__in=schools_in(self.within).values("pk"))
        return found.filter(uai__in=self.codes) if self.codes else found


@dataclass(frozen=True, slots=True)
class History:
    """One indicator over a year: (day, reading) from the oldest to the day asked."""

    points: tuple[tuple[dt.date, Reading], ...] = ()

    @property
    def reading(self) -> Reading | None:
        return self.points[-1][1] if self.points else None

    @property
    def ratios(self) -> list[tuple[dt.date, float]]:
        return [(day, reading.ratio) for day, reading in self.points if reading.ratio is not None]


class Change(NamedTuple):
    """A kept figure: of a school, or of a whole place (unit 0, no kind)."""

    indicator: str
    unit: int
    since: dt.date
    due: int
    met: int
    kind: str


def month_points(on: dt.date, months: int = POINTS) -> list[dt.date]:
    """The day and the same moment of each month before, oldest first."""
    return [on - dt.timedelta(days=round(back * MONTH)) for back in range(months, -1, -1)]


def histories(asks: Iterable[Ask], extent: Extent, on: dt.date, months: int = POINTS) -> dict[Ask, History]:
    """Each figure’s year over an extent.

    Two queries when the daily pass already keeps the sums, two more when some are about certain schools
    only, one more when some are counted once for the whole agreement; never more, whatever the number of
    figures and schools. A figure never taken is absent.
    """
    asked, days = set(asks), month_points(on, months)
    once = {ask for ask in asked if ask.indicator in of_conventions()}
    wanted = asked - once
    whole = {ask for ask in wanted if extent.rolled_up and not ask.kinds}
    places = _by_indicator(_place_changes(_indicators(whole), extent.scope, days))
    schools = _by_indicator(_school_changes(_indicators(wanted - whole), extent.schools, days))
    found = {ask: places[ask.indicator] for ask in whole}
    if once and extent.agreement is not None:
        counted = _by_indicator(_agreement_changes(_indicators(once), extent.agreement, days))
        found |= {ask: counted[ask.indicator] for ask in once}
    found |= {ask: _of_kinds(schools[ask.indicator], ask.kinds) for ask in wanted - whole}
    return {ask: History(tuple(_walk(moves, days))) for ask, moves in found.items() if moves}


def untaken(agreement: Agreement) -> list[str]:
    """What its promises are counted by and no pass has kept yet; one query."""
    taken = Figure.objects.filter(indicator=OuterRef("indicator"))
    rows = agreement.commitments.exclude(indicator="").filter(~Exists(taken)).order_by("indicator")
    return list(rows.values_list("indicator", flat=True).distinct())


def _indicators(asks: Iterable[Ask]) -> list[str]:
    return sorted({ask.indicator for ask in asks})


def _of_kinds(moves: Sequence[Change], kinds: Sequence[str]) -> list[Change]:
    return [move for move in moves if not kinds or move.kind in kinds]


def _place_changes(wanted: Sequence[str], scope: Scope, days: Sequence[dt.date]) -> Iterator[Change]:
    rows = Figure.objects.filter(indicator__in=wanted, level=str(scope.level), code=scope.code)
    rows = rows.annotate(unit=Value(0), kind=Value(""))
    yield from _standing(rows, ("indicator",), days)
    yield from _moving(rows, days)


def _agreement_changes(wanted: Sequence[str], agreement: int, days: Sequence[dt.date]) -> Iterator[Change]:
    """A handful of rows in the whole life of an agreement: read at once, from the first one."""
    rows = AgreementFigure.objects.filter(indicator__in=wanted, agreement=agreement, since__lte=days[-1])
    found = rows.annotate(unit=Value(0), kind=Value("")).order_by("since")
    yield from map(Change._make, found.values_list(*Change._fields))


def _school_changes(wanted: Sequence[str], schools: SchoolQuerySet, days: Sequence[dt.date]) -> Iterator[Change]:
    rows = SchoolFigure.objects.filter(indicator__in=wanted, school__in=schools.order_by().values("pk"))
    rows = rows.annotate(unit=F("school_id"), kind=F("school__kind"))
    yield from _standing(rows, ("indicator", "school_id"), days)
    yield from _moving(rows, days)


def _standing(rows: QuerySet, keys: tuple[str, ...], days: Sequence[dt.date]) -> Iterator[Change]:  # type: ignore[type-arg]
    """What stood on the first day."""
    found = rows.filter(since__lte=days[0]).order_by(*keys, "-since").distinct(*keys)
    yield from map(Change._make, found.values_list(*Change._fields))


def _moving(rows: QuerySet, days: Sequence[dt.date]) -> Iterator[Change]:  # type: ignore[type-arg]
    found = rows.filter(since__gt=days[0], since__lte=days[-1]).order_by("since")
    yield from map(Change._make, found.values_list(*Change._fields))


def _by_indicator(moves: Iterable[Change]) -> defaultdict[str, list[Change]]:
    found: defaultdict[str, list[Change]] = defaultdict(list)
    for move in moves:
        found[move.indicator].append(move)
    return found


def _walk(moves: Sequence[Change], days: Sequence[dt.date]) -> Iterator[tuple[dt.date, Reading]]:
    """Follow the changes, oldest first, and note the total on each asked day."""
    units: dict[int, tuple[int, int]] = {}
    due = met = rank = 0
    for day in days:
        while rank < len(moves) and moves[rank].since <= day:
            move = moves[rank]
            old_due, old_met = units.get(move.unit, (0, 0))
            due, met = due + move.due - old_due, met + move.met - old_met
            units[move.unit] = (move.due, move.met)
            rank += 1
        if units:
            yield day, Reading(due, met)
