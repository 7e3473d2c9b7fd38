"""A real Chromium on the demonstration territory, served by Django’s live server."""

import os
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, sync_playwright

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


@pytest.fixture
def territory(transactional_db: None) -> None:
    load(timezone.localdate())


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
