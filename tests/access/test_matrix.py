"""Every address × every function × a stranger of another school, of another commune, without post, signed out."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.table import TABLE, Visit
from tests.access.world import ANONYMOUS, READERS, World

SURE = {200, 302, 400, 404, 405}
"""What an allowed reader may get from an empty form: never a failure."""


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """Every URL name of the house, with its namespace."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name or pattern.pattern}"


def test_every_address_has_its_row_and_every_row_its_address():
    # Machines come with a token, not a session: tests/api walks what they read, person by person.
    known = sorted(name for name in names(get_resolver().url_patterns) if not name.startswith("api:"))
    assert sorted(visit.name for visit in TABLE) == known


def client_of(world: World, reader: str) -> Client:
    client = Client()
    if reader != ANONYMOUS:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[reader]
    return client


def answer(world: World, visit: Visit, reader: str, url: str, *, post: bool) -> HttpResponse:
    """One request whose writings are undone, so that readers do not meet each other."""
    client, data = client_of(world, reader), dict(visit.data(world)) if visit.data else {}
    with transaction.atomic():
        response = client.post(url, data) if post else client.get(url)
        transaction.set_rollback(True)
    return response


@pytest.mark.parametrize("visit", TABLE, ids=lambda visit: visit.name)
def test_each_reader_gets_what_the_table_says(world, visit):
    url = reverse(visit.name, args=visit.args(world))
    got = {reader: answer(world, visit, reader, url, post=visit.data is not None).status_code for reader in READERS}
    expected = {reader: visit.expected(reader) for reader in READERS}
    # One who is signed in is sent home from the sign-in page.
    if visit.name == "account_login":
        expected = {reader: 200 if reader == ANONYMOUS else 302 for reader in READERS}
    if visit.name == "account_logout":
        expected[ANONYMOUS] = 302
    assert got == expected


@pytest.mark.parametrize("visit", [visit for visit in TABLE if not visit.open], ids=lambda visit: visit.name)
def test_whoever_may_not_read_may_not_send_either_and_an_empty_form_breaks_nothing(world, visit):
    cache.clear()
    url = reverse(visit.name, args=visit.args(world))
    # An empty form is the same to whoever may send it: the first and the last of them speak for all.
    welcome = [reader for reader in READERS if visit.expected(reader) not in (302, 403, 404)]
    for reader in (*welcome[:1], *welcome[-1:], *(reader for reader in READERS if reader not in welcome)):
        status = answer(world, visit, reader, url, post=True).status_code
        expected = visit.expected(reader)
        assert status in ({expected, 405} if expected in (403, 404) else SURE), f"{reader} : {status}"


def test_a_stranger_is_sent_to_sign_in_and_back(world):
    closed = [visit for visit in TABLE if not visit.open and visit.data is None]
    for visit in closed:
        url = reverse(visit.name, args=visit.args(world))
        assert Client().get(url).url == f"/comptes/connexion/?next={url}"


@pytest.mark.parametrize("visit", [visit for visit in TABLE if visit.data is None], ids=lambda visit: visit.name)
def test_strange_words_in_an_address_break_no_page(world, visit):
    url = reverse(visit.name, args=visit.args(world))
    client = client_of(world, "dsi_ville")
    strange = ["é’%2F<b>", "x" * 3000, "-1", "ecole:9999999Z", "commune:", "9" * 30]
    for word in strange:
        words = dict.fromkeys(
            ("q", "apres", "avant", "perimetre", "clause", "format", "etat", "porteur", "page", "type", "next"), word
        )
        assert client.get(url, words).status_code in {200, 302, 400, 403, 404}, word
    assert client.get(f"{url}?q=%00&perimetre=ecole:%00").status_code == 400
