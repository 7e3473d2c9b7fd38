"""The guide: every section exists, leads somewhere, holds no raw HTML, and every page’s help leads to one."""

import re

import pytest
from django.urls import Resolver404, resolve

from lekol.desks import guide, rules


def test_every_file_is_a_section_and_every_section_a_file():
    assert sorted(guide.slugs()) == sorted(path.stem for path in guide.FOLDER.glob("*.md"))


def test_every_page_s_help_is_a_section():
    assert set(rules.GUIDE.values()) <= set(guide.slugs())
    assert rules.guide_of("a page nobody explains") == "accueil"


@pytest.mark.parametrize("slug", guide.slugs())
def test_a_section_opens_for_anyone_with_a_title_and_real_words(client, db, slug):
    page = client.get(f"/aide/{slug}/")
    assert page.status_code == 200
    assert page.content.decode().count("<h1>") == 1
    assert len(guide.section(slug).html) > 600


@pytest.mark.parametrize("slug", guide.slugs())
def test_links_of_a_section_lead_to_pages_that_exist(slug):
    for path in re.findall(r'href="(/[^"#]*)"', guide.section(slug).html):
        try:
            resolve(path)
        except Resolver404:
            pytest.fail(f"{slug} : {path} ne mène nulle part")


def test_html_in_a_section_is_shown_and_not_run(tmp_path, monkeypatch):
    (tmp_path / "piege.md").write_text(
        "# Titre\n\n<script>alert(1)</script> [lien](javascript:alert(1))\n", encoding="utf-8"
    )
    monkeypatch.setattr(guide, "FOLDER", tmp_path)
    html = guide.section("piege").html
    assert "<script" not in html
    assert 'href="javascript' not in html


def test_an_unknown_section_does_not_exist(client, db):
    assert client.get("/aide/inconnue/").status_code == 404
    assert client.get("/aide/../settings/").status_code == 404


@pytest.mark.parametrize("path", ["/aide/", "/accessibilite/", "/donnees-personnelles/"])
def test_what_the_law_wants_public_is_public(client, db, path):
    assert client.get(path).status_code == 200


def test_nothing_of_the_guide_shouts():
    spoken = [guide.section(slug).html for slug in guide.slugs()]
    assert [text for text in spoken if "!" in text] == []
