"""Schools on a map, coloured and shaped by a class of figures; no outside tile, no script."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, BORDER, RADIUS = 900.0, 36.0, 9.0


@dataclass(frozen=True, slots=True)
class Point:
    """A school: where it is, the class of its figure (ok, va, risque, non, nul), and its words."""

    longitude: float
    latitude: float
    tone: str
    label: str
    url: str


def territory(
    points: Sequence[Point], outline: Sequence[Sequence[float]], label: str, *, route: bool = False
) -> SafeString:
    """Points projected with the mean latitude’s scale, over the outline of the commune when it is known.

    `route` joins them in their order and writes their ranks: a round.
    """
    corners = [(p.longitude, p.latitude) for p in points] + [(c[0], c[1]) for c in outline]
    if not corners:
        return SafeString("")
    west, north = min(c[0] for c in corners), max(c[1] for c in corners)
    east, south = max(c[0] for c in corners), min(c[1] for c in corners)
    shrink = math.cos(math.radians((north + south) / 2))
    scale = (WIDTH - 2 * BORDER) / max((east - west) * shrink, 0.005)
    height = (north - south) * scale + 2 * BORDER

    def place(longitude: float, latitude: float) -> tuple[float, float]:
        return BORDER + (longitude - west) * shrink * scale, BORDER + (north - latitude) * scale

    land = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(c[0], c[1]) for c in outline))
    radius = RADIUS * 2 if route else RADIUS
    marks = [(p.url, p.label, p.label, shape(p.tone, *place(p.longitude, p.latitude), radius)) for p in points]
    return format_html(
        '<svg class="territoire" viewBox="0 0 {} {}" role="group" aria-label="{}">{}{}{}{}</svg>',
        f"{WIDTH:.0f}", f"{height:.0f}", label,
        format_html('<polygon class="terre" points="{}"/>', land) if land else "",
        _route([place(p.longitude, p.latitude) for p in points]) if route else "",
        format_html_join("", '<a href="{}" aria-label="{}"><title>{}</title>{}</a>', marks),
        _ruler(scale, height),
    )  # fmt: skip


def _route(stops: Sequence[tuple[float, float]]) -> SafeString:
    """The way from one point to the next, and the rank of each beside it."""
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in stops)
    ranks = [(f"{x + 26:.1f}", f"{y + 14:.1f}", rank) for rank, (x, y) in enumerate(stops, 1)]
    return format_html(
        '<polyline class="route" points="{}"/>{}',
        line,
        format_html_join("", '<text class="rg" x="{}" y="{}" aria-hidden="true">{}</text>', ranks),
    )


def shape(tone: str, x: float, y: float, radius: float = RADIUS) -> SafeString:
    """Never the colour alone: circle, square, triangle, cross-cut diamond, ring."""
    r, small, wide = radius, radius * 0.7, radius * 1.2
    paths = {
        "ok": f"M{x - r:.1f} {y:.1f}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0Z",
        "va": f"M{x - r:.1f} {y - r:.1f}h{2 * r:.1f}v{2 * r:.1f}h{-2 * r:.1f}Z",
        "risque": f"M{x:.1f} {y - wide:.1f}L{x + wide:.1f} {y + r:.1f}H{x - wide:.1f}Z",
        "non": f"M{x:.1f} {y - wide:.1f}l{wide:.1f} {wide:.1f}l{-wide:.1f} {wide:.1f}l{-wide:.1f} {-wide:.1f}Z",
        "nul": f"M{x - small:.1f} {y:.1f}a{small} {small} 0 1 0 {2 * small} 0a{small} {small} 0 1 0 {-2 * small} 0Z",
    }
    return format_html('<path class="pt m-{}" d="{}"/>', tone, paths[tone])


def _ruler(scale: float, height: float) -> SafeString:
    """One kilometre, at the bottom left."""
    kilometre = scale / 111.32
    y = height - 12
    return format_html(
        '<path d="M{} {}h{}" stroke="currentColor" stroke-width="2"/><text x="{}" y="{}">1 km</text>',
        BORDER, f"{y:.0f}", f"{kilometre:.1f}", BORDER, f"{y - 6:.0f}",
    )  # fmt: skip
