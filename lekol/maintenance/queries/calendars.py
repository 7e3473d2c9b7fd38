"""When clocks run in a school: the holidays of its académie, the closures that cover it, the hours of its policy."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from django.db import connection
from django.utils import timezone

from lekol.directory.models import Commune, School
from lekol.kit.database.base import DatabaseWrapper
from lekol.maintenance.choices import BreakKind
from lekol.maintenance.models import Break
from lekol.pact.delays import HOUSE, Protocol
from lekol.pact.keeping import Kept
from lekol.pact.opening import Calendar, Span
from lekol.pact.schooldays import calendars

Spans = tuple[Span, ...]
REUNION = "28"
"""The académie whose 20 December is a public holiday."""


@dataclass(frozen=True, slots=True)
class Off:
    """Days that stop the clocks of an académie, of one commune or of one school."""

    span: Span
    holidays: bool
    commune: int | None
    school: int | None

    def covers(self, school: School) -> bool:
        """Does it stop clocks in that school?"""
        return self.commune in (None, school.commune_id) and self.school in (None, school.pk)


_kept: Kept[int, tuple[Off, ...]] = Kept(most=100)


def days_off(academy: int) -> tuple[Off, ...]:
    """Everything that stops clocks in an académie; kept in the process while no break is declared or lifted."""
    return _kept.get(academy, _stamp(academy), lambda: _read(academy))


def _stamp(academy: int) -> tuple[Any, ...]:
    """Moves whenever a break is written: the number of the transaction that wrote each row enters the sum."""
    with cast(DatabaseWrapper, connection).prepared_cursor() as cursor:
        cursor.execute(
            "SELECT count(*), sum(xmin::text::bigint), max(id) FROM maintenance_break WHERE academy_id = %s", [academy]
        )
        return tuple(cursor.fetchone())


def _read(academy: int) -> tuple[Off, ...]:
    rows = Break.objects.filter(academy=academy).order_by("pk").only("kind", "valid", "commune_id", "school_id")
    return tuple(Off(row.span, row.kind == BreakKind.HOLIDAYS, row.commune_id, row.school_id) for row in rows)


def calendar_of(school: School, protocol: Protocol) -> Calendar:
    """The calendar of a school, its commune and académie loaded; one small query, two when a break was written."""
    rows = [row for row in days_off(school.commune.academy_id) if row.covers(school)]
    return _of(rows, school.commune, protocol)


@calendars
def kept_for(code: str) -> Calendar | None:
    """The calendar of a school by its UAI, or of a whole commune by its INSEE code; None for another code."""
    if found := School.objects.select_related("commune__academy").filter(uai=code).first():
        return calendar_of(found, HOUSE)
    commune = Commune.objects.select_related("academy").filter(insee=code).first()
    if commune is None:
        return None
    off = days_off(commune.academy_id)
    rows = [row for row in off if row.school is None and row.commune in (None, commune.pk)]
    return _of(rows, commune, HOUSE)


def _of(rows: Iterable[Off], commune: Commune, protocol: Protocol) -> Calendar:
    rows = list(rows)
    return _calendar(
        protocol.opens,
        protocol.closes,
        tuple(row.span for row in rows if row.holidays),
        tuple(row.span for row in rows if not row.holidays),
        commune.academy.code == REUNION,
    )


@lru_cache(maxsize=2_000)
def _calendar(opens: dt.time, closes: dt.time, breaks: Spans, closures: Spans, reunion: bool) -> Calendar:
    """One calendar for every school of the same days: what it learns of a day serves them all."""
    return Calendar(opens, closes, breaks=breaks, closures=closures, reunion=reunion)


def local(at: dt.datetime) -> dt.datetime:
    """An instant by the clock of the territory, to the minute, as calendars count."""
    return timezone.make_naive(at).replace(second=0, microsecond=0)
