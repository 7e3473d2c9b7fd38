"""Pages by key, whatever their order."""

import base64
import json
from urllib.parse import urlencode

import pytest
from django.core.signing import Signer
from django.db import connection
from django.http import QueryDict
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from lekol.directory.models import Commune, School
from lekol.kit.lists import Column, Listing, order_of
from lekol.kit.pages import page_of
from tests.directory.factories import CommuneFactory, SchoolFactory

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
@pytest.mark.parametrize("order", [("-sort_key", "id"), ("sort_key", "-id"), ("-kind", "sort_key", "id"), ("-id",)])
def test_pages_follow_an_order_whose_fields_go_up_and_down(order):
    for rank, name in enumerate(("B", "A", "B", "C", "A")):
        SchoolFactory.create(name=name, kind=("maternelle", "elementaire")[rank % 2])
    expected = list(School.objects.order_by(*order).values_list("pk", flat=True))
    words, seen, back = QueryDict(""), [], ""
    while True:
        page = page_of(School.objects.all(), words, order, 2)
        seen += [row.pk for row in page]
        if not page.after:
            break
        words, back = QueryDict(f"apres={page.after}"), page
    assert seen == expected
    before = page_of(School.objects.all(), QueryDict(f"avant={page.before}"), order, 2)
    assert [row.pk for row in before] == [row.pk for row in back]


@pytest.mark.django_db
@pytest.mark.parametrize("sign", ["é", "ﷺ", "😀", "a"])
def test_the_longest_names_still_have_a_next_page(sign):
    for rank in range(3):
        SchoolFactory.create(name=f"{sign * 118}{rank}")
    assert [len(names) for names in walk(1)] == [1, 1, 1]


@pytest.mark.django_db
def test_a_cursor_of_names_that_do_not_repeat_is_still_read_back():
    names = ["".join(chr(0x1F300 + (rank * 37 + place * 101) % 700) for place in range(120)) for rank in range(3)]
    for name in names:
        SchoolFactory.create(name=name)
    assert sorted(name for page in walk(1) for name in page) == sorted(names)


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["apres", "avant"])
def test_a_link_to_a_page_whose_rows_are_gone_gives_the_first_page_and_says_so(word):
    for name in "ABC":
        SchoolFactory.create(name=name)
    first = page_of(School.objects.all(), QueryDict(""), ORDER, 1)
    [row] = page_of(School.objects.all(), QueryDict(f"apres={first.after}"), ORDER, 1)
    cursor = (
        first.after
        if word == "apres"
        else page_of(School.objects.all(), QueryDict(f"apres={first.after}"), ORDER, 1).before
    )
    School.objects.filter(name__in="BC" if word == "apres" else "A").delete()
    page = page_of(School.objects.all(), QueryDict(f"{word}={cursor}"), ORDER, 1)
    assert ([found.name for found in page], page.lost) == (["A"] if word == "apres" else ["B"], True)
    assert row.name == "B"


def unsigned(values):
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def genuine(order=ORDER, rows=None):
    return page_of(School.objects.all() if rows is None else rows, QueryDict(""), order, 1).after


FORGED = {
    "words": lambda: "é’x",
    "an empty list": lambda: "W10",
    "too long": lambda: "A" * 5000,
    "our old cursors": lambda: unsigned(["b", 1]),
    "values without signature": lambda: genuine().rsplit(":", 1)[0],
    "a truncated signature": lambda: genuine()[:-1],
    "values changed under a signature": lambda: "WyJhIiwxXQ:" + genuine().split(":", 1)[1],
    "the same list in another order": lambda: genuine(("-sort_key", "id")),
    "another table’s": lambda: page_of(Commune.objects.all(), QueryDict(""), ORDER, 1).after,
    "our own signature on something else": lambda: Signer().sign_object(["b", 1]),
}


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["apres", "avant"])
@pytest.mark.parametrize("forged", FORGED)
def test_a_cursor_that_is_not_this_list_s_gives_the_first_page_and_never_reaches_the_base(forged, word):
    for name in ("A", "B"):
        SchoolFactory.create(name=name, commune=CommuneFactory.create(name=name, insee=f"9741{name}"))
    cursor = FORGED[forged]()
    assert cursor
    with CaptureQueriesContext(connection) as queries:
        page = page_of(School.objects.all(), QueryDict(urlencode({word: cursor})), ORDER, 1)
    assert ([row.name for row in page], page.lost, page.before) == (["A"], True, "")
    [query] = queries.captured_queries
    assert "WHERE" not in query["sql"]


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["", "apres=", "avant=", "q=a"])
def test_a_list_opened_without_cursor_has_lost_nothing(words):
    SchoolFactory.create()
    page = page_of(School.objects.all(), QueryDict(words), ORDER, 3)
    assert (len(page), page.lost) == (1, False)


def listing(**changes):
    columns = (
        Column("École", lambda row: row.name, lead=True, sort="sort_key"),
        Column("Code UAI", lambda row: row.uai, sort="uai"),
        Column("Téléphone", lambda row: row.phone),
    )
    words = {"title": "t", "intro": "i", "rows": School.objects.all(), "order": ORDER, "columns": columns}
    return Listing(**{**words, "name": "n", "empty": "e", **changes})


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ("", ["sort_key", "id"]), ("ecole", ["sort_key", "id"]), ("-ecole", ["-sort_key", "id"]),
        ("code-uai", ["uai", "sort_key", "id"]), ("-code-uai", ["-uai", "sort_key", "id"]),
        ("telephone", ["sort_key", "id"]), ("--ecole", ["sort_key", "id"]), ("commune__siren", ["sort_key", "id"]),
        ("password", ["sort_key", "id"]),
    ],
)  # fmt: skip
def test_only_the_columns_that_say_so_may_put_a_list_in_order(asked, order):
    assert order_of(listing(), asked) == order


def test_the_addresses_of_a_list_keep_its_filters(client):
    request = RequestFactory().get("/ecoles/?q=bad&apres=xyz")
    from django.template import Context, Template  # noqa: PLC0415 — a template of one line

    page = Template("{% load kit %}{% query type='maternelle' %}").render(Context({"request": request}))
    assert page == "?q=bad&amp;type=maternelle"
