"""Panels: what an app shows on the page of something it does not own, announced from its `views.py`.

The school’s page belongs to the directory, at the bottom; the estate, the network and the agreement stand
above it. They announce a panel, the page asks for all of them, and no import climbs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Panel:
    """A piece of page: its template and what the template reads. `aside` puts it in the narrow column."""

    template: str
    context: dict[str, Any]
    aside: bool = False


Maker = Callable[[Any, Any], Panel | None]
_announced: dict[str, list[tuple[int, Maker]]] = {}


def panel(subject: str, *, order: int) -> Callable[[Maker], Maker]:
    """Announce a panel for a subject (« school »): a function of the reader and the thing, or None to stay away."""

    def announce(make: Maker) -> Maker:
        _announced.setdefault(subject, []).append((order, make))
        return make

    return announce


def panels_for(subject: str, person: Any, thing: Any) -> list[Panel]:
    """The panels to show, in their order."""
    makers = sorted(_announced.get(subject, []), key=lambda pair: pair[0])
    made = [make(person, thing) for _, make in makers]
    return [found for found in made if found is not None]
