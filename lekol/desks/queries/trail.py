"""The journal a reader may read: their own acts, and acts on what they see."""

from typing import Any

from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from lekol.agreement import access as agreement
from lekol.agreement.models import Commitment, Declaration
from lekol.directory.access import visible_to
from lekol.directory.models import Person, Room
from lekol.equipment.models import Asset
from lekol.journal.models import Entry
from lekol.network.models import Link
from lekol.pact.scopes import Scope


def entries_for(person: Person, scope: Scope | None = None) -> QuerySet[Entry]:
    """What the person did, what was done on their own account, and acts on things seen in the perimeter."""
    agreements = agreement.visible_to(person)
    schools, today = visible_to(person, scope).values("pk"), timezone.localdate()
    return Entry.objects.filter(
        Q(actor_ref=person.ref)
        | _on(Person.objects.filter(pk=person.pk))
        | _on(visible_to(person, scope))
        | _on(Room.objects.filter(school__in=schools))
        | _on(Asset.objects.filter(placements__school__in=schools, placements__valid__contains=today))
        | _on(Link.objects.filter(school__in=schools))
        | _on(agreements)
        | _on(Commitment.objects.filter(agreement__in=agreements.values("pk")))
        | _on(Declaration.objects.filter(commitment__agreement__in=agreements.values("pk")))
    )


def _on(things: "QuerySet[Any]") -> Q:
    """Acts on any of these rows."""
    model: type[Model] = things.model
    refs = things.order_by().annotate(ref_text=Cast("pk", CharField())).values("ref_text")
    return Q(thing_type=model._meta.label_lower, thing_ref__in=refs)
