"""A real Chromium on the demonstration territory, served by Django’s live server."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from psycopg.sql import SQL, Identifier

from lekol.directory.models import Person, School
from lekol.identity.models import User
from lekol.project.management.commands.demonstration_load import load
from tools.debian import NEEDS

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright’s loop runs in this thread; the base is ours alone
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-quic"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = NEEDS["chromium"].path()
    if path is None:
        pytest.skip("Chromium n’est pas installé sur cette machine")
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def shelf(django_db_setup: None, django_db_blocker, tmp_path_factory) -> Iterator[dict[str, Path]]:  # type: ignore[no-untyped-def]
    """The territories this worker loaded: the name of a base, the folder of its files."""
    kept: dict[str, Path] = {}
    yield kept
    with django_db_blocker.unblock(), connection._nodb_cursor() as server:  # type: ignore[attr-defined]
        for name in kept:
            _drop(server, name)


@pytest.fixture
def territory(transactional_db: None, shelf: dict[str, Path], settings, tmp_path_factory) -> None:  # type: ignore[no-untyped-def]
    """The demonstration of the day: loaded once by this worker, then copied, its files with it."""
    day, base = timezone.localdate(), connection.settings_dict["NAME"]
    kept = f"{base}_{day:%Y%m%d}"
    if kept in shelf:
        _copy(kept, base)
        shutil.copytree(shelf[kept], settings.MEDIA_ROOT, dirs_exist_ok=True)
        return
    load(day)
    _copy(base, kept)
    Path(settings.MEDIA_ROOT).mkdir(exist_ok=True)
    shelf[kept] = shutil.copytree(settings.MEDIA_ROOT, tmp_path_factory.mktemp("territoire") / "fichiers")


def _copy(source: str, target: str) -> None:
    """A base in the place of another; whoever is connected to either is sent away."""
    connection.close()
    with connection._nodb_cursor() as server:  # type: ignore[attr-defined]
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [source])
        _drop(server, target)
        words = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        server.execute(words.format(Identifier(target), Identifier(source)))


def _drop(server: Any, base: str) -> None:
    server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(base)))


def account_of(role: str) -> User:
    """The first account of a function."""
    return User.objects.filter(person__posts__role=role).order_by("pk")[0]


def account_in(role: str, school: School) -> User:
    """The account of whoever holds a function in a school, opened when nobody there signs in yet."""
    person = Person.objects.filter(posts__role=role, posts__school=school, posts__valid__endswith=None).order_by("pk")[
        0
    ]
    found = User.objects.filter(person=person).first()
    return found or User.objects.create_user(person.email or f"{person.ref}@x.example.org", person)


@pytest.fixture
def window(browser: Browser, live_server, territory):  # type: ignore[no-untyped-def]
    """Opens a window for someone of a function, of a school when one is given, at a width, in light or dark."""
    opened: list[BrowserContext] = []

    def open_for(role: str, width: int = 1440, theme: str = "light", school: School | None = None) -> BrowserContext:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)  # type: ignore[arg-type]
        if role:
            client = Client()
            client.force_login(account_in(role, school) if school else account_of(role))
            context.add_cookies([{"name": "lekol", "value": client.cookies["lekol"].value, "url": live_server.url}])
        opened.append(context)
        return context

    yield open_for
    for context in opened:
        context.close()
