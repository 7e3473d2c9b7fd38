"""What is kept of children is erased on its day: cells, values, files left behind, old comparisons."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from lekol.pupils.actions.asking import erase_files
from lekol.pupils.choices import State
from lekol.pupils.models import Comparing, Comparison, Correction
from lekol.pupils.queries.keeping import closed_gaps, files_left, lost_gaps, old_comparisons, stale_pairs


@transaction.atomic
def purge(*, on: dt.date) -> int:
    """Cells of pairs, values of closed disagreements, comparisons of former years; decisions and counts stay."""
    count = 0
    for rows in stale_pairs(on):
        count += rows.update(cells=[], reasons=[], hidden={})
    gone = lost_gaps(on)
    Correction.objects.filter(discrepancy__in=gone.values("pk"), answer="").delete()
    gone.update(state=State.GONE, closed_on=on)
    count += closed_gaps(on).update(identity={}, state_value="", city_value="", grounds="")
    count += old_comparisons(on).delete()[1].get(Comparison._meta.label, 0)
    return count


def purge_files(*, on: dt.date) -> int:
    """Files that a stopped job, or a change of mind, left behind for a day."""
    left = list(files_left(on))
    for asked in left:
        erase_files(asked)
    Comparing.objects.filter(asked_at__date__lt=on - dt.timedelta(days=30)).delete()
    return len(left)


def purge_uploads(*, before: dt.datetime) -> int:
    """What a server stopped while it received a file left half written: of anybody’s, pupils among them."""
    left = [path for path in settings.ARRIVALS.glob("*") if path.stat().st_mtime < before.timestamp()]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)
