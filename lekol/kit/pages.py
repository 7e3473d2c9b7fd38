"""Keyset pages: each page costs one bounded query, wherever it is in a list of millions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.signing import BadSignature, Signer
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

Row = TypeVar("Row", bound=Model)
Reading = Callable[[QuerySet[Row]], list[Row]]
SIZE = 50
LONGEST = 4_000
"""Signs of a cursor: names of 300 signs, written as JSON, fit twice."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows of one page and the cursors of its neighbours, empty when there is none.

    `lost` says that a page was asked for and cannot be found again: this is the first one.
    """

    rows: list[Row]
    before: str
    after: str
    lost: bool = False

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def page_of(
    rows: QuerySet[Row], words: QueryDict, order: Sequence[str], size: int = SIZE, read: Reading[Row] = list
) -> Page[Row]:
    """The page asked by `?apres=` or `?avant=`; the first one, said to be so, when that page is not to be found.

    `order` names fields that are never empty, `-` before those that go down, the last one unique: ("sort_key", "id").
    A cursor is signed for its table and order: neither a forged one nor that of another list reaches the base.
    A page is also lost when its rows are gone, or hidden by other filters. `read` asks the base:
    `kit.compiled.prepared` for a list whose plan does not depend on its values.
    """
    signer = Signer(salt=f"kit.pages:{rows.model._meta.label}:{','.join(order)}")
    backwards = "avant" in words
    asked = words.get("avant") or words.get("apres") or ""
    cursor = _read(signer, asked)
    sense = [_turned(name) for name in order] if backwards else order
    found = read(_beside(rows, sense, cursor, size)) if cursor else []
    if not found:
        found = read(rows.order_by(*order)[: size + 1])
        after = _write(signer, found[size - 1], order) if len(found) > size else ""
        return Page(found[:size], "", after, lost=bool(asked))
    more, kept = len(found) > size, found[:size]
    if backwards:
        kept.reverse()
    before = _write(signer, kept[0], order) if more or not backwards else ""
    after = _write(signer, kept[-1], order) if more or backwards else ""
    return Page(kept, before, after)


def _beside(rows: QuerySet[Row], sense: Sequence[str], cursor: Sequence[Any], size: int) -> QuerySet[Row]:
    """The rows that follow a cursor, and one more to know whether others do."""
    return rows.filter(_beyond(sense, cursor)).order_by(*sense)[: size + 1]


def _turned(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows strictly after the cursor, each field in its own sense; the bound on the first one lets its index serve."""
    wanted, equal = Q(), Q()
    for name, value in zip(order, values, strict=True):
        field, side = _sided(name)
        wanted |= equal & Q(**{f"{field}__{side}": value})
        equal &= Q(**{field: value})
    field, side = _sided(order[0])
    return Q(**{f"{field}__{side}e": values[0]}) & wanted


def _sided(name: str) -> tuple[str, str]:
    return name.removeprefix("-"), "lt" if name.startswith("-") else "gt"


def _value(row: Model, path: str) -> Any:
    """What a row says at a path: one of `values_list(named=True)` has it as it is, a model at the end of its keys."""
    found: Any = row
    whole = path.removeprefix("-")
    for name in (whole,) if hasattr(row, whole) else whole.split("__"):
        found = getattr(found, name)
    return found if isinstance(found, (int, float, str)) else str(found)


def _write(signer: Signer, row: Model, order: Sequence[str]) -> str:
    return signer.sign_object([_value(row, name) for name in order], compress=True)


def _read(signer: Signer, cursor: str) -> list[Any] | None:
    """The values of a cursor, or None when it was not written for this list."""
    if not cursor or len(cursor) > LONGEST:
        return None
    try:
        values: list[Any] = signer.unsign_object(cursor)
    except (BadSignature, ValueError):
        return None
    return values
