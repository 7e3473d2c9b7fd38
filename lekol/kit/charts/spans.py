"""The life line of a convention: its term, what happened, today, what comes."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lekol.pact.dates import long_date


@dataclass(frozen=True, slots=True)
class Mark:
    """An event on the line; an amendment is a diamond above it, a meeting a circle below."""

    on: dt.date
    word: str
    amendment: bool = False


def lifeline(
    start: dt.date, end: dt.date, today: dt.date, marks: Sequence[Mark], window: tuple[dt.date, str] | None
) -> SafeString:
    """From the first to the last day; `window` opens on a day (to decide on renewal) until the end."""

    def x(day: dt.date) -> float:
        return 6 + 988 * min(1.0, max(0.0, (day - start).days / max(1, (end - start).days)))

    now = x(today)
    share = round(100 * (now - 6) / 988)
    return format_html(
        '<svg class="frise" viewBox="0 0 1000 84" role="img" aria-label="{}">'
        '<rect class="fond" x="6" y="44" width="988" height="10" rx="5"/>'
        '<rect class="fait" x="6" y="44" width="{}" height="10" rx="5"/>{}{}'
        '<line class="t" x1="{}" x2="{}" y1="22" y2="60"/>'
        '<text class="auj" x="{}" y="16" text-anchor="middle">aujourd’hui, {} %</text>'
        '<text x="6" y="30">signature</text><text x="6" y="16" class="auj">{}</text>'
        '<text x="994" y="30" text-anchor="end">échéance</text>'
        '<text x="994" y="16" text-anchor="end" class="auj">{}</text></svg>',
        f"Convention du {long_date(start)} au {long_date(end)}. {share} % du temps est écoulé.",
        f"{now - 6:.1f}", _window(x, end, window), _marks(x, marks), f"{now:.1f}", f"{now:.1f}",
        f"{min(max(now, 190), 810):.1f}", share, long_date(start), long_date(end),
    )  # fmt: skip


def _window(x: Callable[[dt.date], float], end: dt.date, window: tuple[dt.date, str] | None) -> SafeString:
    if window is None:
        return SafeString("")
    start, stop = x(window[0]), x(end)
    return format_html(
        '<rect class="fen" x="{}" y="44" width="{}" height="10"/><text x="{}" y="78" text-anchor="middle">{}</text>',
        f"{start:.1f}", f"{stop - start:.1f}", f"{min((start + stop) / 2, 890):.1f}", window[1],
    )  # fmt: skip


def _marks(x: Callable[[dt.date], float], marks: Sequence[Mark]) -> SafeString:
    drawn = []
    for mark in marks:
        at = x(mark.on)
        if mark.amendment:
            shape = format_html('<path class="av" d="M{} 41l8 8-8 8-8-8Z"/>', f"{at:.1f}")
            drawn.append((shape, f"{at:.1f}", 30, mark.word))
        else:
            shape = format_html('<circle class="m" cx="{}" cy="49" r="6"/>', f"{at:.1f}")
            drawn.append((shape, f"{at:.1f}", 78, mark.word))
    return format_html_join("", '{}<text x="{}" y="{}" text-anchor="middle">{}</text>', drawn)
