"""Horizontal bars: a gauge with its target, a bar stacked by state."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def percent(ratio: float) -> str:
    """A share of the width, bounded to 0–100 %."""
    return f"{max(0.0, min(1.0, ratio)) * 100:.1f}%"


def gauge(ratio: float, target: float = 1.0, tone: str = "") -> SafeString:
    """How much of the way is done, and where the target stands. Decorative: the figure is beside it in words."""
    return format_html(
        '<svg class="jauge{}" aria-hidden="true" focusable="false" height="12">'
        '<rect class="f" y="2" width="100%" height="8" rx="4"/><rect class="v" y="2" width="{}" height="8" rx="4"/>'
        '<svg x="{}" overflow="visible"><rect class="c" x="-1" width="2" height="12"/></svg></svg>',
        f" jauge-{tone}" if tone else "",
        percent(ratio),
        percent(target),
    )


def stacked(parts: Iterable[tuple[int, str, str]], label: str) -> SafeString:
    """A bar cut in (count, tone, word) pieces, each with its count written in it."""
    kept = [part for part in parts if part[0]]
    total = sum(count for count, _, _ in kept) or 1
    pieces, start = [], 0.0
    for count, tone, _ in kept:
        share = count / total
        pieces.append((tone, percent(start), percent(share), percent(start + share / 2), tone, count))
        start += share
    words = ", ".join(f"{count} {word}" for count, _, word in kept)
    return format_html(
        '<svg class="compo" role="img" aria-label="{}" height="24">{}</svg>',
        f"{label} : {words or 'rien'}",
        format_html_join(
            "", '<rect class="c-{}" x="{}" width="{}" height="24"/><text class="t-{}" x="{}" y="12">{}</text>',
            [(tone, x, width, tone2, middle, count) for tone, x, width, middle, tone2, count in pieces],
        ),
    )  # fmt: skip


def interval(start: float, end: float, tone: str = "") -> SafeString:
    """A stretch of a year, from 0 to 1. Decorative: its two days are beside it in words."""
    return format_html(
        '<svg class="jauge{}" aria-hidden="true" focusable="false" height="12">'
        '<rect class="f" y="2" width="100%" height="8" rx="4"/>'
        '<rect class="v" x="{}" y="2" width="{}" height="8" rx="4"/></svg>',
        f" jauge-{tone}" if tone else "",
        percent(start),
        percent(max(end - start, 0.015)),
    )
