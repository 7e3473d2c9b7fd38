"""Links the agreement draws toward pages it does not own: it knows their names, never their apps."""

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

from django import template
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from lekol.agreement.queries import Board, Line
from lekol.kit import charts
from lekol.pact.scopes import Scope

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=1024)
def rows_url(name: str, scope: Scope) -> str:
    """The page a measure announces for the rows not met, in a perimeter; empty where that app is not installed."""
    if not name:
        return ""
    try:
        return f"{reverse(name)}?perimetre={scope}"
    except NoReverseMatch:
        return ""


class Row(NamedTuple):
    """What a row of the board shows, in plain values: as long as none moves, it is not drawn again."""

    title: str
    clause: str
    owner: str
    target_on: dt.date | None
    url: str
    letter: str
    name: str
    bearing: str
    measured: bool
    narrower: bool
    due: int | None
    met: int | None
    missing: int
    ratio: float | None
    target: float
    target_words: str
    tone: str
    ratios: tuple[float, ...]
    trend_words: str
    drill: str
    scope: Scope
    observed_on: dt.date | None
    contested: bool
    expired: bool
    state: str
    word: str


@register.simple_tag
def engagement(line: Line, board: Board) -> SafeString:
    """A commitment as a row of the board."""
    asked, bearer = line.commitment, line.bearer
    return _row(
        Row(
            asked.title, asked.clause, asked.owner, asked.target_on, line.url,
            bearer["letter"], bearer["name"], bearer["tone"], line.measured, line.narrower,
            line.due, line.met, line.missing, line.ratio, line.target, line.target_words, line.tone,
            tuple(line.ratios), line.trend_words, line.drill, board.scope,
            line.observed_on, line.contested, line.expired, line.state, line.word,
        )
    )  # fmt: skip


@lru_cache(maxsize=2048)
def _row(line: Row) -> SafeString:
    return render_to_string("agreement/row.html", {"line": line})


@register.simple_tag
def part(met: int, due: int) -> SafeString:
    """A gauge of what is met out of what is due, in full when nothing lacks."""
    return charts.gauge(met / due if due else 0, tone="ok" if due and met == due else "")
