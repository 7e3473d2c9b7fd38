"""Lines to tick on a ticket or on a visit, copied from the checklists of the desk."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from lekol.directory.models import Person
from lekol.maintenance.actions.telling import record
from lekol.maintenance.models import Check, Checklist, Stop, Ticket

MOST = 60
"""Lines to tick on one ticket or visit."""


@transaction.atomic
def add_checklist(*, thing: Ticket | Stop, checklist: Checklist, by: Person | None) -> None:
    """The lines of a checklist, to tick on a ticket or on a visit; those already there are not written twice."""
    known = dict(thing.checks.values_list("text", "pk"))
    lines = [text for text in checklist.lines if text not in known]
    if len(known) + len(lines) > MOST:
        raise ValidationError(f"Il y a déjà {len(known)} points à vérifier : {MOST} au plus.")
    last = thing.checks.aggregate(last=Max("rank"))["last"] or 0
    owner = {"ticket": thing} if isinstance(thing, Ticket) else {"stop": thing}
    Check.objects.bulk_create(Check(rank=rank, text=text, **owner) for rank, text in enumerate(lines, last + 1))
    if lines and isinstance(thing, Ticket):
        record(thing, "checklist", f"Liste de contrôle ajoutée : {checklist.name}.", by)


@transaction.atomic
def tick(*, thing: Ticket | Stop, done: Iterable[int], by: Person) -> int:
    """Exactly these lines are done: newly ticked ones say by whom, the others are to do again. How many are done."""
    wanted, now = set(done), timezone.now()
    rows = list(thing.checks.select_for_update())
    changed = [row for row in rows if (row.done_at is not None) != (row.pk in wanted)]
    for row in changed:
        row.done_at, row.done_by = (now, by) if row.pk in wanted else (None, None)
    Check.objects.bulk_update(changed, ["done_at", "done_by"])
    ticked = sum(row.done_at is not None for row in rows)
    if changed and isinstance(thing, Ticket):
        record(thing, "checked", f"{ticked} points vérifiés sur {len(rows)}.", by)
    return ticked
