"""Pages by key, whatever their order."""

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from lekol.directory.models import School
from lekol.kit.pages import page_of
from tests.directory.factories import SchoolFactory

ORDER = ("sort_key", "id")


def walk(size, word="apres"):
    words, seen = QueryDict(""), []
    for _ in range(50):
        page = page_of(School.objects.all(), words, ORDER, size)
        seen.append([school.name for school in page])
        if not page.after:
            break
        words = QueryDict(f"{word}={page.after}")
    return seen


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 2, 3, 7, 10])
def test_pages_by_key_show_every_row_once_even_with_equal_names(size):
    for name in ("B", "A", "B", "C", "A", "D", "É"):
        SchoolFactory.create(name=name)
    pages = walk(size)
    assert [name for page in pages for name in page] == ["A", "A", "B", "B", "C", "D", "É"]
    assert all(len(page) <= size for page in pages)


@pytest.mark.django_db
def test_the_page_before_is_the_one_one_came_from():
    for rank in range(7):
        SchoolFactory.create(name=f"École {rank}")
    first = page_of(School.objects.all(), QueryDict(""), ORDER, 3)
    second = page_of(School.objects.all(), QueryDict(f"apres={first.after}"), ORDER, 3)
    back = page_of(School.objects.all(), QueryDict(f"avant={second.before}"), ORDER, 3)
    assert [row.pk for row in back] == [row.pk for row in first]
    assert back.before == ""


@pytest.mark.django_db
@pytest.mark.parametrize("cursor", ["", "x", "W10", "WyJhIiwiYiJd", "é", "eyJhIjoxfQ", "A" * 5000])
def test_an_unreadable_cursor_gives_the_first_page(cursor):
    SchoolFactory.create()
    assert len(page_of(School.objects.all(), QueryDict(f"apres={cursor}"), ORDER, 3)) == 1


def test_the_addresses_of_a_list_keep_its_filters(client):
    request = RequestFactory().get("/ecoles/?q=bad&apres=xyz")
    from django.template import Context, Template  # noqa: PLC0415 — a template of one line

    page = Template("{% load kit %}{% query type='maternelle' %}").render(Context({"request": request}))
    assert page == "?q=bad&amp;type=maternelle"
