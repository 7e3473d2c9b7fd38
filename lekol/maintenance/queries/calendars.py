"""When clocks run in a school: the holidays of its académie, the closures that cover it, the hours of its policy."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from lekol.directory.models import Commune, School
from lekol.maintenance.choices import BreakKind
from lekol.maintenance.models import Break
from lekol.pact.delays import HOUSE, Protocol
from lekol.pact.opening import Calendar
from lekol.pact.schooldays import calendars

REUNION = "28"
"""The académie whose 20 December is a public holiday."""


@calendars
def kept_for(code: str) -> Calendar | None:
    """The calendar of a school by its UAI, or of a commune by its INSEE code; what it covers as a whole only."""
    if found := School.objects.select_related("commune__academy").filter(uai=code).first():
        return calendar_of(found, HOUSE)
    if commune := Commune.objects.select_related("academy").filter(insee=code).first():
        covers = Q(commune=None, school=None) | Q(commune=commune)
        return _calendar(Break.objects.filter(covers, academy=commune.academy_id), commune, HOUSE)
    return None


def breaks_of(school: School) -> QuerySet[Break]:
    """Everything that stops clocks in a school."""
    whole = Q(commune=None, school=None)
    covers = whole | Q(commune=school.commune_id) | Q(school=school.pk)
    return Break.objects.filter(covers, academy=school.commune.academy_id)


def calendar_of(school: School, protocol: Protocol) -> Calendar:
    """The calendar of a school; one query when its commune and académie are loaded."""
    return _calendar(breaks_of(school), school.commune, protocol)


def _calendar(breaks: QuerySet[Break], commune: Commune, protocol: Protocol) -> Calendar:
    rows = list(breaks.only("kind", "valid", "academy_id"))
    return Calendar(
        protocol.opens,
        protocol.closes,
        breaks=tuple(row.span for row in rows if row.kind == BreakKind.HOLIDAYS),
        closures=tuple(row.span for row in rows if row.kind == BreakKind.CLOSURE),
        reunion=commune.academy.code == REUNION,
    )


def local(at: dt.datetime) -> dt.datetime:
    """An instant by the clock of the territory, to the minute, as calendars count."""
    return timezone.make_naive(at).replace(second=0, microsecond=0)
