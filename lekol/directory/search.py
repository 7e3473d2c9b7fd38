"""What global search finds of the directory."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from lekol.directory.access import people_visible_to, visible_to
from lekol.kit.search import LIMIT, Found, searchable
from lekol.pact.names import plain


@searchable("Écoles", "ecole")
def schools(person: Any, words: str) -> Iterable[Found]:
    """Schools by a part of their name, without accents, or by the beginning of their code."""
    found = visible_to(person).filter(Q(sort_key__contains=plain(words)) | Q(uai__startswith=words.strip().upper()))
    for school in found.select_related("commune").order_by("sort_key", "pk")[:LIMIT]:
        yield Found(school.full_name, f"{school.uai}, {school.commune}", school.get_absolute_url())


@searchable("Personnes", "personne")
def people(person: Any, words: str) -> Iterable[Found]:
    """Colleagues by a part of their name."""
    for other in people_visible_to(person).filter(sort_key__contains=plain(words)).order_by("sort_key", "pk")[:LIMIT]:
        yield Found(str(other), other.email, other.get_absolute_url())
