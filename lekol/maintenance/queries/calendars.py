"""When clocks run in a school: the holidays of its académie, the closures that cover it, the hours of its policy."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from lekol.directory.models import School
from lekol.maintenance.choices import BreakKind
from lekol.maintenance.models import Break
from lekol.pact.delays import Protocol
from lekol.pact.opening import Calendar

REUNION = "28"
"""The académie whose 20 December is a public holiday."""


def breaks_of(school: School) -> QuerySet[Break]:
    """Everything that stops clocks in a school."""
    whole = Q(commune=None, school=None)
    covers = whole | Q(commune=school.commune_id) | Q(school=school.pk)
    return Break.objects.filter(covers, academy=school.commune.academy_id)


def calendar_of(school: School, protocol: Protocol) -> Calendar:
    """The calendar of a school; one query when its commune and académie are loaded."""
    rows = list(breaks_of(school).only("kind", "valid", "academy_id"))
    return Calendar(
        protocol.opens,
        protocol.closes,
        breaks=tuple(row.span for row in rows if row.kind == BreakKind.HOLIDAYS),
        closures=tuple(row.span for row in rows if row.kind == BreakKind.CLOSURE),
        reunion=school.commune.academy.code == REUNION,
    )


def local(at: dt.datetime) -> dt.datetime:
    """An instant by the clock of the territory, to the minute, as calendars count."""
    return timezone.make_naive(at).replace(second=0, microsecond=0)
