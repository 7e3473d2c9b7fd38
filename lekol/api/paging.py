"""Keyset pages for machines: the lists’ own signed marks, one bounded query a page."""

from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import QueryDict
from ninja.errors import HttpError

from lekol.kit.pages import Reading, page_of

Row = TypeVar("Row", bound=Model)


def page(
    rows: QuerySet[Row], order: Sequence[str], limit: int, after: str | None, read: Reading[Row] = list
) -> tuple[list[Row], str | None]:
    """The rows after a mark, and the mark of the next page, None on the last one; `read` is that of `kit.pages`.

    A mark that is not of this list, or whose page is gone, does not exist (404).
    """
    words = QueryDict(urlencode({"apres": after}) if after else "")
    found = page_of(rows, words, order, limit, read)
    if found.lost:
        raise HttpError(404, "Cette page n’est pas de cette liste, ou n’existe plus. Reprenez à la première.")
    return found.rows, found.after or None
