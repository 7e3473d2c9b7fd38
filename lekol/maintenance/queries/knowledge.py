"""Known answers, proposed while a fault is being described."""

import re

from lekol.maintenance.models import Article
from lekol.pact.names import plain

SHOWN = 3
SCANNED = 500
"""Published answers compared: beyond, the most useful ones."""
_IDLE = """les des une que qui pas plus dans sur pour avec est sont ecole classe"""
IDLE = frozenset(_IDLE.split())


def suggestions(text: str, nature: str = "") -> list[Article]:
    """The published answers that share most words with what is typed, best first; one query."""
    asked = stems(text)
    if not asked:
        return []
    rows = Article.objects.filter(published_at__isnull=False).order_by("-helped", "title", "pk")
    if nature:
        rows = rows.filter(nature=nature)
    scored = [(len(asked & stems(row.words)), row) for row in rows[:SCANNED]]
    best = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])
    return [row for _, row in best[:SHOWN]]


def stems(text: str) -> set[str]:
    """Words worth comparing, cut short so that « écrans » meets « écran »."""
    return {word[:6].rstrip("s") for word in re.findall(r"[a-z0-9]{3,}", plain(text)) if word not in IDLE}
