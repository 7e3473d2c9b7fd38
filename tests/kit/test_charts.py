"""Charts: well-formed, escaped, bounded, and said in words."""

import datetime as dt
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lekol.kit import charts
from lekol.kit.charts.places import Point
from lekol.kit.charts.spans import Mark

NASTY = '<script>alert("é")</script>&'
DAY = dt.date(2026, 11, 24)


def drawing(svg):
    return ET.fromstring(str(svg))  # noqa: S314 — our own drawing


@given(st.floats(-2, 3, allow_nan=False), st.floats(-1, 2, allow_nan=False))
def test_a_gauge_never_leaves_its_frame(ratio, target):
    rect = drawing(charts.gauge(ratio, target)).findall("rect")[1]
    assert 0 <= float(rect.get("width").rstrip("%")) <= 100


@given(st.lists(st.tuples(st.integers(0, 50), st.sampled_from(["ok", "va", "non"]), st.text(max_size=8)), max_size=6))
def test_a_stacked_bar_fills_its_width_and_says_its_counts(parts):
    parts = [(count, tone, "mot") for count, tone, _ in parts]
    svg = drawing(charts.stacked(parts, "Ville"))
    widths = [float(rect.get("width").rstrip("%")) for rect in svg.findall("rect")]
    assert not widths or abs(sum(widths) - 100) < 1
    assert svg.get("aria-label").startswith("Ville : ")


@given(st.lists(st.floats(0, 1), min_size=2, max_size=30))
def test_a_sparkline_stays_in_its_cell(ratios):
    line = drawing(charts.sparkline(ratios, "stable")).find("polyline").get("points")
    points = [tuple(map(float, pair.split(","))) for pair in line.split()]
    assert all(0 <= x <= 104 and 0 <= y <= 32 for x, y in points)
    assert len(points) == len(ratios)


@pytest.mark.parametrize("points", [[], [0.5]])
def test_one_figure_alone_draws_no_line(points):
    assert charts.sparkline(points, "rien") == ""


def test_a_series_is_said_and_shows_its_target():
    points = [(DAY - dt.timedelta(days=30 * back), 0.5) for back in range(12, -1, -1)]
    svg = drawing(charts.series(points, "De 50 % à 50 %", 0.9))
    assert svg.get("aria-label") == "De 50 % à 50 %"
    assert "cible" in ET.tostring(svg, encoding="unicode")


def test_a_life_line_says_its_days_and_how_much_is_spent():
    svg = charts.lifeline(
        dt.date(2025, 2, 3), dt.date(2029, 2, 2), DAY, [Mark(DAY, NASTY, amendment=True)], (DAY, "décider")
    )
    assert "3 février 2025" in drawing(svg).get("aria-label")
    assert NASTY not in svg


def test_a_map_links_each_school_and_escapes_its_name():
    points = [Point(55.45, -20.88, "ok", NASTY, "/ecoles/9740001H/"), Point(55.46, -20.9, "non", "Vide", "/ecoles/2/")]
    svg = charts.territory(points, [(55.4, -20.9), (55.5, -20.8), (55.5, -20.95)], "Carte")
    assert NASTY not in svg
    assert [link.get("href") for link in drawing(svg).iter("a")] == ["/ecoles/9740001H/", "/ecoles/2/"]


def test_a_map_of_one_school_does_not_divide_by_nothing():
    assert drawing(charts.territory([Point(55.45, -20.88, "nul", "Seule", "/x/")], [], "Carte")) is not None
    assert charts.territory([], [], "Carte") == ""
