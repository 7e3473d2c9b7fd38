"""Indicators read: their live figure, their year, their frozen series, schools compared by groups."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lekol.agreement.models import Agreement, MeasurePass, SchoolFigure
from lekol.agreement.queries import Ask, Extent, History, histories
from lekol.directory.choices import PriorityEducation, SchoolKind
from lekol.directory.models import School
from lekol.directory.models.territory import SchoolQuerySet
from lekol.directory.queries import school_rows
from lekol.governance.choices import GroupBy, Priority
from lekol.governance.models import Indicator, IndicatorPoint
from lekol.governance.queries.duty import year_start
from lekol.governance.rules import groups, indicators, periods
from lekol.governance.rules.groups import Group
from lekol.governance.rules.indicators import Value
from lekol.pact.measures import Measure, Reading, announced

PRIORITY = {
    Priority.PRIORITY: [PriorityEducation.REP, PriorityEducation.REP_PLUS],
    Priority.REP: [PriorityEducation.REP],
    Priority.REP_PLUS: [PriorityEducation.REP_PLUS],
    Priority.OTHER: [PriorityEducation.NONE],
}
SIZES = ((100, "moins de 100 élèves"), (200, "de 100 à 199 élèves"), (300, "de 200 à 299 élèves"))
LARGEST, UNCOUNTED = "300 élèves et plus", "effectif inconnu"
Point = tuple[dt.date, Value]


@dataclass(frozen=True)
class Seen:
    """An indicator with its figures over twelve months, the last one today’s."""

    indicator: Indicator
    points: tuple[Point, ...]

    @property
    def value(self) -> Value | None:
        return self.points[-1][1] if self.points else None

    @property
    def number(self) -> float | None:
        return self.value.number if self.value else None

    @cached_property
    def words(self) -> str:
        return indicators.shown(self.value, self.indicator.formula, self.indicator.unit)

    @cached_property
    def target_words(self) -> str:
        row = self.indicator
        return indicators.target_shown(row.target, row.formula, row.unit)

    @property
    def target(self) -> float | None:
        return indicators.as_number(self.indicator.target, self.indicator.formula)

    @property
    def standing(self) -> str:
        return indicators.standing(self.number, self.target, self.indicator.direction)

    @property
    def trend(self) -> list[float]:
        """Numbers of the year, from 0 to 1 for a sparkline."""
        numbers = [number for _, value in self.points if (number := value.number) is not None]
        top = 1.0 if self.indicator.formula == indicators.SHARE else indicators.top_of(numbers, None)
        return [number / top for number in numbers]


def seen(agreement: Agreement, rows: Iterable[Indicator], on: dt.date, months: int = 12) -> list[Seen]:
    """Each indicator’s year; at most four queries for each kind of priority education asked, whatever the rest."""
    by_priority: dict[str, list[Indicator]] = defaultdict(list)
    kept = list(rows)
    for row in kept:
        by_priority[row.priority].append(row)
    found: dict[int, tuple[Point, ...]] = {}
    for priority, alike in by_priority.items():
        asks = {ask for row in alike for ask in _asks(row)}
        read = histories(asks, _extent(agreement, priority), on, months)
        found |= {row.pk: tuple(_points(row, read)) for row in alike}
    return [Seen(row, found[row.pk]) for row in kept]


def _asks(row: Indicator) -> list[Ask]:
    return [Ask(key, tuple(row.school_kinds)) for key in (*row.measures, *row.base)]


def _extent(agreement: Agreement, priority: str) -> Extent:
    """The territory of the agreement; only its schools of that priority education, as they are known today."""
    whole = Extent.of(agreement, agreement.scope)
    if not priority:
        return whole
    codes = whole.schools.filter(priority_education__in=PRIORITY[Priority(priority)]).values_list("uai", flat=True)
    return Extent(whole.scope, whole.within, tuple(codes) or ("",))


def _points(row: Indicator, read: dict[Ask, History]) -> Iterable[Point]:
    """A day counts when every measure of the indicator was known; one that lacks would make the sum lie."""
    by_key = {ask.indicator: dict(read[ask].points) for ask in _asks(row) if ask in read}
    if set(by_key) != {*row.measures, *row.base}:
        return
    for day in sorted(set.intersection(*(set(days) for days in by_key.values()))):
        measures, base = ([by_key[key][day] for key in keys] for keys in (row.measures, row.base))
        yield day, indicators.value(row.formula, measures, base)


def figure_on(row: Indicator, on: dt.date) -> Value | None:
    """The figure of a day, or None when a measure was not known yet."""
    points = seen(row.agreement, [row], on, months=0)[0].points
    return points[-1][1] if points else None


def to_freeze(row: Indicator, today: dt.date) -> list[dt.date]:
    """Ends of periods that are over and not frozen yet, since the agreement began; after it is given up, none."""
    if not row.retained or row.agreement.starts_on is None:
        return []
    last = min(day for day in (today - dt.timedelta(days=1), row.until, row.agreement.ends_on) if day)
    first_pass = MeasurePass.objects.order_by("on").values_list("on", flat=True).first()
    if first_pass is None:
        return []
    since = max(row.agreement.starts_on, first_pass)
    known = set(IndicatorPoint.objects.filter(indicator=row).values_list("on", flat=True))
    return [day for day in periods.ends(row.frequency, since, last, year_start(row.agreement)) if day not in known]


@dataclass(frozen=True)
class Compared:
    """Schools by groups: what is shown, how many groups are kept back, and how the schools spread."""

    shown: list[tuple[Group, str]]
    kept_back: int
    quartiles: tuple[str, str, str] | None


def compared(row: Indicator, by: str, on: dt.date) -> Compared:
    """Schools of an indicator compared, under the privacy floors; two queries whatever the territory."""
    return grouped(row, by, figures_of(row, on))


def grouped(row: Indicator, by: str, schools: Sequence[tuple[School, Value]]) -> Compared:
    """The same, for figures already read."""
    label = LABELS[GroupBy(by)]
    rows: dict[str, list[tuple[School, Value]]] = defaultdict(list)
    for school, value in schools:
        rows[label(school)].append((school, value))
    found = [_group(name, rows[name]) for name in sorted(rows, key=_order)]
    kept_back = groups.hidden(found)
    shown = [(group, _said(row, group.value)) for rank, group in enumerate(found) if rank not in kept_back]
    numbers = [number for _, value in schools if (number := value.number) is not None]
    spread = groups.quartiles(numbers)
    scale = 10_000  # quartiles fall between two schools: told by the same words as any figure
    spread = spread if spread and spread[0] != spread[2] else None  # all alike: nothing to say
    told = tuple(_said(row, Value(round(number * scale), scale)) for number in spread) if spread else None
    return Compared(shown, len(kept_back), told)  # type: ignore[arg-type]


def _said(row: Indicator, value: Value) -> str:
    return indicators.shown(value, row.formula, row.unit)


def _group(label: str, rows: Sequence[tuple[School, Value]]) -> Group:
    counted: list[int | None] = [school.pupils for school, _ in rows]  # type: ignore[attr-defined]
    known = [count for count in counted if count is not None]
    under = [value.denominator for _, value in rows]
    total = Value(
        sum(value.numerator for _, value in rows), None if None in under else sum(count or 0 for count in under)
    )
    return Group(label, len(rows), sum(known) if len(known) == len(counted) else None, total)


def figures_of(row: Indicator, on: dt.date) -> list[tuple[School, Value]]:
    """Each school where something is due, with its own figure."""
    schools = school_rows(_schools(row), on)
    figures = SchoolFigure.objects.filter(
        indicator__in=[*row.measures, *row.base], school__in=_schools(row).order_by().values("pk"), since__lte=on
    )
    last = figures.order_by("indicator", "school_id", "-since").distinct("indicator", "school_id")
    read: dict[int, dict[str, Reading]] = defaultdict(dict)
    for key, pk, due, met in last.values_list("indicator", "school_id", "due", "met"):
        if due:
            read[pk][key] = Reading(due, met)
    return [(school, _of(row, read[school.pk])) for school in schools.open_on(on) if read.get(school.pk)]


def _of(row: Indicator, read: dict[str, Reading]) -> Value:
    measures, base = ([read[key] for key in keys if key in read] for keys in (row.measures, row.base))
    return indicators.value(row.formula, measures, base)


def _schools(row: Indicator) -> SchoolQuerySet:
    found = Extent.of(row.agreement, row.agreement.scope).schools
    if row.school_kinds:
        found = found.filter(kind__in=row.school_kinds)
    return found.filter(priority_education__in=PRIORITY[Priority(row.priority)]) if row.priority else found


def _size(school: School) -> str:
    pupils: int | None = school.pupils  # type: ignore[attr-defined]
    if pupils is None:
        return UNCOUNTED
    return next((label for most, label in SIZES if pupils < most), LARGEST)


LABELS: dict[GroupBy, Callable[[School], str]] = {
    GroupBy.KIND: lambda school: str(SchoolKind(school.kind).label).capitalize(),
    GroupBy.PRIORITY: lambda school: (
        str(PriorityEducation(school.priority_education).label).capitalize()
        if not school.priority_education
        else school.priority_education
    ),
    GroupBy.DISTRICT: lambda school: str(school.district) if school.district else "Sans circonscription",
    GroupBy.SIZE: _size,
}
RANKED = [label for _, label in SIZES] + [LARGEST, UNCOUNTED]


def _order(label: str) -> tuple[int, str]:
    return (RANKED.index(label) if label in RANKED else -1, label)


def measures_of(row: Indicator) -> list[Measure]:
    """The announced measures it combines, then those it divides by."""
    return [found for key in (*row.measures, *row.base) if (found := announced().get(key))]


def retained_on(agreement: Agreement, on: dt.date) -> list[Indicator]:
    """Indicators in force on a day; one query."""
    rows = Indicator.objects.filter(agreement=agreement, since__lte=on).exclude(until__lt=on)
    return list(rows.select_related("owner", "decision__meeting"))


def frozen_words(agreement: Agreement, on: dt.date) -> list[dict[str, Any]]:
    """What a yearly report keeps of each indicator in force that day: definition, figure, frozen series."""
    rows = retained_on(agreement, on)
    points: dict[int, list[IndicatorPoint]] = defaultdict(list)
    for point in IndicatorPoint.objects.filter(indicator__in=rows, on__lte=on).order_by("on"):
        points[point.indicator_id].append(point)
    return [_words(found, points[found.indicator.pk], on) for found in seen(agreement, rows, on, months=0)]


def _words(found: Seen, points: list[IndicatorPoint], on: dt.date) -> dict[str, Any]:
    row = found.indicator
    if points and points[-1].on == on:  # what is frozen already is what is said
        found = Seen(row, ((on, points[-1].value),))
    return {
        "reference": row.ref, "nom": row.title, "question": row.question, "clause": row.clause, "partie": row.party,
        "calcul": row.formula, "mesures": list(row.measures), "rapportees_a": list(row.base),
        "types": list(row.school_kinds), "ecoles": row.priority, "sens": row.direction,
        "compte": found.value.numerator if found.value else None,
        "sur": found.value.denominator if found.value else None,
        "valeur_en_mots": found.words, "cible_en_mots": found.target_words,
        "cible_le": row.target_on.isoformat() if row.target_on else None, "position": found.standing,
        "serie": [[point.on.isoformat(), point.numerator, point.denominator] for point in points],
    }  # fmt: skip
