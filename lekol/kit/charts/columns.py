"""Counts over time as columns, each cut in two: what went well below, the rest above. The table twin is the page’s."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

LEFT, RIGHT, TOP, BOTTOM = 50.0, 970.0, 20.0, 220.0
WRITTEN = 14
"""Above that many columns, one month in two is named."""


def columns(points: Sequence[tuple[str, int, int]], label: str) -> SafeString:
    """(name, good, rest) of each column, from the left; empty when there is nothing to compare."""
    highest = max((good + rest for _, good, rest in points), default=0)
    if len(points) < 2 or not highest:
        return SafeString("")
    step, rise = (RIGHT - LEFT) / len(points), (BOTTOM - TOP) / highest
    bars, names = [], []
    for rank, (name, good, rest) in enumerate(points):
        x, low, high = LEFT + step * (rank + 0.15), good * rise, rest * rise
        bars.append((f"{x:.1f}", f"{BOTTOM - low:.1f}", f"{step * 0.7:.1f}", f"{low:.1f}",
                     f"{x:.1f}", f"{BOTTOM - low - high:.1f}", f"{step * 0.7:.1f}", f"{high:.1f}"))  # fmt: skip
        if len(points) <= WRITTEN or rank % 3 == 0:
            names.append((f"{x + step * 0.35:.1f}", name))
    return format_html(
        '<svg class="plan colonnes" viewBox="0 0 1000 260" role="img" aria-label="{}">'
        '<line class="g" x1="50" x2="970" y1="220" y2="220"/><line class="g" x1="50" x2="970" y1="20" y2="20"/>'
        '<text x="42" y="26" text-anchor="end">{}</text><text x="42" y="224" text-anchor="end">0</text>{}{}</svg>',
        label, highest,
        format_html_join(
            "", '<rect class="bon" x="{}" y="{}" width="{}" height="{}"/>'
            '<rect class="reste" x="{}" y="{}" width="{}" height="{}"/>', bars
        ),
        format_html_join("", '<text x="{}" y="246" text-anchor="middle">{}</text>', names),
    )  # fmt: skip
