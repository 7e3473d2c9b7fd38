"""Every template of the house: no inline script or style, icons that exist, titles, and French numbers."""

import datetime as dt
import gzip
import re
from pathlib import Path

import pytest
from django.template import Context, Template, TemplateSyntaxError

from lekol.kit.templatetags.kit import icon_names, number, plural, said, share

PACKAGE = Path(__file__).parents[2] / "lekol"
TEMPLATES = sorted(PACKAGE.rglob("*.html"))
STATIC = PACKAGE / "kit" / "static" / "kit"
BUDGET = 60_000


def name(path):
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_holds_no_inline_script_style_or_handler(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"(src|href)=[\"']?(https?:)?//", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_names_only_icons_of_the_sprite(path):
    asked = set(re.findall(r"{% icon \"([^\"]+)\"", path.read_text(encoding="utf-8")))
    assert asked <= icon_names()


def test_an_unknown_icon_fails_loudly():
    with pytest.raises(TemplateSyntaxError, match="Pictogramme inconnu"):
        Template("{% load kit %}{% icon 'licorne' %}").render(Context({}))


@pytest.mark.parametrize(("value", "text"), [(17000, "17\u202f000"), (1.5, "1,5"), (2.0, "2"), (None, "—"), (0, "0")])
def test_numbers_are_written_as_in_french(value, text):
    assert number(value) == text


@pytest.mark.parametrize(("ratio", "text"), [(1, "100\u00a0%"), (0.999, "99\u00a0%"), (0.5, "50\u00a0%"), (None, "—")])
def test_a_share_never_rounds_up_to_the_whole(ratio, text):
    assert share(ratio) == text


@pytest.mark.parametrize(("count", "word"), [(0, "école"), (1, "école"), (1.9, "école"), (2, "écoles")])
def test_french_counts_one_up_to_two(count, word):
    assert plural(count, "école,écoles") == word


def test_what_every_page_loads_leaves_room_for_the_page():
    served = [*STATIC.glob("css/*.css"), STATIC / "kit.js", STATIC / "icons.svg"]
    weight = sum(len(gzip.compress(path.read_bytes())) for path in served)
    weight += (STATIC / "fonts" / "lekol-texte.woff2").stat().st_size
    assert weight < BUDGET * 0.6


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "vide"), ("", "vide"), (True, "oui"), (False, "non"), (3.5, "3,5"), (7, "7"),
        ("2026-10-02", "02/10/2026"), (dt.date(2026, 10, 2), "02/10/2026"), ("410.00", "410,00"),
        ("VSD-2026-10-02", "VSD-2026-10-02"), ("10.0.0.1", "10.0.0.1"),
    ],
)  # fmt: skip
def test_a_value_kept_as_data_is_said_as_people_read_it(value, shown):
    assert said(value) == shown
