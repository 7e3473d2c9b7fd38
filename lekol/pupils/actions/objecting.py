"""A family opposes that its child be compared: recorded, answered, and, when upheld, obeyed (GDPR, article 21)."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lekol.directory.choices import Side
from lekol.directory.models import Commune, Person
from lekol.journal.actions import write
from lekol.pupils.actions.rekeying import keep_mark
from lekol.pupils.actions.standing import CLAUSE
from lekol.pupils.models import Discrepancy, Entry, Objection, Pair


@transaction.atomic
def object_to(
    *, commune: Commune, side: str, reference: str, grounds: str, received_on: dt.date, by: Person
) -> Objection:
    """Keep an objection, by the reference entries bear; nothing changes until it is answered."""
    made = Objection(
        commune=commune, side=side, reference=reference, grounds=grounds, received_on=received_on, by=by
    )  # fmt: skip
    made.full_clean(exclude=["ref"])
    made.save()
    keep_mark(commune)
    write(verb="pupils.objection", thing=made, by=by, clause=CLAUSE, summary="Opposition à la comparaison enregistrée.")
    return made


@transaction.atomic
def settle_objection(*, objection: Objection, upheld: bool, answer: str, by: Person) -> Objection:
    """Answer an objection. Upheld, what is kept of the child is erased at once and no comparison reads it again."""
    found = Objection.objects.select_for_update().get(pk=objection.pk)
    if found.upheld is not None:
        raise ValidationError("Cette opposition a déjà sa réponse.")
    if not answer.strip():
        raise ValidationError({"answer": "Écrivez la réponse donnée à la famille."})
    found.upheld, found.answer, found.settled_on = upheld, answer.strip()[:400], timezone.localdate()
    found.save(update_fields=["upheld", "answer", "settled_on"])
    if upheld:
        _erase(found)
    words = "accueillie : la fiche n’est plus comparée" if upheld else "rejetée"
    write(verb="pupils.objection_settled", thing=found, by=by, clause=CLAUSE, summary=f"Opposition {words}.")
    return found


def _erase(found: Objection) -> None:
    column = "state_reference" if found.side == Side.STATE else "city_reference"
    here = Q(commune=found.commune_id)
    mine = {column: found.reference}
    Pair.objects.filter(here, **mine).delete()
    Discrepancy.objects.filter(here, **mine).delete()
    Entry.objects.filter(here, side=found.side, reference=found.reference).delete()
