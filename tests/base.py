"""The base every worker copies: migrated once for a state of the migrations, then kept beside the tests’ caches.

Replaying every migration takes longer than most rooms of the tests. The whole folder of the server is kept, cold:
nothing is dumped, nothing is read again, and a migration that changes makes it anew.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg

from lekol.project.postgres import Server, running_url
from tests import settings

ROOT = Path(__file__).parents[1]
SHELF = ROOT / ".pytest_cache"


def start(server: Server) -> None:
    """Start the server of a run with the migrated model in it."""
    kept = SHELF / f"base-{key()}"
    if kept.exists():
        server.owner.own(server.root)
        _copy(kept, server.data)
        server.start()
        return
    server.start()
    _migrate(server)
    server.stop()
    _keep(server.data, kept)
    server.start()


def key() -> str:
    """What the model depends on: every migration, the libraries that bring theirs, and what builds the base."""
    found = hashlib.sha256()
    for path in _sources():
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def _sources() -> Iterator[Path]:
    yield from sorted((ROOT / "lekol").glob("*/migrations/*.py"))
    yield from (ROOT / "requirements" / "dev.txt", ROOT / "lekol" / "project" / "postgres.py", Path(__file__))


def _migrate(server: Server) -> None:
    with psycopg.connect(server.url, autocommit=True) as base:
        base.execute(f"CREATE DATABASE {settings.MODEL}")  # a constant of ours
    subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "django", "migrate", "--verbosity", "0"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": model_url(server)},
        cwd=ROOT,
        check=True,
    )


def model_url(server: Server) -> str:
    """The address of the model, for whoever migrates it."""
    return running_url(server.home, settings.MODEL)


def _keep(data: Path, kept: Path) -> None:
    """Put it on the shelf in one move, and take away the models of former migrations."""
    SHELF.mkdir(exist_ok=True)
    for former in SHELF.glob("base-*"):
        shutil.rmtree(former, ignore_errors=True)
    made = kept.with_suffix(f".{os.getpid()}")
    _copy(data, made)
    made.replace(kept)


def _copy(source: Path, target: Path) -> None:
    """The same folder, its owner and rights with it."""
    subprocess.run(["cp", "-a", source, target], check=True)
