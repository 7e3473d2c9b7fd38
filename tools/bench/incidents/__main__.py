"""`make bench-incidents`: pages, API, mail and a cyclone’s morning with a million tickets behind them.

`TICKETS=100000` for a smaller base, kept under `var/bench` until `FRESH=1`; `ONLY=pages,api,mail,cyclone` chooses,
all but the last by default; `REPORTS=10000 SECONDS=600` is the morning. CPU is the kernel’s account of the threads
of the server and of PostgreSQL.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

COUNT = int(os.environ.get("TICKETS") or 1_000_000)
SCHOOLS = int(os.environ.get("SCHOOLS") or 4_000)
ONLY = set((os.environ.get("ONLY") or "pages,api,mail").split(","))
REPORTS, SECONDS = int(os.environ.get("REPORTS") or 10_000), float(os.environ.get("SECONDS") or 600)
ROOT = Path(__file__).resolve().parents[3]
os.environ.setdefault("LEKOL_HOME", str(ROOT / "var" / "bench" / f"pannes-{COUNT}"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lekol.project.settings")
os.environ.update(LEKOL_DEMO="oui", LEKOL_JOURNAL="ERROR", LEKOL_API_DEBIT="100000", DATABASE_URL="")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.test import Client

from lekol.directory.models import School
from lekol.identity.models import User
from lekol.maintenance.models import Ticket
from lekol.project import running
from lekol.project.postgres import Server
from tools.bench import memory
from tools.bench.estate.cost import measure
from tools.bench.incidents import cyclone, load, rates

memory.PATIENCE = 300
BEGUN = time.perf_counter()
LOOP = 300_000
HEAVY = ("un mot répandu", "trois mots")


def say(words: str) -> None:
    print(f"[{time.perf_counter() - BEGUN:5.0f} s] {words}", file=sys.stderr, flush=True)


def yardstick() -> float:
    """Milliseconds of CPU of a fixed loop: what a millisecond is worth on this machine in this minute."""
    began, total = time.process_time(), 0
    for rank in range(LOOP):
        total += rank * rank % 7
    return (time.process_time() - began) * 1000


def said(words: str) -> None:
    turns = sorted(yardstick() for _ in range(9))
    load_now = os.getloadavg()[0]
    print(f"\n{words} (étalon {turns[4]:.0f} ms, au mieux {turns[0]:.0f}, charge {load_now:.0f})\n", flush=True)


def addresses() -> list[tuple[str, str, str]]:
    """What is opened, by whom, and its address."""
    ref = Ticket.objects.filter(school__commune__insee="97411", status="pris").order_by("-opened_at")[0].ref
    return [
        ("périmètre, pour comparer", "ville", "/perimetre/"), ("liste de la Ville", "ville", "/depannage/"),
        ("liste de l’académie", "academie", "/depannage/"), ("liste d’une école", "ecole", "/depannage/"),
        ("toutes, Ville", "ville", "/depannage/?etat=toutes"),
        ("toutes, académie", "academie", "/depannage/?etat=toutes"),
        ("en retard, académie", "academie", "/depannage/?etat=retard"),
        ("closes et rares", "academie", "/depannage/?etat=clos&partie=rectorat"),
        ("un mot répandu", "ville", "/depannage/?etat=toutes&q=wifi"),
        ("trois mots", "academie", "/depannage/?etat=toutes&q=wifi+souris+977"),
        ("un numéro", "academie", f"/depannage/?etat=toutes&q={ref}"),
        ("page d’une panne", "ville", f"/depannage/pannes/{ref}/"),
        ("API, liste de 100", "jeton", "/api/v1/pannes?limit=100"),
        ("API, une panne", "jeton", f"/api/v1/pannes/{ref}"),
    ]  # fmt: skip


def headers() -> dict[str, dict[str, str]]:
    found = {"jeton": {"Authorization": f"Bearer {rates.token()}"}}
    for name in load.READERS:
        client = Client()
        client.force_login(User.objects.get(email=f"{name}@banc.example"))
        found[name] = {"Cookie": f"lekol={client.cookies['lekol'].value}"}
    return found


def pages(port: int, web: int, base: int) -> None:
    said(f"{Ticket.objects.count()} pannes, un travailleur")
    print("| page | CPU (ms) | dont base | compté ici |\n|---|--:|--:|--:|")
    known, asked = headers(), addresses()
    for heavy in (False, True):
        # Apart from the others: a search that reads a hundred thousand entries leaves every cache cold.
        rows = [row for row in asked if (row[0] in HEAVY) is heavy]
        costs = measure(port, web, base, [(address, known[reader]) for _, reader, address in rows])
        for (words, _, _), cost in zip(rows, costs, strict=True):
            print(f"| {words} | {cost.cpu:.1f} | {cost.base:.1f} | {cost.raw:.1f} |", flush=True)


def row(words: str, found: rates.Rate) -> None:
    counted = found.web + found.base
    cpu = counted / found.slow
    base = found.base / found.slow
    print(
        f"| {words} | {found.each_second:.0f} | {cpu:.2f} | {base:.2f} | {2000 / cpu:.0f} | {counted:.2f} |", flush=True
    )


def served(workers: int, act: object) -> None:
    """Run something beside the real server."""
    port = memory._free_port()
    env = {**os.environ, "PORT": str(port), "LEKOL_TRAVAILLEURS": str(workers)}
    command = [sys.executable, "-W", "ignore", "-m", "lekol.project.cli", "serve"]
    web = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        memory._wait(port)
        act(port, web.pid)  # type: ignore[operator]
    finally:
        web.send_signal(signal.SIGINT)
        web.wait(60)


def main(server: Server) -> None:
    base = int((server.data / "postmaster.pid").read_text().splitlines()[0])
    uais = list(School.objects.order_by("pk").values_list("uai", flat=True)[:500])
    if "pages" in ONLY:
        served(1, lambda port, web: pages(port, web, base))
    if ONLY & {"api", "mail"}:
        said("Signaler, deux processus")
        print("| voie | par seconde, vu ce jour | CPU (ms) | dont base | sur 2 cœurs libres, à ce CPU | compté ici |")
        print("|---|--:|--:|--:|--:|--:|")
    if "api" in ONLY:
        served(2, lambda port, web: row("API", rates.by_api(port, web, base, uais)))
    if "mail" in ONLY:
        row("courriel", rates.by_mail(base))
    if "cyclone" in ONLY:
        said(f"Un matin de cyclone : {REPORTS} signalements en {SECONDS:.0f} s, {len(uais)} écoles")
        served(2, lambda port, web: told(cyclone.morning(port, web, rates.token(), uais, REPORTS, SECONDS)))


def told(found: cyclone.Morning) -> None:
    print(
        f"envoyées {found.sent}, perdues {found.lost}, en double {found.twice}, travailleurs tués {found.kills}, "
        f"envois sans réponse {found.retries} {dict(found.faults)}, refusés {found.refused} ; "
        f"p50 {found.wait(50):.0f} ms, p95 {found.wait(95):.0f} ms, p99 {found.wait(99):.0f} ms"
    )


if __name__ == "__main__":
    server = Server(settings.HOME)
    if os.environ.get("FRESH"):
        server.stop()
        for folder in {server.root, settings.HOME}:
            shutil.rmtree(folder, ignore_errors=True)
    with server.used():
        call_command("migrate", verbosity=0)
        if not Ticket.objects.exists():
            load.build(COUNT, SCHOOLS, say)
        running.collect_static()
        main(server)
