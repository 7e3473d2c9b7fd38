"""`make bench`: what pages and measures cost, on the demonstration or on a generated territory.

`SCALE=commune|reunion|france` generates the territory once under `var/bench/<scale>` (`FRESH=1` again).
"""

import os
import shutil
import sys
import time
from contextlib import nullcontext
from pathlib import Path

SCALE = os.environ.get("SCALE", "")
ROOT = Path(__file__).resolve().parents[2]
if SCALE:
    os.environ["LEKOL_HOME"] = str(ROOT / "var" / "bench" / SCALE)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lekol.project.settings")
os.environ.setdefault("LEKOL_DEMO", "oui")
os.environ.setdefault("LEKOL_JOURNAL", "ERROR")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from lekol.directory.models import School
from lekol.project import running
from lekol.project.postgres import Server
from tools.bench import report, territory


def say(words: str) -> None:
    print(f"[{time.perf_counter() - BEGUN:5.0f} s] {words}", file=sys.stderr, flush=True)


def generate() -> None:
    """The base of the scale, made again when it is not whole."""
    done = settings.HOME / "territoire.fait"
    if done.exists():
        say("Le territoire généré est là : FRESH=1 le refait.")
        return
    call_command("migrate", verbosity=0)
    if School.objects.exists():
        sys.exit("Une génération a été interrompue : relancez avec FRESH=1.")
    territory.build(SCALE, timezone.localdate(), say)
    done.write_text(
        f"{timezone.localtime():%d/%m/%Y %H:%M}, en {time.perf_counter() - BEGUN:.0f} s\n", encoding="utf-8"
    )


def forget() -> None:
    server = Server(settings.HOME)
    server.stop()
    for folder in {server.root, settings.HOME}:
        shutil.rmtree(folder, ignore_errors=True)


BEGUN = time.perf_counter()
if SCALE and SCALE not in territory.SCALES:
    sys.exit(f"SCALE={SCALE} n’existe pas : {', '.join(territory.SCALES)}, ou rien pour la démonstration.")
if SCALE and os.environ.get("FRESH"):
    forget()
with Server(settings.HOME, fast=bool(SCALE)).used() if settings.EMBEDDED else nullcontext():
    if SCALE:
        generate()
    elif not School.objects.exists():
        sys.exit("La base est vide : lancez d’abord « make demo » une fois.")
    running.collect_static()
    report.write(SCALE or "demonstration", say)
