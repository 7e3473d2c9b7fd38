"""Charts drawn on the server as SVG: sizes in attributes, colours by class, so that no inline style is needed."""

from lekol.kit.charts.bars import gauge, interval, stacked
from lekol.kit.charts.columns import columns
from lekol.kit.charts.lines import series, sparkline
from lekol.kit.charts.places import Point, territory
from lekol.kit.charts.spans import lifeline

__all__ = ["Point", "columns", "gauge", "interval", "lifeline", "series", "sparkline", "stacked", "territory"]
