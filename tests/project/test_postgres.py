"""The embedded server comes back from anything, with every committed row."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from lekol.project import postgres
from lekol.project.postgres import NoServer, Owner, Server
from tests.conftest import clear

ROOT = Path(__file__).parents[2]
NOBODY = 65534


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder whose name holds what breaks scripts; taken away with its server."""
    folder = tmp_path_factory.mktemp("école à l’été $HOME")
    yield folder
    clear(folder)


def rows(url: str) -> list[int]:
    with psycopg.connect(url) as base:
        return [row[0] for row in base.execute("SELECT id FROM kept ORDER BY id")]


def keep_a_row(url: str) -> None:
    with psycopg.connect(url) as base:
        base.execute("CREATE TABLE IF NOT EXISTS kept (id serial)")
        base.execute("INSERT INTO kept DEFAULT VALUES")


def test_a_second_start_finds_the_same_server(home):
    first = Server(home)
    keep_a_row(first.start())
    pid = first._pid()
    second = Server(home)
    assert second.start() == first.url
    assert second._pid() == pid
    assert rows(second.url) == [1]


def test_a_stopped_server_starts_again_with_its_rows(home):
    server = Server(home)
    keep_a_row(server.start())
    server.stop()
    assert not server.is_running()
    assert rows(Server(home).start()) == [1]


def test_a_killed_server_starts_again_with_every_committed_row(home):
    server = Server(home)
    url = server.start()
    for _ in range(3):
        keep_a_row(url)
        os.kill(server._pid(), signal.SIGKILL)
        url = Server(home).start()
    assert len(rows(url)) == 3  # the numbers may jump: a sequence does not go back


def test_a_killed_server_whose_number_another_program_bears_starts_again(home):
    server = Server(home)
    keep_a_row(server.start())
    os.kill(server._pid(), signal.SIGKILL)
    pid_file = server.data / "postmaster.pid"
    lines = pid_file.read_text().split("\n")
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    assert not server.is_running()
    assert rows(Server(home).start()) == [1]


def test_a_base_half_made_by_a_kill_is_made_again(home):
    server = Server(home)
    server.owner.own(server.root)
    (server.root / "donnees.neuves").mkdir()
    (server.root / "donnees.neuves" / "PG_VERSION").write_text("18\n")
    keep_a_row(server.start())
    assert rows(server.url) == [1]


def test_the_socket_is_private_short_and_the_only_way_in(home):
    server = Server(home)
    server.start()
    assert server.socket.stat().st_mode & 0o777 == 0o700
    assert len(os.fsencode(server.socket / ".s.PGSQL.5432")) <= 107
    with psycopg.connect(server.url) as base:
        assert base.execute("SHOW listen_addresses").fetchone() == ("",)
        assert base.execute("SELECT lower('ÉCOLE')").fetchone() == ("école",)


def test_a_socket_folder_prepared_by_somebody_else_is_refused(home, tmp_path):
    server = Server(home)
    server.socket.symlink_to(tmp_path)
    with pytest.raises(NoServer, match="appartient à un autre compte"):
        server.start()
    server.socket.unlink()
    assert tmp_path.stat().st_uid == os.geteuid()


def test_binaries_that_are_not_there_are_said_so(home, monkeypatch):
    monkeypatch.setenv("LEKOL_PG_BIN", str(home))
    with pytest.raises(NoServer, match="LEKOL_PG_BIN"):
        Server(home).start()


def test_a_base_of_another_version_is_said_so(home, monkeypatch):
    server = Server(home)
    server.owner.own(server.root)
    server.data.mkdir()
    (server.data / "PG_VERSION").write_text("14\n")
    with pytest.raises(NoServer, match="créée par PostgreSQL 14"):
        server.start()


SCRIPT = """
import sys, time
from pathlib import Path
from lekol.project.postgres import Server
server = Server(Path(sys.argv[1]))
server.start()
print(server._pid(), flush=True)
time.sleep(60)
"""


def test_a_server_outlives_a_killed_parent_and_is_found_again(home):
    parent = subprocess.Popen([sys.executable, "-c", SCRIPT, home], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    server = Server(home)
    server.start()
    assert server._pid() == pid


def as_nobody(home: Path) -> str:
    """What a server says when its caller is an ordinary user: the fork keeps the modules already read."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            server = Server(home)
            keep_a_row(server.start())
            said = f"{rows(server.url)} {Path(f'/proc/{server._pid()}').stat().st_uid}"
            server.stop()
            os.write(writing, f"{said} {server.is_running()}".encode())
        except BaseException as fault:
            os.write(writing, repr(fault).encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading) as said:
        return said.read()


@pytest.mark.filterwarnings("ignore:This process")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.skipif(not Owner(NOBODY, NOBODY).reaches(ROOT), reason="this clone is closed to ordinary users")
def test_an_ordinary_user_runs_a_server_of_their_own():
    home = Path(tempfile.mkdtemp(prefix=f"lekol-tests-{os.getpid()}-é "))
    os.chown(home, NOBODY, NOBODY)
    try:
        assert as_nobody(home) == "[1] 65534 False"
    finally:
        shutil.rmtree(home)
        shutil.rmtree(postgres._SHORT / f"lekol-{NOBODY}-{postgres._key(home)}", ignore_errors=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root must drop its privileges")
def test_root_lends_the_server_to_an_unprivileged_account_and_opens_no_folder(tmp_path_factory):
    closed = tmp_path_factory.mktemp("closed")
    closed.chmod(0o700)
    home = closed / "maison"
    home.mkdir()
    server = Server(home)
    try:
        server.start()
        assert server.data.stat().st_uid not in (0, -1)
        assert Path(f"/proc/{server._pid()}").stat().st_uid == server.owner.uid
        assert closed.stat().st_mode & 0o777 == 0o700
        assert str(server.root) in (home / "base-ailleurs.txt").read_text(encoding="utf-8")
    finally:
        clear(home)


def test_a_server_that_is_stopping_is_waited_for(home):
    server = Server(home)
    keep_a_row(server.start())
    os.kill(server._pid(), signal.SIGINT)
    time.sleep(0.01)
    assert rows(Server(home).start()) == [1]
