"""The chain of frozen lines: each digest covers its line and the digest before it: none can be changed alone."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

START = "0" * 64


class Link(NamedTuple):
    """A line as it is kept. `review` is the public reference of its bilan."""

    position: int
    review: str
    kind: str
    clause: str
    payload: str
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first link that does not hold, and why."""

    position: int
    review: str
    why: str


def canonical(words: Any) -> str:
    """One text for one content: sorted keys, no space, no escape."""
    return json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(previous: str, position: int, review: str, kind: str, clause: str, payload: str) -> str:
    """SHA-256 over everything a line says and the line before; lengths keep fields apart."""
    fields = (previous, str(position), review, kind, clause, payload)
    return hashlib.sha256("".join(f"{len(field)}:{field}\n" for field in fields).encode()).hexdigest()


def first_break(links: Iterable[Link]) -> Break | None:
    """Walk the chain from its first line; None when every link holds."""
    previous, expected = START, 1
    for link in links:
        if link.position != expected:
            return Break(expected, link.review, _lost(expected, link.position))
        if link.previous != previous:
            return Break(link.position, link.review, "elle ne suit pas la ligne précédente")
        if link.digest != digest(link.previous, link.position, link.review, link.kind, link.clause, link.payload):
            return Break(link.position, link.review, "son contenu n’est plus celui qui a été figé")
        previous, expected = link.digest, expected + 1
    return None


def _lost(expected: int, found: int) -> str:
    return f"la ligne {expected} manque" if found == expected + 1 else f"la ligne {expected} ne suit pas, ou manque"
