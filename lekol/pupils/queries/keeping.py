"""What is kept past its term on a day: read by the purge and by the register."""

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from lekol.pupils.choices import CLOSED_STATES, OPEN_STATES
from lekol.pupils.models import Comparing, Comparison, Discrepancy, Pair, PairQuerySet
from lekol.pupils.models.comparing import WAITING_DAYS

CELLS_DAYS, LOST_DAYS, COMPARISON_DAYS, FILE_DAYS = 30, 60, 2 * 366, 1
"""Days: cells of a pair and values of a closed disagreement; one that no comparison sees; comparisons; files."""


def stale_pairs(on: dt.date) -> tuple[PairQuerySet, PairQuerySet]:
    """Decided pairs, and doubts no recent comparison renewed, that still hold cells."""
    last = on - dt.timedelta(days=CELLS_DAYS)
    held = Pair.objects.exclude(cells=[], hidden={})
    recent = Comparison.objects.filter(at__date__gte=last, commune=OuterRef("commune"))
    renewed = Exists(recent.filter(Q(school=None) | Q(school=OuterRef("school"))))
    return held.filter(decided_at__date__lt=last), held.filter(~renewed, decided_at=None)


def closed_gaps(on: dt.date) -> QuerySet[Discrepancy]:
    """Closed disagreements that still say a value."""
    empty = Q(identity={}, state_value="", city_value="")
    last = on - dt.timedelta(days=CELLS_DAYS)
    return Discrepancy.objects.filter(state__in=CLOSED_STATES, closed_on__lt=last).exclude(empty)


def lost_gaps(on: dt.date) -> QuerySet[Discrepancy]:
    """Open disagreements that no comparison has seen for two months: nobody looks at them any more."""
    return Discrepancy.objects.filter(state__in=OPEN_STATES, last_seen_on__lt=on - dt.timedelta(days=LOST_DAYS))


def old_comparisons(on: dt.date) -> QuerySet[Comparison]:
    """Comparisons of two years ago and more."""
    return Comparison.objects.filter(at__date__lt=on - dt.timedelta(days=COMPARISON_DAYS))


def prints_folder() -> Path:
    """Where the prints of what was compared last are kept, a folder a commune by its INSEE code."""
    return Path(settings.HOME) / "rapprochement"


def prints_left(on: dt.date) -> list[Path]:
    """Folders of the prints of communes whose bases were last compared two months ago, or more."""
    last = on - dt.timedelta(days=LOST_DAYS)
    return [folder for folder in prints_folder().glob("*") if _written_on(folder) < last]


def _written_on(folder: Path) -> dt.date:
    written = max((path.stat().st_mtime for path in folder.glob("*")), default=0)
    return dt.datetime.fromtimestamp(written, timezone.get_current_timezone()).date()


def files_left(on: dt.date) -> QuerySet[Comparing]:
    """Requests of the day before, or earlier, that still hold files; a school waits a week for the City’s base."""
    held = ~Q(state_file="", city_file="", guardians_file="", schools_file="")
    waiting = Q(school__isnull=False, city_file="", sent=False)
    past = Q(asked_at__date__lt=on - dt.timedelta(days=WAITING_DAYS))
    return Comparing.objects.filter(held, past | ~waiting, asked_at__date__lte=on - dt.timedelta(days=FILE_DAYS))
