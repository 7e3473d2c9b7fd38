"""`make bench-import`: what bringing a large table in costs, at once and in two steps, beside the peers’ figures.

A base of its own under `var/bench/import`, made at each run; `LINES=100000` chooses the size. Each step is a
process of its own, so that its peak memory is its own.
"""

import csv
import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "var" / "bench" / "import"
os.environ["LEKOL_HOME"] = str(HOME)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lekol.project.settings")
os.environ.setdefault("LEKOL_DEMO", "oui")
os.environ.setdefault("LEKOL_JOURNAL", "ERROR")

import django

django.setup()

from django.core.management import call_command
from django.utils import timezone

from lekol.directory.models import School
from lekol.project.demonstration import territory
from lekol.project.postgres import Server
from tools.bench.estate.cost import QUIET, yardstick
from tools.bench.kernel import cpu as cpu_of
from tools.bench.kernel import family

NETBOX = 25
"""Lines a second of the best peer that checks and journals what it takes in (500 lines in 18.8 s of CPU)."""

HEAD = (
    "N° inventaire", "Type", "Marque", "Modèle", "N° série", "Code UAI", "Salle", "Date d’achat", "Fin de garantie",
    "Prix TTC", "Financement", "Remarque",
)  # fmt: skip
MODELS = (
    ("PC", "HP", "ProDesk 400 G6"), ("PC", "Dell", "OptiPlex 3050"), ("Portable", "Lenovo", "ThinkPad L14"),
    ("Tablette", "Samsung", "Galaxy Tab A8"), ("Vidéoprojecteur", "Epson", "EB-W52"), ("Copieur", "Canon", "C3325"),
)  # fmt: skip
STEPS = (
    ("bring", "importer d’un trait, contrôles et journal"), ("undo", "annuler"), ("simulate", "simuler"),
    ("confirm", "confirmer"), ("simulate", "simuler encore : inchangé"),
)  # fmt: skip
BOTH = ("simuler", "confirmer")
_STEP = """
import sys, time, resource, json
import django
django.setup()
from pathlib import Path
from lekol.kit.imports.importer import Outcome
from lekol.kit.models import ImportRun
from lekol.kit.runs import bring, simulate, confirm, undo
step, path = sys.argv[1], Path(sys.argv[2])
began, cpu = time.perf_counter(), time.process_time()
if step in ("bring", "simulate"):
    take = {"bring": bring, "simulate": simulate}[step]
    run = take(kind="equipment.devices", path=path, name=path.name)
else:
    run = {"confirm": confirm, "undo": undo}[step](run=ImportRun.objects.order_by("pk").last())
print(json.dumps([time.perf_counter() - began, time.process_time() - cpu,
    resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, run.counts]))
"""


def table(path: Path, lines: int, schools: list[str]) -> None:
    """The same lines at each run: a draw that repeats."""
    rng = random.Random(lines)  # noqa: S311 — a draw that repeats, not a secret
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEAD)
        for rank in range(lines):
            kind, make, model = MODELS[rank % len(MODELS)]
            bought = f"{rng.randint(1, 28):02d}/{rng.randint(1, 12):02d}/{rng.randint(2016, 2025)}"
            writer.writerow(
                (f"IMP-{rank:07d}", kind, make, model, f"SN{rng.randrange(16**9):09X}", schools[rank % len(schools)],
                 f"Salle {rank % 12 + 1}", bought, "", f"{rng.randint(90, 900)},50", "Budget 2024", "")
            )  # fmt: skip


def step(name: str, path: Path) -> tuple[float, float, float, dict[str, int]]:
    """Seconds, seconds of CPU, peak in megabytes, and the count of lines of one step in a process of its own."""
    command = [sys.executable, "-W", "ignore", "-c", _STEP, name, str(path)]
    told = subprocess.run(command, capture_output=True, text=True)
    if told.returncode:
        sys.exit(told.stderr)
    seconds, cpu, peak, counts = json.loads(told.stdout.splitlines()[-1])
    return seconds, cpu, peak, counts


def main(lines: int, server: Server) -> None:
    """Every step, as the table of docs/performance.md: CPU of the process and of the base, as on a quiet machine."""
    path = HOME / "parc.csv"
    table(path, lines, list(School.objects.order_by("pk").values_list("uai", flat=True)))
    base = int((server.data / "postmaster.pid").read_text().splitlines()[0])
    print(
        f"| {lines} lignes | s | lignes/s | CPU (s) | CPU base (s) | lignes/s de CPU | pic mémoire (Mo) "
        "| à côté de NetBox |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    both = 0.0
    for name, words in STEPS:
        before, first = cpu_of(family(base)), yardstick()
        seconds, cpu, peak, counts = step(name, path)
        slow = max(1.0, (first + yardstick()) / 2 / QUIET)
        cpu, spent = cpu / slow, (cpu_of(family(base)) - before) / 1000 / slow
        both += cpu + spent if words in BOTH else 0
        rate = lines / (cpu + spent)
        print(
            f"| {words} | {seconds:.1f} | {lines / seconds:.0f} | {cpu:.1f} | {spent:.1f} | {rate:.0f} | {peak:.0f} "
            f"| × {rate / NETBOX:.0f} |",
            flush=True,
        )
        print(counts, file=sys.stderr)
    print(f"| simuler puis confirmer | | | {both:.1f} | | {lines / both:.0f} | | × {lines / both / NETBOX:.0f} |")


if __name__ == "__main__":
    shutil.rmtree(HOME, ignore_errors=True)
    server = Server(HOME, fast=True)
    with server.used():
        call_command("migrate", verbosity=0)
        began = time.perf_counter()
        territory.build(timezone.localdate(), random.Random(1))  # noqa: S311 — a draw that repeats, not a secret
        main(int(os.environ.get("LINES") or 100_000), server)
    server.stop()
    shutil.rmtree(HOME, ignore_errors=True)
    shutil.rmtree(server.root, ignore_errors=True)
