"""What `kit/base.html` draws around every page: reader, perimeter, navigation, help. Computed only when drawn."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils import timezone

from lekol.desks import rules
from lekol.desks.queries.imports import offered
from lekol.directory.access import posts_of, visible_to
from lekol.directory.models import Person, School
from lekol.directory.queries import name_of, open_schools
from lekol.kit.addresses import address
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
    def sheets(self) -> tuple[str, ...]:
        """The style sheets, in their order."""
        return tuple(static(f"kit/css/{name}.css") for name in SHEETS)

    @cached_property
    def place(self) -> str:
        """« Saint-Denis, 60 écoles »; one query, two when the place is not the reader’s own post’s."""
        if self.person is None or self.scope is None:
            return "Aucun périmètre"
        own = next((post.place for post in posts_of(self.person) if post.scope == self.scope), None)
        name = str(own or name_of(self.scope))
        if self.scope.level is Level.SCHOOL:
            return name
        day = timezone.localdate()
        if own is None or isinstance(own, School):
            count = visible_to(self.person, self.scope).open_on(day).count()
        else:
            count = open_schools(own, day)
        return f"{name}, {count} {'écoles' if count > 1 else 'école'}"

    @property
    def initials(self) -> str:
        return self.person.initials if self.person else ""

    @property
    def short_name(self) -> str:
        return self.person.short_name if self.person else ""

    @cached_property
    def navigation(self) -> tuple[Item, ...]:
        """The rail: what this reader can open, in the same order for everyone."""
        return self._items(rules.RAIL)

    @cached_property
    def tabs(self) -> tuple[Item, ...]:
        """The five shortcuts of the phone."""
        return self._items(rules.TABS)

    def _items(self, entries: tuple[rules.Entry, ...]) -> tuple[Item, ...]:
        """The import desk is offered only to those who may bring something in."""
        if self.scope is None:
            return ()
        school = self.scope.code if self.scope.level is Level.SCHOOL else ""
        own = school if school and self.request.path.startswith(address("directory:school", school)) else ""
        here = self.request.resolver_match.view_name if self.request.resolver_match else ""
        brings = self.person is not None and bool(offered(self.person))
        return _items(entries, school, own, here, brings)


@lru_cache(maxsize=2048)
def _items(entries: tuple[rules.Entry, ...], school: str, own: str, here: str, brings: bool) -> tuple[Item, ...]:
    """The links for a perimeter (`school`, empty when it is wider), lit for a page; `own` when it is that school’s."""
    wanted = [entry for entry in entries if entry.suits(bool(school)) and (brings or entry.name != rules.IMPORTS.name)]
    lit = bool(own) and not any(entry.lit_by(here) for entry in wanted if not entry.own_school)
    return tuple(
        Item(entry.label, address(entry.name, school), entry.icon, lit)
        if entry.own_school
        else Item(entry.label, address(entry.name), entry.icon, entry.lit_by(here))
        for entry in wanted
    )


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor: `frame` for the base page, `aide` for the guide section of the page."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    return {"frame": Frame(request), "aide": rules.guide_of(name)}
