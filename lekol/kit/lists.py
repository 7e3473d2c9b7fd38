"""Lists: one page, one export, one count, for any rows of the house. Constant number of queries."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify

from lekol.kit.exports import export
from lekol.kit.pages import page_of


@dataclass(frozen=True, slots=True)
class Column:
    """What a column shows of a row; `url` makes the value a link; a lead column is the row’s header.

    `sort` names the field, never empty, by which readers may put the list in order.
    """

    head: str
    value: Callable[[Any], Any]
    url: Callable[[Any], str] | None = None
    numeric: bool = False
    lead: bool = False
    sort: str = ""

    @property
    def key(self) -> str:
        """Its name in an address: « Code UAI » is `code-uai`."""
        return slugify(self.head)


@dataclass(frozen=True, slots=True)
class Cell:
    head: str
    value: Any
    url: str
    numeric: bool
    lead: bool


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: `turn` is the order its link asks for, `sense` the one the list is in."""

    words: str
    numeric: bool
    key: str
    turn: str = ""
    sense: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list page: its words, its rows (any order), the order of its pages ending with a unique field, its columns."""

    title: str
    intro: str
    rows: QuerySet[Any]
    order: Sequence[str]
    columns: Sequence[Column]
    name: str
    empty: str
    units: str = "ligne,lignes"
    template: str = "kit/liste.html"


def respond(request: HttpRequest, listing: Listing, **context: Any) -> HttpResponseBase:
    """The page of a list, or its whole content as a file when `?format=` asks for it; `?tri=` chooses its order."""
    asked = request.GET.get("tri", "")
    order = order_of(listing, asked)
    if fmt := request.GET.get("format"):
        return export(fmt, listing.name, [column.head for column in listing.columns], _all(listing, order))
    page = page_of(listing.rows, request.GET, order)
    words = {
        "listing": listing,
        "page": page,
        "heads": [_head(column, order[0]) for column in listing.columns],
        "table": [_cells(listing, row) for row in page.rows],
        "sorted": asked if order != list(listing.order) else "",
        "count": listing.rows.order_by().count(),
        **context,
    }
    return render(request, listing.template, words)


def order_of(listing: Listing, asked: str) -> list[str]:
    """The listing’s own order, after the column asked for (`eleves`, or `-eleves` to go down) when it may be sorted."""
    sortable = {column.key: column.sort for column in listing.columns if column.sort}
    field = sortable.get(asked.removeprefix("-"), "")
    if not field:
        return list(listing.order)
    first = f"-{field}" if asked.startswith("-") else field
    return [first, *(name for name in listing.order if name.removeprefix("-") != field)]


def _head(column: Column, first: str) -> Head:
    """The list is in the order of its `first` field: its column says in which sense, its link asks for the other."""
    if not column.sort:
        return Head(column.head, column.numeric, column.key)
    sense = {column.sort: "ascending", f"-{column.sort}": "descending"}.get(first, "")
    turn = f"-{column.key}" if sense == "ascending" else column.key
    return Head(column.head, column.numeric, column.key, turn, sense)


def _cells(listing: Listing, row: Any) -> list[Cell]:
    return [
        Cell(column.head, _shown(column.value(row)), column.url(row) if column.url else "", column.numeric, column.lead)
        for column in listing.columns
    ]


def _shown(value: Any) -> Any:
    """As people read it: « oui » and « non », dates as on paper; None for nothing, which phones leave out."""
    match value:
        case bool():
            return "oui" if value else "non"
        case dt.datetime():
            return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"
        case dt.date():
            return f"{value:%d/%m/%Y}"
        case "":
            return None
        case _:
            return value


def _all(listing: Listing, order: Sequence[str]) -> Iterator[list[Any]]:
    for row in listing.rows.order_by(*order).iterator(chunk_size=2000):
        yield [column.value(row) for column in listing.columns]
