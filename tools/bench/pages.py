"""The pages that are timed, each opened by a reader in their own perimeter, and what one opening costs."""

import gzip
import statistics
import time
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lekol.directory.choices import Role
from lekol.directory.models import School
from lekol.identity.models import User

RUNS = 7


@dataclass(frozen=True, slots=True)
class Page:
    """A reader’s function, what is opened, its address."""

    role: Role
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Cost:
    """SQL count, SQL ms and CPU ms of the web worker (medians), bytes once compressed."""

    queries: int
    sql: float
    cpu: float
    size: int


def pages() -> list[Page]:
    """What the City, a school, a circonscription and the académie open each day."""
    school = School.objects.filter(commune__insee="97411").order_by("pk")[0].uai
    city, head, state = Role.CITY_IT_HEAD, Role.SCHOOL_HEAD, Role.ACADEMIC_DIRECTOR
    return [
        Page(head, "accueil d’une directrice", "/"),
        Page(city, "accueil de la DSI", "/"),
        Page(Role.INSPECTOR, "accueil d’un inspecteur", "/"),
        Page(state, "accueil d’un co-président", "/"),
        Page(city, "convention", "/convention/"),
        Page(state, "convention, vue de l’académie", "/convention/saint-denis-2025/"),
        Page(city, "texte de la convention", "/convention/saint-denis-2025/texte/"),
        Page(city, "une clause mesurée", "/convention/saint-denis-2025/3.1/"),
        Page(city, "une clause déclarée", "/convention/saint-denis-2025/6.3/"),
        Page(city, "mesures", "/mesures/"),
        Page(city, "une mesure", "/mesures/network.classrooms_cabled/"),
        Page(city, "écoles", "/ecoles/"),
        Page(head, "une école", f"/ecoles/{school}/"),
        Page(city, "carte", "/carte/"),
        Page(city, "personnes", "/personnes/"),
        Page(city, "parc", "/parc/"),
        Page(city, "matériels hors réseau", "/parc/hors-reseau/"),
        Page(city, "systèmes sans mises à jour", "/parc/sans-mises-a-jour/"),
        Page(city, "salles à câbler", "/reseau/salles/"),
        Page(city, "liaisons trop faibles", "/reseau/liaisons/"),
        Page(city, "périmètre", "/perimetre/"),
        Page(city, "journal", "/journal/"),
        Page(city, "recherche", "/recherche/?q=tamarins"),
        Page(state, "écoles, vues de l’académie", "/ecoles/"),
        Page(state, "périmètre, vu de l’académie", "/perimetre/"),
        Page(state, "personnes, vues de l’académie", "/personnes/"),
        Page(state, "recherche, vue de l’académie", "/recherche/?q=tamarins"),
    ]


def signed_in(role: Role) -> Client:
    """A browser in which the first reader of a function of the demonstration is signed in."""
    client = Client(HTTP_HOST="127.0.0.1")
    accounts = User.objects.filter(person__posts__role=role, person__posts__valid__endswith=None)
    client.force_login(accounts.order_by("pk")[0])
    return client


def cost(page: Page) -> Cost:
    """What an opening costs, once warm; a page that does not answer 200 is said, not timed."""
    client = signed_in(page.role)
    first = client.get(page.address)
    if first.status_code != 200:
        raise SystemExit(f"{page.address} répond {first.status_code} à {page.role} : le territoire n’est pas entier.")
    count, sql, spent = 0, [], []
    for _ in range(RUNS):
        with CaptureQueriesContext(connection) as queries:
            client.get(page.address)
        count = len(queries)  # read now: the next request empties the log
        sql.append(sum(float(query["time"]) for query in queries) * 1000)
        begun = time.process_time()
        client.get(page.address)
        spent.append((time.process_time() - begun) * 1000)
    return Cost(count, statistics.median(sql), statistics.median(spent), len(gzip.compress(first.content)))
