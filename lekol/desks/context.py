"""What `kit/base.html` draws around every page: reader, perimeter, navigation, help. Computed only when drawn."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from lekol.desks import rules
from lekol.desks.queries.imports import offered
from lekol.directory.access import posts_of, visible_to
from lekol.directory.models import Person
from lekol.directory.queries import name_of
from lekol.pact.scopes import Level, Scope

SHEETS = ("tokens", "frame", "components", "pages", "narrow")


@dataclass(frozen=True, slots=True)
class Item:
    """One link of the navigation."""

    label: str
    url: str
    icon: str
    current: bool
    count: str = ""


class Frame:
    """The frame of one page; each attribute is computed when the template first reads it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.person: Person | None = getattr(request, "person", None)
        self.scope: Scope | None = getattr(request, "scope", None)
        self.demo: bool = settings.DEMO
        self.version: str = settings.VERSION

    @property
    def sheets(self) -> list[str]:
        """The style sheets, in their order."""
        return [static(f"kit/css/{name}.css") for name in SHEETS]

    @cached_property
    def place(self) -> str:
        """« Saint-Denis, 60 écoles »; one query, two when the place is not the reader’s own post’s."""
        if self.person is None or self.scope is None:
            return "Aucun périmètre"
        own = (str(post.place) for post in posts_of(self.person) if post.scope == self.scope)
        name = next(own, "") or name_of(self.scope)
        if self.scope.level is Level.SCHOOL:
            return name
        count = visible_to(self.person, self.scope).open_on(timezone.localdate()).count()
        return f"{name}, {count} {'écoles' if count > 1 else 'école'}"

    @cached_property
    def navigation(self) -> list[Item]:
        """The rail: what this reader can open, in the same order for everyone."""
        return self._items(self.scope, rules.RAIL)

    @cached_property
    def tabs(self) -> list[Item]:
        """The five shortcuts of the phone."""
        return self._items(self.scope, rules.TABS)

    def _items(self, scope: Scope | None, entries: tuple[rules.Entry, ...]) -> list[Item]:
        if scope is None:
            return []
        wanted = (entry for entry in entries if entry.suits(scope.level is Level.SCHOOL) and self._opens(entry))
        return [self._item(scope, entry) for entry in wanted]

    def _opens(self, entry: rules.Entry) -> bool:
        """The import desk is offered only to those who may bring something in."""
        return entry.name != rules.IMPORTS.name or (self.person is not None and bool(offered(self.person)))

    def _item(self, scope: Scope, entry: rules.Entry) -> Item:
        url = reverse(entry.name, args=[scope.code] if entry.own_school else [])
        here = self.request.resolver_match.view_name if self.request.resolver_match else ""
        current = self.request.path.startswith(url) if entry.own_school else entry.lit_by(here)
        return Item(entry.label, url, entry.icon, current)


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor: `frame` for the base page, `aide` for the guide section of the page."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    return {"frame": Frame(request), "aide": rules.guide_of(name)}
