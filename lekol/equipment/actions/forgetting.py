"""What the estate forgets of people when its term has passed; the register of processings asks for it every night."""

import datetime as dt

from django.db import transaction

from lekol.equipment.models import HandOver, Machine
from lekol.equipment.queries import kept
from lekol.journal.actions import Act, write_many


@transaction.atomic
def forget_slips(*, on: dt.date) -> int:
    """Empty the names and signatures of old slips; which device was lent and when stays."""
    rows = list(kept.old_slips(on).select_for_update())
    for row in rows:
        row.person = None
        row.name = kept.GONE
        row.function = row.signed_name = row.return_signed_name = ""
        row.signature, row.return_signature = [], []
    fields = ["person", "name", "function", "signed_name", "return_signed_name", "signature", "return_signature"]
    HandOver.objects.bulk_update(rows, fields, batch_size=500)
    acts = [Act("hand_over.forgotten", str(row.pk), str(row), "Nom et signature effacés, terme passé.") for row in rows]
    write_many(model=HandOver, acts=acts)
    return len(rows)


@transaction.atomic
def forget_checkers(*, on: dt.date) -> int:
    """Empty who made the old checks; what was found stays."""
    return kept.old_checks(on).update(actor_ref="", actor_name="")


@transaction.atomic
def forget_machines(*, on: dt.date) -> int:
    """Erase the machines nobody decided of and that fell silent, with their inventories."""
    rows = list(kept.silent_machines(on).select_for_update(of=("self",)))
    acts = [Act("machine.forgotten", str(row.pk), str(row), "Inventaire effacé, terme passé.") for row in rows]
    write_many(model=Machine, acts=acts)
    Machine.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)
