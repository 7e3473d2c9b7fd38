"""What global search finds here: the sections of the guide."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from lekol.desks import guide
from lekol.kit.search import Found, searchable
from lekol.pact.names import plain


@searchable("Aide", "aide")
def find_sections(person: Any, words: str) -> Iterable[Found]:
    """Sections whose title holds every word."""
    for slug in guide.slugs():
        title = guide.section(slug).title
        if all(word in plain(title) for word in words.split()):
            yield Found(title, "Guide d’utilisation", reverse("desks:guide", args=[slug]))
