"""CPU of the web worker and of PostgreSQL for one request, from the kernel’s accounting; one keep-alive connection."""

import http.client
import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

WARM, RUNS = 5, 30


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
    """CPU ms a request: the worker’s, the base’s; bytes of the answer."""

    web: float
    base: float
    size: int

    @property
    def cpu(self) -> float:
        return self.web + self.base


def family(pid: int) -> list[int]:
    """A process and those it started."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except FileNotFoundError:
        return []
    return [pid, *(each for child in children for each in family(int(child)))]


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


def measure(port: int, web: int, base: int, address: str, headers: Mapping[str, str]) -> Cost:
    """The mean of RUNS requests in sequence, after WARM ones; an answer that is not 200 stops the bench."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    size = 0
    for _ in range(WARM):
        size = _once(line, address, headers)
    found = []
    for _ in range(3):
        before = threads_of(web), threads_of(base)
        for _ in range(RUNS // 3):
            _once(line, address, headers)
        after = threads_of(web), threads_of(base)
        found.append([(then - first) * 1000 / (RUNS // 3) for first, then in zip(before, after, strict=True)])
    line.close()
    return Cost(statistics.median(row[0] for row in found), statistics.median(row[1] for row in found), size)


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
