"""A cyclone’s morning: reports from 500 schools, machines that insist until they are answered, workers killed."""

import asyncio
import os
import random
import signal
import statistics
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from lekol.maintenance.models import Ticket
from tools.bench.estate.cost import family
from tools.bench.incidents.rates import Line, told

AGAIN, PATIENCE = 0.5, 10.0
"""Seconds before a sending is tried again, and before one without answer is given up and tried again."""
TWICE = 0.1
"""One report in ten is sent twice at once, by someone who taps twice."""


@dataclass(slots=True)
class Morning:
    """What happened: seconds between the first sending and the answer, how many sendings had no answer."""

    sent: int
    kills: int = 0
    retries: int = 0
    refused: int = 0
    lost: int = 0
    twice: int = 0
    waits: list[float] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)

    def wait(self, percent: int) -> float:
        """Milliseconds within which so many in a hundred were answered."""
        return statistics.quantiles(self.waits, n=100)[percent - 1] * 1000


def workers_of(pid: int) -> list[int]:
    """The processes of the server that answer."""
    return [each for each in family(pid)[1:] if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()]


def morning(port: int, web: int, secret: str, uais: list[str], count: int, seconds: float) -> Morning:
    """So many reports in so many seconds, a worker killed at one third and at two thirds; then the base is asked."""
    found = Morning(count)
    keys = [str(uuid.uuid4()) for _ in range(count)]
    asyncio.run(_play(port, web, secret, uais, keys, seconds, found))
    kept = Counter(str(key) for key in Ticket.objects.filter(client_key__in=keys).values_list("client_key", flat=True))
    made = Ticket.objects.filter(summary__startswith="Cyclone ", client_key__in=keys).count()
    found.lost, found.twice = count - len(kept), made - len(kept)
    return found


async def _play(
    port: int, web: int, secret: str, uais: list[str], keys: list[str], seconds: float, found: Morning
) -> None:
    draw = random.Random(1)  # noqa: S311 — a draw that repeats
    lines = [Line(port, secret) for _ in range(64)]
    free: asyncio.Queue[Line] = asyncio.Queue()
    for line in lines:
        free.put_nowait(line)
    killer = asyncio.create_task(_kill(web, seconds, found))
    async with asyncio.TaskGroup() as group:
        began = time.perf_counter()
        for rank, key in enumerate(keys):
            await asyncio.sleep(max(0.0, began + rank * seconds / len(keys) - time.perf_counter()))
            body = told(uais[rank % len(uais)], key, summary=f"Cyclone {rank}")
            for _ in range(2 if draw.random() < TWICE else 1):
                group.create_task(_insist(free, body, found))
    await killer
    for line in lines:
        line.close()


async def _insist(free: "asyncio.Queue[Line]", body: bytes, found: Morning) -> None:
    """Send until an answer comes, as a telephone does, with the same key each time."""
    began = time.perf_counter()
    while True:
        line = await free.get()
        try:
            status = await asyncio.wait_for(line.post(body), PATIENCE)
        except (ConnectionError, EOFError, TimeoutError, OSError) as fault:
            line.close()
            found.faults[type(fault).__name__] += 1
            found.retries += 1
            status = 0
        finally:
            free.put_nowait(line)
        if status in (200, 201):
            found.waits.append(time.perf_counter() - began)
            return
        found.refused += status != 0
        await asyncio.sleep(AGAIN)


async def _kill(web: int, seconds: float, found: Morning) -> None:
    """A worker dies at one third of the morning, and another at two thirds: no order, no time to finish.

    The second waits for the first to be replaced: two out of two is another exercise.
    """
    for _ in range(2):
        await asyncio.sleep(seconds / 3)
        while len(ready := _ready(web)) < 2:
            await asyncio.sleep(0.2)
        os.kill(random.choice(ready), signal.SIGKILL)  # noqa: S311
        found.kills += 1


def _ready(web: int) -> list[int]:
    """The workers that have begun to serve: those with as many threads as any."""
    threads = {each: len(list(Path(f"/proc/{each}/task").iterdir())) for each in workers_of(web)}
    return [each for each, count in threads.items() if count >= max(threads.values()) - 1]
