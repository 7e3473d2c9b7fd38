"""Backup and restore: the same base and the same files back, or nothing changed."""

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import psycopg
import pytest

from lekol.project.postgres import Server

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A demonstration of its own, with an uploaded file, on its own server."""
    folder = tmp_path_factory.mktemp("maison")
    server = Server(folder, fast=True)
    with server.used():
        assert lekol(folder, "migrate").returncode == 0
        assert lekol(folder, "demonstration", "load").returncode == 0
        yield folder
    server.stop()


def lekol(home, *words):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environ = {**kept, "LEKOL_DEMO": "oui", "LEKOL_HOME": str(home), "LEKOL_JOURNAL": "ERROR"}
    program = Path(sys.executable).parent / "lekol"
    return subprocess.run([program, *words], env=environ, capture_output=True, text=True, timeout=120, check=False)


def rows(home):
    """Every table, and a digest of its rows whatever their order."""
    with psycopg.connect(Server(home).url) as base:
        names = base.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
        # The names are those the base itself gives.
        return {
            name: base.execute(
                f"SELECT count(*), md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM \"{name}\" t"
            ).fetchone()
            for (name,) in names
        }


def files(home):
    return {path.relative_to(home): path.read_bytes() for path in (home / "fichiers").rglob("*") if path.is_file()}


def test_a_restore_gives_back_every_row_and_every_file(home, tmp_path):
    archive = tmp_path / "lekol.tar"
    before, kept = rows(home), files(home)
    assert kept
    done = lekol(home, "backup", str(archive))
    assert done.returncode == 0, done.stderr
    with psycopg.connect(Server(home).url) as base:
        base.execute("UPDATE directory_school SET name = 'perdue'")
    for path in kept:
        (home / path).unlink()
    refused = lekol(home, "restore", str(archive))
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    done = lekol(home, "restore", str(archive), "--replace")
    assert done.returncode == 0, done.stderr
    assert rows(home) == before
    assert files(home) == kept


@pytest.mark.parametrize("harm", ["vide", "autre", "abime"])
def test_a_harmed_archive_changes_nothing(home, tmp_path, harm):
    archive = tmp_path / "lekol.tar"
    lekol(home, "backup", str(archive))
    content = archive.read_bytes()
    middle = len(content) // 2
    harmed = {
        "vide": b"",
        "autre": b"bonjour" * 999,
        "abime": content[:middle] + b"\0" * 4096 + content[middle + 4096 :],
    }
    archive.write_bytes(harmed[harm])
    before = rows(home)
    done = lekol(home, "restore", str(archive), "--replace")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert rows(home) == before


def test_an_archive_says_what_it_holds(home, tmp_path):
    archive, waiting = tmp_path / "lekol.tar", home / "fichiers" / "bases-eleves"
    waiting.mkdir(exist_ok=True)
    (waiting / "onde.csv").write_text("nom;prenom\n")
    lekol(home, "backup", str(archive))
    (waiting / "onde.csv").unlink()
    with tarfile.open(archive) as opened:
        names = opened.getnames()
    assert {"manifeste.json", "base.dump"} <= set(names)
    assert any(name.startswith("fichiers/") for name in names)
    assert not any("bases-eleves" in name for name in names)
