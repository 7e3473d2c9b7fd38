"""French spacing: a colon never begins a line, a guillemet never stands alone at the end of one.

Templates are written with plain spaces, as one types; the loader binds them once, when a template is read. Only the
text between tags is touched: attributes, code and what comes from the base stay as they are.
"""

import re

from django.template.base import Origin
from django.template.loaders.app_directories import Loader as Plain

_BOUND = "\u00a0"
_KEPT = re.compile(
    r"<(?:code|pre|script|style|textarea)\b.*?</(?:code|pre|script|style|textarea)>"
    r"|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<(?:\{%.*?%\}|\{\{.*?\}\}|[^>])*>",
    re.DOTALL,
)
_BEFORE = re.compile(r" (?=[:;?!»%€](?:\W|$))")
_AFTER = re.compile(r"(?<=«) ")


def spaced(text: str) -> str:
    """Plain text with its French spaces bound: « Réponse : oui » keeps its colon and its quotes."""
    return _AFTER.sub(_BOUND, _BEFORE.sub(_BOUND, text))


def bound(source: str) -> str:
    """The source of a page, the spaces of its text bound; tags, code and template words untouched."""
    made, last = [], 0
    for kept in _KEPT.finditer(source):
        made += [spaced(source[last : kept.start()]), kept[0]]
        last = kept.end()
    return "".join([*made, spaced(source[last:])])


class Loader(Plain):
    """The templates of the apps; pages with their spaces bound, everything else as written."""

    def get_contents(self, origin: Origin) -> str:
        found = super().get_contents(origin)
        return bound(found) if str(origin.name).endswith(".html") else found
