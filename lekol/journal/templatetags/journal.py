"""`{% journal_of thing %}` shows what was done to a row, on the row's own page."""

from django import template
from django.db import models
from django.db.models import QuerySet

from lekol.journal.models import Entry
from lekol.kit.compiled import compiled

LAST = 20

register = template.Library()


@register.inclusion_tag("journal/of.html")
def journal_of(thing: models.Model) -> dict[str, object]:
    """The last acts on one row, newest first; one query."""
    return {"entries": _about(thing._meta.label_lower, str(thing.pk))}


@compiled(str, str)
def _about(kind: str, ref: str) -> QuerySet[Entry]:
    return Entry.objects.filter(thing_type=kind, thing_ref=ref)[:LAST]
