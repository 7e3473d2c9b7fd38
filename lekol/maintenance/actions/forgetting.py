"""What goes when its term has passed: the names, the words and the files of old tickets; their delays stay."""

import datetime as dt

from django.db import transaction

from lekol.directory.models import School
from lekol.journal.actions import Act, write_many
from lekol.maintenance.models import Attachment, Line, Ticket
from lekol.maintenance.queries import named_too_long
from lekol.maintenance.queries.rounds import stale_words
from lekol.maintenance.queries.tickets import FORGOTTEN

BATCH = 1_000


def forget_old_names(*, on: dt.date) -> int:
    """Empty tickets closed more than five years ago of who reported and what was said; answers how many."""
    count = 0
    while rows := list(named_too_long(on).order_by("pk").only("pk", "ref")[:BATCH]):
        _forget(rows)
        count += len(rows)
    return count


@transaction.atomic
def forget_words(*, on: dt.date) -> int:
    """Erase the words left after visits of more than a year ago; answers how many. The visits stay."""
    rows = list(stale_words(on).select_for_update(of=("self",)).select_related("school"))
    said = "Mot laissé après une visite, effacé à son terme."
    acts = [Act("round.forgotten", str(row.school_id), str(row.school)[:200], said, "4.4") for row in rows]
    write_many(model=School, acts=acts)
    return stale_words(on).filter(pk__in=[row.pk for row in rows]).update(word="")


@transaction.atomic
def _forget(rows: list[Ticket]) -> None:
    keys = [row.pk for row in rows]
    files = list(Attachment.objects.filter(line__ticket__in=keys))
    Attachment.objects.filter(pk__in=[file.pk for file in files]).delete()
    Line.objects.filter(ticket__in=keys).update(text=FORGOTTEN, author="", by=None)
    Ticket.objects.filter(pk__in=keys).update(reporter=None, reporter_name="", detail=FORGOTTEN, assignee=None)
    said = "Noms, messages et photos effacés à leur terme."
    write_many(model=Ticket, acts=[Act("ticket.forgotten", str(row.pk), row.ref, said, "4.4") for row in rows])
    for file in files:
        transaction.on_commit(lambda kept=file.file: kept.delete(save=False))  # type: ignore[misc]
