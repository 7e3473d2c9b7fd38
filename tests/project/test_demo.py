"""The demonstration as a newcomer runs it: it opens, it stops whole, it starts again after any kill."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from lekol.project.postgres import Server

pytestmark = pytest.mark.slow


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(home, port):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    words = {**kept, "LEKOL_DEMO": "oui", "LEKOL_HOME": str(home), "PORT": str(port), "LEKOL_TRAVAILLEURS": "1"}
    program = Path(sys.executable).parent / "lekol"
    return subprocess.Popen([program, "demo"], env=words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def get(port, path):
    deadline = time.monotonic() + 240  # a machine shared by many prepares it slowly
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
                return answer.read().decode()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def test_a_demonstration_opens_stops_and_starts_again_after_a_kill(tmp_path):
    home, port = tmp_path / "é mo", free_port()
    first = start(home, port)
    assert json.loads(get(port, "/sante/"))["sain"] is True
    assert "Les Badamiers" in get(port, "/comptes/connexion/")
    first.send_signal(signal.SIGINT)
    said, _ = first.communicate(timeout=40)
    assert first.returncode == 0, said
    assert not Server(home).is_running()

    second = start(home, port)
    get(port, "/sante/")
    second.kill()
    second.communicate(timeout=20)

    third = start(home, port)
    assert json.loads(get(port, "/sante/"))["sain"] is True
    third.send_signal(signal.SIGTERM)
    said, _ = third.communicate(timeout=40)
    assert "garde ce qui a été saisi" in said
    assert not Server(home).is_running()


def test_a_port_already_taken_is_said_and_nothing_is_started(tmp_path):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        done = start(tmp_path, port)
        said, _ = done.communicate(timeout=40)
    assert done.returncode == 1
    assert f"Le port {port} est déjà pris" in said
    assert not (tmp_path / "base").exists()
