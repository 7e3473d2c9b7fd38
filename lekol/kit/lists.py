"""Lists: one page, one export, one count, for any rows of the house. Constant number of queries."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from lekol.kit.exports import export
from lekol.kit.pages import page_of


@dataclass(frozen=True, slots=True)
class Column:
    """What a column shows of a row; `url` makes the value a link; a lead column is the row’s header."""

    head: str
    value: Callable[[Any], Any]
    url: Callable[[Any], str] | None = None
    numeric: bool = False
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    head: str
    value: Any
    url: str
    numeric: bool
    lead: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """A list page: its words, its rows (any order), the plain ascending order of its pages, its columns."""

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
    """The page of a list, or its whole content as a file when `?format=` asks for it."""
    if fmt := request.GET.get("format"):
        return export(fmt, listing.name, [column.head for column in listing.columns], _all(listing))
    page = page_of(listing.rows, request.GET, listing.order)
    table = [_cells(listing, row) for row in page.rows]
    count = listing.rows.order_by().count()
    words = {"listing": listing, "page": page, "table": table, "count": count, **context}
    return render(request, listing.template, words)


def _cells(listing: Listing, row: Any) -> list[Cell]:
    return [
        Cell(column.head, column.value(row), column.url(row) if column.url else "", column.numeric, column.lead)
        for column in listing.columns
    ]


def _all(listing: Listing) -> Iterator[list[Any]]:
    for row in listing.rows.order_by(*listing.order).iterator(chunk_size=2000):
        yield [column.value(row) for column in listing.columns]
