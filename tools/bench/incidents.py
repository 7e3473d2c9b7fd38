"""`make bench-incidents`: what the list, a ticket and a report cost with many tickets behind them.

A base of its own under `var/bench/pannes`, made at each run; `TICKETS=1000000` chooses the size (100 000 by
default). Times are seconds of CPU of the process, database apart, of warm requests through Django’s client.
"""

import os
import random
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "var" / "bench" / "pannes"
os.environ["LEKOL_HOME"] = str(HOME)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lekol.project.settings")
os.environ.setdefault("LEKOL_DEMO", "oui")
os.environ.setdefault("LEKOL_JOURNAL", "ERROR")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from lekol.agreement import actions as agreements
from lekol.directory.choices import Role
from lekol.directory.models import School
from lekol.identity.models import User
from lekol.maintenance import actions
from lekol.maintenance.choices import Nature
from lekol.maintenance.models import Ticket
from lekol.project.demonstration import convention, people, territory
from lekol.project.postgres import Server

TURNS, REPORTS = 30, 300
FILL = """
INSERT INTO maintenance_ticket (ref, school_id, nature, symptom, impact, expert, summary, detail, words, channel,
    reporter_name, desk, routed_desk, clause, reason, convention, override_reason, status, opened_at, due_at,
    respond_by, warn_at, solved_at, closed_at, ending, solution, reopened, told_stage)
SELECT 'Z' || lpad(n::text, 7, '0'), ids[1 + n %% array_length(ids, 1)], 'commutateur', 'autre', 'poste', false,
    'Commutateur en panne ' || n, '', 'z' || n || ' commutateur en panne', 'page', '', 'ville', 'ville', '4.2',
    'Prises, câbles et commutateurs : la Ville répare.', 'saint-denis-2025', '',
    CASE WHEN n %% 50 = 0 THEN 'pris' ELSE 'clos' END, now() - n * interval '30 seconds',
    now() - n * interval '30 seconds' + interval '3 days', now(), now(),
    CASE WHEN n %% 50 = 0 THEN NULL ELSE now() - n * interval '29 seconds' END,
    CASE WHEN n %% 50 = 0 THEN NULL ELSE now() - n * interval '29 seconds' END, 'office', '', 0, ''
FROM generate_series(1, %s) AS n, (SELECT array_agg(id) AS ids FROM directory_school) AS schools
"""


def fill(count: int) -> None:
    """So many tickets, one in fifty still open."""
    with connection.cursor() as cursor:
        cursor.execute(FILL, [count])
        cursor.execute("ANALYZE")


def cpu(act: Callable[[], object], turns: int = TURNS) -> tuple[float, float]:
    """Milliseconds of CPU and of wall clock of one warm turn: the medians."""
    act()
    busy, wall = [], []
    for _ in range(turns):
        began, clock = time.process_time(), time.perf_counter()
        act()
        busy.append((time.process_time() - began) * 1000)
        wall.append((time.perf_counter() - clock) * 1000)
    return statistics.median(busy), statistics.median(wall)


def row(words: str, found: tuple[float, float], bar: str) -> None:
    print(f"| {words} | {found[0]:.1f} | {found[1]:.1f} | {bar} |")


def main(count: int) -> None:
    """The table of docs/performance.md."""
    fill(count)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.filter(person__posts__role=Role.CITY_IT_HEAD).order_by("pk")[0])
    ref = Ticket.objects.order_by("pk")[count // 2].ref
    school = School.objects.select_related("commune__academy").order_by("pk")[0]

    def opened(address: str) -> None:
        if client.get(address).status_code != 200:
            sys.exit(f"{address} ne répond pas.")

    print(f"| {count} pannes | CPU (ms) | durée (ms) | barre |\n|---|--:|--:|---|")
    row("liste, première page", cpu(lambda: opened("/depannage/")), "15 ms de CPU")
    row("liste, toutes les pannes", cpu(lambda: opened("/depannage/?etat=toutes"), 5), "")
    row("liste, trois mots cherchés", cpu(lambda: opened("/depannage/?q=commutateur+panne+4242&etat=toutes"), 5), "")
    row("page d’une panne", cpu(lambda: opened(f"/depannage/pannes/{ref}/")), "15 ms de CPU")

    def reported() -> None:
        actions.report(actions.Report(school=school, nature=Nature.SWITCH, summary="Réseau coupé"))

    found = cpu(reported, REPORTS)
    row(f"signaler ({1000 / found[1]:.0f}/s, un seul processus)", found, "300/s")


if __name__ == "__main__":
    shutil.rmtree(HOME, ignore_errors=True)
    server = Server(HOME, fast=True)
    with server.used():
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        place = territory.build(timezone.localdate(), random.Random(1))  # noqa: S311 — a draw that repeats
        people.build(place)
        for name in convention.TEXTS:
            agreements.load(text=convention.text_of(name))
        main(int(os.environ.get("TICKETS") or 100_000))
    server.stop()
    shutil.rmtree(HOME, ignore_errors=True)
    shutil.rmtree(server.root, ignore_errors=True)
