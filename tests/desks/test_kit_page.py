"""`/kit/`: the catalogue shows every component, in the demonstration only."""

import re
from pathlib import Path

import pytest

PAGE = "/kit/"
LEKOL = Path(__file__).parents[2] / "lekol"
WHOLE = {"base", "marque", "erreur", "liste", "demander"}
"""Whole pages and the frame: the catalogue stands in the frame, and shows the pieces of the pages."""


def test_every_component_is_shown(client, db):
    drawn = {template.name for template in client.get(PAGE).templates}
    tagged = {"kit/etat.html", "kit/porteur.html"}  # drawn once and remembered
    components = {f"kit/{path.name}" for path in (LEKOL / "kit/templates/kit").glob("*.html") if path.stem not in WHOLE}
    assert components - drawn - tagged == set()
    text = (LEKOL / "desks/templates/desks/kit.html").read_text(encoding="utf-8")
    assert {f"kit/{name}.html" for name in re.findall(r"{% (etat|porteur) ", text)} == tagged


def test_every_tag_and_filter_of_the_kit_is_shown():
    from lekol.kit.templatetags.kit import register  # noqa: PLC0415 — the library itself

    text = (LEKOL / "desks/templates/desks/kit.html").read_text(encoding="utf-8")
    components = "".join(path.read_text(encoding="utf-8") for path in (LEKOL / "kit/templates/kit").glob("*.html"))
    tags = {name for name in register.tags if f"{{% {name} " not in text + components}
    filters = {name for name in register.filters if f"|{name}" not in text + components}
    assert (tags, filters) == ({"show"}, set())


@pytest.mark.parametrize(("demo", "status"), [(True, 200), (False, 404)])
def test_the_catalogue_is_nowhere_in_production(client, db, settings, demo, status):
    settings.DEMO = demo
    assert client.get(PAGE).status_code == status


def test_the_catalogue_asks_nothing_of_the_base(client, db, django_assert_num_queries):
    client.get(PAGE)
    with django_assert_num_queries(0):
        client.get(PAGE)
