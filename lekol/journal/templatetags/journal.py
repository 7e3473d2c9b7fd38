"""`{% journal_of thing %}` shows what was done to a row, on the row's own page."""

from django import template
from django.db import models

from lekol.journal.models import Entry

register = template.Library()


@register.inclusion_tag("journal/of.html")
def journal_of(thing: models.Model, limit: int = 20) -> dict[str, object]:
    """The last acts on one row, newest first; one query."""
    return {"entries": list(Entry.objects.about(thing)[:limit])}
