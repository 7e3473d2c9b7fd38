"""What pages and measures cost on the demonstration: SQL count and time, CPU, bytes once compressed.

`make bench` runs it on the base of `make demo` (its own server is started when the demonstration is not
running). CPU and counts are the sturdy figures; times are those of the machine at hand.
"""

import gzip
import os
import statistics
import sys
import time
from contextlib import nullcontext

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lekol.project.settings")
os.environ.setdefault("LEKOL_DEMO", "oui")
os.environ.setdefault("LEKOL_JOURNAL", "ERROR")

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lekol.agreement.actions import take_pass
from lekol.directory.choices import Role
from lekol.directory.models import School
from lekol.identity.models import User
from lekol.pact.measures import announced
from lekol.pact.scopes import FRANCE
from lekol.project.postgres import Server

RUNS = 7


def pages() -> list[tuple[str, str, str]]:
    """Reader, what is opened, its address."""
    school = School.objects.order_by("pk")[0].uai
    return [
        (Role.SCHOOL_HEAD, "accueil d’une directrice", "/"),
        (Role.CITY_IT_HEAD, "accueil de la DSI", "/"),
        (Role.INSPECTOR, "accueil d’un inspecteur", "/"),
        (Role.ACADEMIC_DIRECTOR, "accueil d’un co-président", "/"),
        (Role.CITY_IT_HEAD, "convention", "/convention/"),
        (Role.CITY_IT_HEAD, "une clause mesurée", "/convention/saint-denis-2025/3.1/"),
        (Role.CITY_IT_HEAD, "une clause déclarée", "/convention/saint-denis-2025/6.3/"),
        (Role.CITY_IT_HEAD, "écoles", "/ecoles/"),
        (Role.CITY_IT_HEAD, "une école", f"/ecoles/{school}/"),
        (Role.CITY_IT_HEAD, "carte", "/carte/"),
        (Role.CITY_IT_HEAD, "parc", "/parc/"),
        (Role.CITY_IT_HEAD, "salles à câbler", "/reseau/salles/"),
        (Role.CITY_IT_HEAD, "recherche", "/recherche/?q=tamarins"),
    ]


def cost(client: Client, address: str) -> tuple[int, float, float, int]:
    """SQL count, SQL ms, CPU ms (medians), bytes."""
    client.get(address)
    count, sql, spent = 0, [], []
    for _ in range(RUNS):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        count = len(queries)  # read now: the next request empties the log
        sql.append(sum(float(query["time"]) for query in queries) * 1000)
        begun = time.process_time()
        page = client.get(address)
        spent.append((time.process_time() - begun) * 1000)
    return count, statistics.median(sql), statistics.median(spent), len(gzip.compress(page.content))


def table() -> None:
    print("| page | requêtes | SQL (ms) | CPU (ms) | octets compressés |\n|---|--:|--:|--:|--:|")
    for role, name, address in pages():
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(User.objects.filter(person__posts__role=role).order_by("pk")[0])
        count, sql, spent, size = cost(client, address)
        print(f"| {name} | {count} | {sql:.1f} | {spent:.0f} | {size} |")
    print("\n| mesure | SQL et lecture (ms) |\n|---|--:|")
    today = timezone.localdate()
    for key, found in sorted(announced().items()):
        begun = time.perf_counter()
        found.read(FRANCE, today)
        print(f"| {key} | {(time.perf_counter() - begun) * 1000:.1f} |")
    print(f"\nRelevé complet : {take_pass(on=today).milliseconds} ms.")


with Server(settings.HOME).used() if settings.EMBEDDED else nullcontext():
    if not School.objects.exists():
        sys.exit("La base est vide : lancez d’abord « make demo » une fois.")
    table()
