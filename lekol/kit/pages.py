"""Keyset pages: each page costs one bounded query, wherever it is in a list of millions."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

Row = TypeVar("Row", bound=Model)
SIZE = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows of one page and the cursors of its neighbours, empty when there is none."""

    rows: list[Row]
    before: str
    after: str

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def page_of(rows: QuerySet[Row], words: QueryDict, order: Sequence[str], size: int = SIZE) -> Page[Row]:
    """The page asked by `?apres=` or `?avant=`; an unreadable cursor gives the first page.

    `order` names plain ascending fields ending with a unique one, as ("sort_key", "id").
    """
    backwards = "avant" in words
    cursor = _read(words.get("avant") or words.get("apres") or "", len(order))
    if cursor is None:
        found = list(rows.order_by(*order)[: size + 1])
        return Page(found[:size], "", _write(found[size - 1], order) if len(found) > size else "")
    if backwards:
        found = list(rows.filter(_beyond(order, cursor, "lt")).order_by(*(f"-{name}" for name in order))[: size + 1])
        more, kept = len(found) > size, found[:size][::-1]
        return Page(kept, _write(kept[0], order) if more and kept else "", _write(kept[-1], order) if kept else "")
    found = list(rows.filter(_beyond(order, cursor, "gt")).order_by(*order)[: size + 1])
    kept = found[:size]
    return Page(kept, _write(kept[0], order) if kept else "", _write(kept[-1], order) if len(found) > size else "")


def _beyond(order: Sequence[str], values: Sequence[Any], side: str) -> Q:
    """Rows strictly after (gt) or before (lt) the cursor, in the order’s own sense."""
    wanted, equal = Q(), Q()
    for name, value in zip(order, values, strict=True):
        wanted |= equal & Q(**{f"{name}__{side}": value})
        equal &= Q(**{name: value})
    return wanted


def _value(row: Model, path: str) -> Any:
    found: Any = row
    for name in path.split("__"):
        found = getattr(found, name)
    return found


def _write(row: Model, order: Sequence[str]) -> str:
    values = json.dumps([_value(row, name) for name in order], default=str)
    return base64.urlsafe_b64encode(values.encode()).decode().rstrip("=")


def _read(cursor: str, length: int) -> list[Any] | None:
    """The values of a cursor, or None when it is not one of ours."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor[:800] + "=" * (-len(cursor) % 4)))
    except ValueError:
        return None
    fits = isinstance(values, list) and len(values) == length and all(isinstance(v, (str, int)) for v in values)
    return values if fits and isinstance(values[-1], int) else None
