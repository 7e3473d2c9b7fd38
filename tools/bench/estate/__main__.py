"""`make bench-estate SIZE=S|M|L`: the estate’s pages and API, CPU per request beside the peers’.

`FRESH=1` loads the devices again.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

SIZE = os.environ.get("SIZE") or "M"
PATIENCE = 300  # seconds
ROOT = Path(__file__).resolve().parents[3]
os.environ["LEKOL_HOME"] = str(ROOT / "var" / "bench" / f"parc-{SIZE}")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lekol.project.settings")
os.environ.setdefault("LEKOL_DEMO", "oui")
os.environ.setdefault("LEKOL_JOURNAL", "ERROR")
os.environ.setdefault("LEKOL_API_DEBIT", "100000")

import django

django.setup()

import datetime as dt

from django.conf import settings
from django.core.management import call_command
from django.core.signing import Signer
from django.test import Client
from django.utils import timezone

from lekol.equipment.models import Asset
from lekol.identity.actions import create_token
from lekol.identity.choices import Reach
from lekol.identity.models import User
from lekol.project import running
from lekol.project.postgres import Server
from tools.bench.estate import load
from tools.bench.estate.cost import QUIET, Ask, Cost, measure, proportional, yardstick
from tools.bench.memory import _free_port


def say(words: str) -> None:
    print(f"[{time.perf_counter() - BEGUN:5.0f} s] {words}", file=sys.stderr, flush=True)


def mark(salt: str) -> str:
    """The cursor of the page that begins at nine tenths of the list."""
    rank = int(load.SIZES[SIZE][0] * 0.9)
    row = Asset.objects.only("sort_key").get(pk=rank)
    return Signer(salt=f"kit.pages:{salt}:sort_key,id").sign_object([row.sort_key, row.pk], compress=True)


def asks() -> list[Ask]:
    one = load.device(load.SIZES[SIZE][0] // 2, load.SIZES[SIZE][1])
    deep = mark("equipment.Asset")
    uai = load.uai_of(1)
    part = one["serial"][2:10]
    return [
        Ask("étalon : page du périmètre", "academie", "/perimetre/", 15, {}),
        Ask("liste, première page", "academie", "/parc/", 15, {"S": 18, "M": 299, "L": 347}),
        Ask("liste, page profonde (90 %)", "academie", f"/parc/?apres={deep}", 15, {"S": 18, "M": 381, "L": 2132}),
        Ask("liste d’une école", "academie", f"/parc/?ecole={uai}", 15, {"S": 62, "M": 155, "L": 212}),
        Ask("liste, type et état", "academie", "/parc/?type=portable&etat=en_reparation", 15,
            {"S": 170, "M": 299, "L": 389}),
        Ask("liste, hors garantie", "academie", "/parc/?type=portable&garantie=hors", 15, {}),
        Ask("recherche d’une série", "academie", f"/parc/?q={one['serial']}", 15, {"S": 18, "M": 145, "L": 1175}),
        Ask("recherche d’un morceau de série", "academie", f"/parc/?q={part}", 15, {"S": 18, "M": 145, "L": 1175}),
        Ask("recherche d’un nom", "academie", f"/parc/?q={one['name']}", 15, {"S": 18, "M": 145, "L": 1175}),
        Ask("recherche d’un mot répandu", "academie", "/parc/?q=VSD00", 15, {"S": 18, "M": 145, "L": 1175}),
        Ask("liste, vue de la Ville", "ville", "/parc/", 15, {}),
        Ask("liste, vue d’une école", "ecole", "/parc/", 15, {}),
        Ask("recherche générale d’une série", "academie", f"/recherche/?q={one['serial']}", 15,
            {"S": 48, "M": 213, "L": 1640}),
        Ask("fiche d’un matériel", "academie", f"/equipements/{one['number']}/", 12, {"S": 7, "M": 3, "L": 3}),
        Ask("API, liste de 100", "jeton", "/api/v1/materiels?limit=100", 10, {"S": 168, "M": 288, "L": 358}),
        Ask("API, liste de 100, profonde", "jeton", f"/api/v1/materiels?limit=100&after={deep}", 10,
            {"S": 186, "M": 668, "L": 4935}),
        Ask("API, un matériel", "jeton", f"/api/v1/materiels/{one['number']}", 3, {"S": 46, "M": 32, "L": 37}),
    ]  # fmt: skip


def headers() -> dict[str, dict[str, str]]:
    """Cookies of the readers, and a token for machines."""
    found = {}
    for name in load.READERS:
        client = Client()
        client.force_login(User.objects.get(email=f"{name}@banc.example"))
        found[name] = {"Cookie": f"lekol={client.cookies['lekol'].value}"}
    account = User.objects.get(email="academie@banc.example")
    until = timezone.localdate() + dt.timedelta(days=30)
    _, secret = create_token(
        account=account, name="banc", reaches=[Reach.DEVICES], expires_on=until, perimeter="", by=None
    )
    return found | {"jeton": {"Authorization": f"Bearer {secret}"}}


def run(server: Server) -> None:
    """One worker, every request in turn, round after round; the table on the standard output."""
    port = _free_port()
    env = {**os.environ, "PORT": str(port), "LEKOL_TRAVAILLEURS": "1"}
    command = [sys.executable, "-W", "ignore", "-m", "lekol.project.cli", "serve"]
    web = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        base = int((server.data / "postmaster.pid").read_text().splitlines()[0])
        known = headers()
        title = f"{SIZE} : {load.SIZES[SIZE][0]} matériels"
        print(f"\n| {title} | CPU (ms) | dont base | barre | compté | meilleur pair | pair ÷ Lékol |")
        print("|---|--:|--:|--:|--:|--:|--:|")
        wanted = asks()
        costs = measure(port, web.pid, base, [(ask.address, known[ask.reader]) for ask in wanted])
        for ask, cost in zip(wanted, costs, strict=True):
            print(_line(ask, cost), flush=True)
        print(f"| mémoire du travailleur web (Mo) | {proportional(web.pid):.0f} | | 300 | | | |")
        say(f"Étalon : {yardstick():.2f} ms de CPU ; {QUIET} sur la machine calme. Charge : {os.getloadavg()[0]:.0f}.")
    finally:
        web.send_signal(signal.SIGINT)
        web.wait(60)


def _wait(port: int) -> None:
    """Until the worker listens: a busy machine takes its time."""
    for _ in range(PATIENCE * 10):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"Le serveur ne répond pas sur le port {port}.")


def _line(ask: Ask, cost: Cost) -> str:
    peer = ask.peers.get(SIZE)
    ratio = f"{peer / cost.cpu:.1f}".replace(".", ",") if peer else "–"
    cells = (ask.name, f"{cost.cpu:.1f}", f"{cost.base:.1f}", ask.bar, f"{cost.raw:.1f}", peer or "–", ratio)
    return f"| {' | '.join(str(cell).replace('.', ',') for cell in cells)} |"


BEGUN = time.perf_counter()
if SIZE not in load.SIZES:
    sys.exit(f"SIZE={SIZE} n’existe pas : S, M ou L.")
server = Server(settings.HOME, fast=True)
if os.environ.get("FRESH"):
    server.stop()
    for folder in {server.root, settings.HOME}:
        shutil.rmtree(folder, ignore_errors=True)
with server.used():
    call_command("migrate", verbosity=0)
    if not Asset.objects.exists():
        load.build(SIZE, say)
    running.collect_static()
    run(server)
