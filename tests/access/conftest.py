import copy
from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.access import things
from tests.access.world import World, build, sign_in


@pytest.fixture(scope="module")
def common_world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    """The world with its convention loaded, once for a module: loading it for each test took most of their time."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        made = build()
        things.agreement(made)
        sign_in(made)
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def world(common_world: World, db: None) -> World:
    """The test’s own copy: what it writes goes with it, in the base and in memory."""
    return copy.deepcopy(common_world)
