"""Lines over time: a sparkline of twelve months, a series with its axes and target."""

import datetime as dt
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lekol.pact.dates import short_month

WIDTH, HEIGHT = 104, 32
MARGIN = 4
LEAST = 0.05  # the smallest spread a sparkline is stretched over


def sparkline(ratios: Sequence[float], label: str) -> SafeString:
    """The shape of a year in a cell; the words beside it say the same."""
    if len(ratios) < 2:
        return SafeString("")
    low, high = min(ratios), max(ratios)
    step = (WIDTH - 8) / (len(ratios) - 1)
    low -= max(0.0, LEAST - (high - low)) / 2  # a move of one point must not look like a mountain
    rise = (HEIGHT - 2 * MARGIN) / max(high - low, LEAST)
    points = [(2 + rank * step, HEIGHT - MARGIN - (ratio - low) * rise) for rank, ratio in enumerate(ratios)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return format_html(
        '<svg class="trace" width="104" height="32" viewBox="0 0 104 32" preserveAspectRatio="none" role="img" '
        'aria-label="{}"><polygon class="a" points="2,32 {} {},32"/><polyline class="l" points="{}"/>'
        '<circle class="p" cx="{}" cy="{}" r="2.6"/></svg>',
        label, line, f"{points[-1][0]:.1f}", line, f"{points[-1][0]:.1f}", f"{points[-1][1]:.1f}",
    )  # fmt: skip


def series(
    points: Sequence[tuple[dt.date, float]], label: str, target: float | None = None, top: float | None = None
) -> SafeString:
    """Shares over time, from 0 to 100 %, or numbers from 0 to `top`, with the target as a dashed line.

    Its table twin is the page’s to show.
    """
    if len(points) < 2:
        return SafeString("")
    points, target = _scaled(points, top), target / top if target is not None and top else target
    first, last = points[0][0], points[-1][0]
    spread = max(1, (last - first).days)
    placed = [(50 + 920 * (day - first).days / spread, 220 - 200 * ratio) for day, ratio in points]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
    return format_html(
        '<svg class="plan" viewBox="0 0 1000 260" role="img" aria-label="{}">{}{}'
        '<polygon class="aire" points="50,220 {} {},220"/><polyline class="reel" points="{}"/>'
        '<circle class="p" cx="{}" cy="{}" r="5"/>{}</svg>',
        label, _grid(top), _target(target), line, f"{placed[-1][0]:.1f}", line,
        f"{placed[-1][0]:.1f}", f"{placed[-1][1]:.1f}", _months(points, placed),
    )  # fmt: skip


def _scaled(points: Sequence[tuple[dt.date, float]], top: float | None) -> Sequence[tuple[dt.date, float]]:
    return [(day, number / top) for day, number in points] if top else points


def _grid(top: float | None) -> SafeString:
    rows = [(220 - 2 * part, 220 - 2 * part, 224 - 2 * part, _mark(part, top)) for part in (0, 25, 50, 75, 100)]
    return format_html_join(
        "", '<line class="g" x1="50" x2="970" y1="{}" y2="{}"/><text x="42" y="{}" text-anchor="end">{}</text>', rows
    )


def _mark(part: int, top: float | None) -> str:
    return f"{part * top / 100:g}".replace(".", ",") if top else f"{part} %"


def _target(target: float | None) -> SafeString:
    if target is None:
        return SafeString("")
    y = 220 - 200 * target
    return format_html(
        '<path class="prevu" d="M50 {}H970"/><text class="b" x="970" y="{}" text-anchor="end">cible</text>', y, y - 6
    )


def _months(points: Sequence[tuple[dt.date, float]], placed: Sequence[tuple[float, float]]) -> SafeString:
    every = max(1, len(points) // 6)
    rows = [(f"{x:.0f}", short_month(day)) for (day, _), (x, _) in list(zip(points, placed, strict=True))[::every]]
    return format_html_join("", '<text x="{}" y="246" text-anchor="middle">{}</text>', rows)
