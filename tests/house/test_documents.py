"""Documents that must follow the code."""

import re

from lekol.pact.measures import known
from tests.house.floors import PACKAGE, ROOT


def test_every_announced_measure_is_described_as_it_counts():
    page = (ROOT / "docs" / "mesures.md").read_text(encoding="utf-8")
    found = dict(re.findall(r"^## `([a-z_.]+)`\n\n(.+)$", page, re.MULTILINE))
    assert found == {key: f"**{row.label}**, en {row.units}. {row.doc}" for key, row in known().items()}


def test_every_component_is_in_the_catalogue():
    page = (ROOT / "docs" / "kit.md").read_text(encoding="utf-8")
    frame = {"base", "marque", "erreur"}
    names = {path.stem for path in (PACKAGE / "kit" / "templates" / "kit").glob("*.html")} - frame
    assert {name for name in names if f"`{name}`" not in page} == set()
