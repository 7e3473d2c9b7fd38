"""What starting the server takes: a port, a base up to date, static files in place, and a clean end."""

import contextlib
import ctypes
import fcntl
import gc
import hashlib
import multiprocessing
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from granian import Granian
from granian.constants import Interfaces

from lekol.kit.commands import Refused
from lekol.project.archive import finish_restoring, major_version
from lekol.project.postgres import OLDEST

THREADS = 4
_PARENT_DEATH = 1  # PR_SET_PDEATHSIG


def check_port() -> None:
    """Refuse a port that another program holds, before anything is started."""
    port = settings.ENV["PORT"]
    family = socket.AF_INET6 if ":" in settings.ENV["LEKOL_ECOUTE"] else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.ENV["LEKOL_ECOUTE"], port))
        except PermissionError:
            raise Refused(
                f"Ce compte n’a pas le droit d’écouter sur le port {port}. Prenez-en un après 1023."
            ) from None
        except OSError:
            raise Refused(
                f"Le port {port} est déjà pris par un autre programme. "
                f"Arrêtez ce programme, ou choisissez un autre port : PORT={port + 1 if port < 65535 else 8000}."
            ) from None


def check_version() -> None:
    """Refuse a PostgreSQL too old for what Lékol asks of it."""
    found = major_version()
    if found < OLDEST:
        raise Refused(f"La base est un PostgreSQL {found}. Lékol demande la version {OLDEST} ou une plus récente.")


def check_base() -> None:
    """Refuse to serve a base that is too old, behind, or half restored."""
    check_version()
    finish_restoring()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Refused("La base n’est pas à jour. Lancez « lekol migrate », puis recommencez.")


def collect_static() -> None:
    """Hashed and compressed copies of the static files; nothing to do when no source has changed."""
    mark = settings.STATIC_ROOT.with_name("statique.empreinte")
    found = static_fingerprint()
    if mark.exists() and mark.read_text() == found and (settings.STATIC_ROOT / "staticfiles.json").exists():
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(found)


def static_fingerprint() -> str:
    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            seen.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return seen.hexdigest()


@contextlib.contextmanager
def alone(home: Path, address: str) -> Iterator[None]:
    """One demonstration at a time in a folder; the lock goes with its process, however it ends."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "demonstration.verrou").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Refused(f"Une démonstration de ce dossier tourne déjà : {lock.read().strip()}") from None
        lock.truncate(0)
        lock.write(f"{address}\n")
        lock.flush()
        yield


def end_in_order() -> None:
    """SIGTERM and a closed terminal end like Ctrl-C: what was started is stopped."""

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)


def die_with_parent(number: int) -> None:
    """Ask the system for a signal when the parent dies, even killed; Linux only, elsewhere nothing."""
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(_PARENT_DEATH, number)
        if os.getppid() != parent:
            os.kill(os.getpid(), number)


def serve(ready: Callable[[], None]) -> None:
    """Serve until interrupted. `ready` is called once, when the port listens."""
    connections.close_all()
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        "lekol.project.wsgi:application",
        address=settings.ENV["LEKOL_ECOUTE"],
        port=settings.ENV["PORT"],
        interface=Interfaces.WSGI,
        workers=settings.ENV["LEKOL_TRAVAILLEURS"],
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level="warning",  # type: ignore[arg-type]
    )
    server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt))
    server.on_startup(ready)
    server.serve(target_loader=load, wrap_loader=False)


def load() -> Any:
    """The WSGI application, in a worker: it never outlives the process that watches it.

    In a group of its own it does not hear the terminal’s Ctrl-C, but its parent’s order, once.
    """
    die_with_parent(signal.SIGKILL)
    os.setpgid(0, 0)
    application = get_wsgi_application()
    gc.collect()
    gc.freeze()  # what the start has made lives as long as the worker: it is never looked through again
    gc.set_threshold(10_000, 20, 20)
    return application
