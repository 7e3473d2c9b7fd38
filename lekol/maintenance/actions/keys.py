"""The six digits of a school, and the signed words of its labels: a report without account, from its premises."""

import secrets

from django.core import signing
from django.db import transaction
from django.utils import timezone

from lekol.directory.models import Person, Room, School
from lekol.equipment.models import Asset
from lekol.journal.actions import write
from lekol.maintenance.models import SchoolKey

SALT = "maintenance.label"


@transaction.atomic
def new_key(*, school: School, by: Person | None = None) -> SchoolKey:
    """Give the school new digits; the old ones open nothing any more."""
    made, _ = SchoolKey.objects.update_or_create(
        school=school, defaults={"digits": f"{secrets.randbelow(1_000_000):06d}", "since": timezone.now()}
    )
    write(verb="school_key.changed", thing=school, by=by, clause="4.4", summary="Code de signalement changé.")
    return made


def label_of(thing: Asset | Room, school: School) -> str:
    """The signed word a label of ours carries: which school, which device or room."""
    kind = "a" if isinstance(thing, Asset) else "r"
    return signing.dumps([kind, thing.pk, school.pk], salt=SALT)


def read_label(token: str) -> tuple[str, int, int] | None:
    """« a » or « r », the row, the school; None for a word we did not sign."""
    if len(token) > 200:
        return None
    try:
        kind, pk, school = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(kind), int(pk), int(school)


def opens(school: School, digits: str) -> bool:
    """Are these the digits posted in that school?"""
    known = SchoolKey.objects.filter(school=school).values_list("digits", flat=True).first()
    return known is not None and secrets.compare_digest(known, digits)
