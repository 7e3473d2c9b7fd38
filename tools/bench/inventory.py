"""`make bench-inventory`: what receiving inventories costs, by the real server on a base of its own.

The same workload as the peers’: the XML of one computer with 120 software, new, unchanged, changed by one software.
CPU is the kernel’s account of every process of the server and of PostgreSQL; the machine may be shared: each figure
is divided by how much more than on a quiet one the yardstick cost around it.
"""

import base64
import http.client
import os
import shutil
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ["LEKOL_HOME"] = str(ROOT / "var" / "bench" / "inventaires")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lekol.project.settings")
os.environ.update(LEKOL_DEMO="oui", LEKOL_JOURNAL="ERROR", LEKOL_AGENTS_DEBIT="10000000")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command

from lekol.directory.models import Academy, Commune, School
from lekol.equipment.actions import create_key
from lekol.equipment.models import Machine
from lekol.project.postgres import Server
from tests.integrations import samples
from tools.bench import memory
from tools.bench.estate.cost import QUIET, yardstick
from tools.bench.kernel import cpu, family

COUNT = int(os.environ.get("COUNT", "300"))
SOFTWARE = 120
memory.PATIENCE = 300  # a machine shared by many starts slowly
PEERS = {"nouveau": 70.0, "inchangé": 59.0, "changé": 61.0}
"""CPU milliseconds of the console measured beside, for the same payload."""


NUMBERS = range(1, COUNT + 1)
SAID = [samples.software(rank) for rank in range(SOFTWARE)]


def row(name: str, each: float, wall: float) -> str:
    """One line of the table: CPU a message, messages a second on two cores, and the ratio to the peer."""
    peer = PEERS[name.split(",")[0]]
    return f"| {name} | {each:.1f} | {2000 / each:.0f} | {wall:.1f} | {peer:.0f} | {peer / each:.0f} × |"


def payloads(changed: bool) -> Iterator[bytes]:
    """One message a computer; changed, one of its software has another version."""
    for n in NUMBERS:
        said = [samples.software(rank) for rank in range(SOFTWARE)]
        if changed:
            said[50]["version"] = "99.0"
        yield zlib.compress(samples.xml(n, softwares=said))


def postgres_pids(server: Server) -> list[int]:
    return family(int((server.data / "postmaster.pid").read_text().split()[0]))


def send(port: int, bodies: list[bytes], credentials: str) -> float:
    """Seconds to send every body over one kept connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Authorization": f"Basic {credentials}", "Content-Type": "application/x-compress-zlib"}
    begun = time.perf_counter()
    for body in bodies:
        connection.request("POST", "/agents/", body, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"Le serveur répond {answer.status}.")
    return time.perf_counter() - begun


def credentials() -> str:
    academy = Academy.objects.create(code="28", name="Académie")
    commune = Commune.objects.create(academy=academy, insee="97411", name="Saint-Denis")
    School.objects.create(commune=commune, uai="9740001H", name="École", kind="elementaire")
    key, secret = create_key(commune=commune, school=None, name="Banc", by=None)
    return base64.b64encode(f"{key.login}:{secret}".encode()).decode()


def measure(server: Server) -> None:
    pair, port = credentials(), memory._free_port()
    env = {**os.environ, "PORT": str(port), "LEKOL_TRAVAILLEURS": "2"}
    command = [sys.executable, "-W", "ignore", "-m", "lekol.project.cli", "serve"]
    served = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        memory._wait(port)
        send(port, [zlib.compress(samples.xml(90_000 + n)) for n in range(100)], pair)  # a warm-up, other devices
        first, last = list(payloads(False)), list(payloads(True))
        print(f"Un message : {len(samples.xml(1, count=SOFTWARE)) / 1000:.1f} ko, {SOFTWARE} logiciels, {COUNT} fois.")
        print("| message | CPU, ms | par seconde sur 2 cœurs | mural, ms | pair, CPU ms | rapport |")
        print("|---|---|---|---|---|---|")
        again = [zlib.compress(samples.xml(n, softwares=SAID, accesslog={"logdate": "2026-11-29"})) for n in NUMBERS]
        for name, bodies in (("nouveau", first), ("inchangé", first), ("inchangé, redit", again), ("changé", last)):
            pids = [*family(served.pid), *postgres_pids(server)]
            before, calm = cpu(pids), yardstick()
            seconds = send(port, bodies, pair)
            slow = max(1.0, (calm + yardstick()) / 2 / QUIET)
            print(row(name, (cpu(pids) - before) / COUNT / slow, seconds * 1000 / COUNT), flush=True)
        peak = max(memory._peak(pid) for pid in family(served.pid)) / 1024
        print(f"Mémoire d’un travailleur, au plus : {peak:.0f} Mo. {Machine.objects.count()} machines.")
    finally:
        served.send_signal(signal.SIGINT)
        served.wait(60)


def main() -> None:
    server = Server(settings.HOME)
    server.stop()
    for folder in {server.root, settings.HOME}:
        shutil.rmtree(folder, ignore_errors=True)
    with server.used():
        call_command("migrate", verbosity=0)
        measure(server)


if __name__ == "__main__":
    main()
