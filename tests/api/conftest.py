import datetime as dt
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from lekol.identity.actions import create_token
from lekol.identity.choices import Reach
from tests.access.world import World, build


@pytest.fixture
def world(db: None) -> World:
    cache.clear()
    return build()


@pytest.fixture
def machine(world: World) -> Callable[..., Client]:
    """A client that presents a token made for someone of the world."""

    def made(reader: str, reaches: list[str] | None = None, perimeter: str = "") -> Client:
        until = timezone.localdate() + dt.timedelta(days=30)
        _, secret = create_token(
            account=world.users[reader], name="essai", reaches=reaches or Reach.values, expires_on=until,
            perimeter=perimeter, by=None,
        )  # fmt: skip
        return Client(headers={"authorization": f"Bearer {secret}"})

    return made
