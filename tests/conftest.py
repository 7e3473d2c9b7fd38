"""Starts PostgreSQL once for a whole run of the tests, and takes it away after."""

import contextlib
import os
import re
import shutil
import tempfile
from pathlib import Path

import pytest

from lekol.project.postgres import NoServer, Server
from tests import base, settings


def pytest_configure(config: pytest.Config) -> None:
    """The controller (or the only process) owns the server; workers find it already started."""
    if settings.OWN_SERVER and not hasattr(config, "workerinput"):
        sweep()
        settings.HOME.mkdir(mode=0o711)
        base.start(Server(settings.HOME, fast=True))


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        clear(settings.HOME)


def sweep() -> None:
    """Take away what a killed run left behind: its server and its folder."""
    for home in Path(tempfile.gettempdir()).glob("lekol-tests-*"):
        owner = re.match(r"lekol-tests-(\d+)-", home.name)
        if owner and not Path(f"/proc/{owner[1]}").exists():
            clear(home)


def clear(home: Path) -> None:
    with contextlib.suppress(NoServer, OSError):
        server = Server(home, fast=True)
        if server.data.exists():
            server.stop()
        shutil.rmtree(server.socket, ignore_errors=True)
        shutil.rmtree(server.root, ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: pytest.FixtureRequest) -> None:
    """Uploaded files of a test stay in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "fichiers"  # type: ignore[attr-defined]


@pytest.fixture
def environ() -> dict[str, str]:
    """The environment of a console command started by a test, without the tests’ own settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "PYTHONPATH": str(Path(__file__).parents[1])}
