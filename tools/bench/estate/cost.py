"""CPU of the web worker and of PostgreSQL for one request, from the kernel’s accounting; one keep-alive connection.

A shared machine makes the same work cost more: caches are cold, two threads share a core. Every page is asked a few
times in turn, round after round, with a fixed piece of work beside it (the yardstick); a figure is the median of the
rounds, each divided by how much more than on a quiet machine the yardstick cost in that very round.
"""

import http.client
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.bench.kernel import family

WARM, ROUNDS, RUNS = 5, 9, 4
QUIET = 2.25
"""Milliseconds of CPU of the yardstick on the quiet reference machine: the least of thousands."""


def yardstick() -> float:
    """Milliseconds of CPU of a fixed piece of pure Python, the least of three."""
    found = []
    for _ in range(3):
        begun, kept = time.thread_time(), {}
        for rank in range(20_000):
            kept[rank % 100] = str(rank)
        found.append((time.thread_time() - begun) * 1000)
    return min(found)


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked, by whom, and the figure of the best peer at the three sizes, in CPU ms."""

    name: str
    reader: str
    address: str
    bar: int
    peers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU ms a request: the worker’s, the base’s, as on a quiet machine; `raw`, both as this one counted them."""

    web: float
    base: float
    raw: float

    @property
    def cpu(self) -> float:
        return self.web + self.base


def threads_of(pid: int) -> float:
    """Precise CPU of a family, in seconds: nanoseconds of every thread, as the scheduler counts them."""
    total = 0
    for each in family(pid):
        for task in Path(f"/proc/{each}/task").glob("*/schedstat"):
            try:
                total += int(task.read_text().split()[0])
            except (FileNotFoundError, ProcessLookupError):
                continue
    return total / 1e9


def measure(port: int, web: int, base: int, asks: Sequence[tuple[str, Mapping[str, str]]]) -> list[Cost]:
    """What each (address, headers) costs, all asked in turn; an answer that is not 200 stops the bench."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    for address, headers in asks:
        for _ in range(WARM):
            _once(line, address, headers)
    rounds = [[_cost(line, web, base, *ask) for ask in asks] for _ in range(ROUNDS)]
    line.close()
    return [
        Cost(*(statistics.median(getattr(cost, name) for cost in found) for name in ("web", "base", "raw")))
        for found in zip(*rounds, strict=True)
    ]


def _cost(line: http.client.HTTPConnection, web: int, base: int, address: str, headers: Mapping[str, str]) -> Cost:
    """The mean of a few requests in sequence, between two yardsticks."""
    first = yardstick()
    before = threads_of(web), threads_of(base)
    for _ in range(RUNS):
        _once(line, address, headers)
    after = threads_of(web), threads_of(base)
    slow = max(1.0, (first + yardstick()) / 2 / QUIET)
    spent = [(then - now) * 1000 / RUNS for now, then in zip(before, after, strict=True)]
    return Cost(spent[0] / slow, spent[1] / slow, sum(spent))


def _once(line: http.client.HTTPConnection, address: str, headers: Mapping[str, str]) -> int:
    line.request("GET", address, headers=dict(headers))
    answer = line.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{address} répond {answer.status}.")
    return len(body)


def proportional(pid: int) -> float:
    """Memory of a family in megabytes, shared pages counted once between those who share them."""
    total = 0
    for each in family(pid):
        for line in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024
