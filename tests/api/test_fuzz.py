"""A public tool reads the OpenAPI document and sends whatever it may and may not hold: never a failure of ours."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import timezone

from lekol.directory.choices import Role
from lekol.identity.actions import create_token
from lekol.identity.choices import Reach
from tests.access import things
from tests.access.world import build

TOOL = Path(sys.executable).with_name("st")


@pytest.mark.slow
def test_every_operation_withstands_a_fuzz_of_its_document(transactional_db, live_server, settings, tmp_path):
    settings.API_RATE = 100_000
    world = build()
    things.agreement(world)
    until = timezone.localdate() + dt.timedelta(days=1)
    account = world.users[Role.CITY_IT_HEAD]
    _, secret = create_token(account=account, name="essai", reaches=Reach.values, expires_on=until, by=None)
    words = [TOOL, "run", f"{live_server.url}/api/v1/openapi.json", "--checks", "all", "--seed", "1",
             "--max-examples", "15",
             "-H", f"Authorization: Bearer {secret}"]  # fmt: skip
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-4000:]
    assert "Tested: 15" in done.stdout
