"""The tables of `docs/performance.md`, and what each scale costs next to the commune alone."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lekol.directory.models import Headcount, School
from lekol.equipment.models import Asset
from lekol.pact.measures import announced
from lekol.pact.scopes import FRANCE
from tools.bench import memory
from tools.bench.pages import cost, pages

BAR = 1.3


@dataclass(slots=True)
class Report:
    """What was measured on one base."""

    size: dict[str, int]
    pages: dict[str, dict[str, float]] = field(default_factory=dict)
    measures: dict[str, dict[str, float]] = field(default_factory=dict)
    seconds: float = 0
    pass_mb: float = 0
    worker_mb: float = 0


def write(scale: str, say: Callable[[str], None]) -> None:
    """Measure, print the tables, keep the figures beside the base for the comparison of scales."""
    found = Report(_size())
    for page in pages():
        found.pages[page.name] = asdict(cost(page))
    say("Pages mesurées.")
    found.measures = {key: _measure(key) for key in sorted(announced())}
    say("Mesures lues.")
    found.seconds, found.pass_mb = memory.of_pass()
    say("Relevé complet pris.")
    found.worker_mb = memory.of_worker(pages())
    (settings.HOME / "rapport.json").write_text(json.dumps(asdict(found), indent=1, ensure_ascii=False))
    _print(scale, found, _commune())


def _size() -> dict[str, int]:
    year = max(Headcount.objects.values_list("school_year", flat=True).distinct())
    pupils = sum(Headcount.objects.filter(school_year=year).values_list("pupils", flat=True))
    return {
        "schools": School.objects.count(),
        "pupils": pupils,
        "devices": Asset.objects.filter(retired_on=None).count(),
    }


def _measure(key: str) -> dict[str, float]:
    """SQL count, SQL ms, CPU ms and rows of one measure for France."""
    with CaptureQueriesContext(connection) as queries:
        announced()[key].read(FRANCE, timezone.localdate())
    begun, wall = time.process_time(), time.perf_counter()
    rows = announced()[key].read(FRANCE, timezone.localdate())
    spent, passed = time.process_time() - begun, time.perf_counter() - wall
    return {"queries": len(queries), "ms": passed * 1000, "cpu": spent * 1000, "rows": len(rows)}


def _commune() -> dict[str, Any] | None:
    """The figures of the commune alone, when they were taken."""
    kept = settings.HOME.with_name("commune") / "rapport.json"
    return json.loads(kept.read_text()) if kept.exists() else None


def _print(scale: str, found: Report, small: dict[str, Any] | None) -> None:
    size = found.size
    print(f"\n{scale} : {size['schools']} écoles, {size['pupils']} élèves, {size['devices']} matériels.\n")
    print("| page | requêtes | SQL (ms) | CPU (ms) | octets | CPU ÷ commune |\n|---|--:|--:|--:|--:|--:|")
    for name, row in found.pages.items():
        print(
            f"| {name} | {row['queries']:.0f} | {row['sql']:.1f} | {row['cpu']:.0f} | {row['size']:.0f} "
            f"| {_ratio(name, row, small)} |"
        )
    print("\n| mesure | requêtes | durée (ms) | CPU (ms) | écoles |\n|---|--:|--:|--:|--:|")
    for key, row in found.measures.items():
        print(f"| {key} | {row['queries']:.0f} | {row['ms']:.0f} | {row['cpu']:.0f} | {row['rows']:.0f} |")
    print(f"\nRelevé complet : {found.seconds:.1f} s, {found.pass_mb:.0f} Mo au plus ; travailleur web : "
          f"{found.worker_mb:.0f} Mo au plus après chaque page cinq fois.")  # fmt: skip


def _ratio(name: str, row: dict[str, float], small: dict[str, Any] | None) -> str:
    """« 1,1 », or the excess over the bar, and a query count that is not the commune’s."""
    if small is None or name not in small["pages"]:
        return "—"
    before = small["pages"][name]
    ratio = row["cpu"] / before["cpu"]
    more = row["queries"] - before["queries"]
    words = f"{ratio:.2f}".replace(".", ",") + (" (au-dessus)" if ratio > BAR else "")
    return f"{words} ; {more:+.0f} requêtes" if more else words
