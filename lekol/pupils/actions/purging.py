"""What is kept of children is erased on its day: cells, values, files left behind, old comparisons."""

import datetime as dt
import shutil
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction

from lekol.pupils.actions.asking import erase_files
from lekol.pupils.choices import State
from lekol.pupils.models import Comparing, Comparison, Correction
from lekol.pupils.queries.keeping import closed_gaps, files_left, lost_gaps, old_comparisons, prints_left, stale_pairs

NOTHING: Mapping[str, Any] = {"identity": {}, "state_value": "", "city_value": "", "grounds": ""}
"""What is left of what a disagreement said."""


@transaction.atomic
def purge(*, on: dt.date) -> int:
    """Cells of pairs, values of closed disagreements, comparisons of former years; decisions and counts stay."""
    count = 0
    for rows in stale_pairs(on):
        count += rows.update(cells=[], reasons=[], hidden={})
    lost = lost_gaps(on)
    Correction.objects.filter(discrepancy__in=lost.values("pk")).lapse()
    count += lost.update(state=State.GONE, closed_on=on, **NOTHING)
    count += closed_gaps(on).update(**NOTHING)
    count += old_comparisons(on).delete()[1].get(Comparison._meta.label, 0)
    return count


def purge_files(*, on: dt.date) -> int:
    """Files that a stopped job, or a change of mind, left behind for a day; prints of bases no longer compared."""
    left, prints = list(files_left(on)), prints_left(on)
    for asked in left:
        erase_files(asked)
    for folder in prints:
        shutil.rmtree(folder)
    Comparing.objects.filter(asked_at__date__lt=on - dt.timedelta(days=30)).delete()
    return len(left) + len(prints)


def purge_uploads(*, before: dt.datetime) -> int:
    """What a server stopped while it received a file left half written: of anybody’s, pupils among them."""
    left = [path for path in settings.ARRIVALS.glob("*") if path.stat().st_mtime < before.timestamp()]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)
