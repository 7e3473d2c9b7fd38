"""Global search: each app announces in its `search.py` what it finds, within the reader’s perimeter."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

LIMIT = 8


class Found(NamedTuple):
    """One result."""

    title: str
    detail: str
    url: str


@dataclass(frozen=True, slots=True)
class Finder:
    label: str
    icon: str
    find: Callable[[Any, str], Iterable[Found]]


_announced: list[Finder] = []


def searchable(label: str, icon: str) -> Callable[[Callable[[Any, str], Iterable[Found]]], Any]:
    """Announce a finder: it receives the reader and plain words, and answers at most LIMIT results, best first."""

    def announce(find: Callable[[Any, str], Iterable[Found]]) -> Any:
        _announced.append(Finder(label, icon, find))
        return find

    return announce


def finders() -> list[Finder]:
    return sorted(_announced, key=lambda finder: finder.label)
