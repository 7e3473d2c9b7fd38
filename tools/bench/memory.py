"""Peak resident memory of real processes: one that takes a pass, one web worker that has served the pages."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from tools.bench.pages import Page, signed_in

ROUNDS = 5
PATIENCE = 60  # seconds, for the server to answer
_TAKING = """
import django
django.setup()
from django.utils import timezone
from lekol.agreement.actions import take_pass
done = take_pass(on=timezone.localdate())
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]
print(done.milliseconds, peak)
"""


def of_pass() -> tuple[float, float]:
    """Seconds of a full pass taken by a process of its own, and its peak in megabytes."""
    told = subprocess.run([sys.executable, "-W", "ignore", "-c", _TAKING], capture_output=True, text=True, check=True)
    milliseconds, kilobytes = map(int, told.stdout.split())
    return milliseconds / 1000, kilobytes / 1024


def of_worker(pages: list[Page]) -> float:
    """The peak, in megabytes, of a web worker after several rounds of every page."""
    port = _free_port()
    env = {**os.environ, "PORT": str(port), "LEKOL_TRAVAILLEURS": "1"}
    command = [sys.executable, "-W", "ignore", "-m", "lekol.project.cli", "serve"]
    server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        cookies = {role: signed_in(role).cookies["lekol"].value for role in {page.role for page in pages}}
        for _ in range(ROUNDS):
            for page in pages:
                _open(port, page, cookies[page.role])
        return max(_peak(pid) for pid in _family(server.pid)) / 1024
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(PATIENCE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"Le serveur ne répond pas sur le port {port}.")


def _open(port: int, page: Page, cookie: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", page.address, headers={"Cookie": f"lekol={cookie}"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"{page.address} répond {answer.status} au serveur réel.")


def _family(pid: int) -> list[int]:
    """A process and those it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in _family(int(child)))]


def _peak(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1])
