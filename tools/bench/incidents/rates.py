"""How many faults a second: by the API through the real server, by mail through the real parsing and writing path."""

import asyncio
import datetime as dt
import json
import multiprocessing
import time
import uuid
from dataclasses import dataclass

from django.utils import timezone

from lekol.directory.models import Person
from lekol.identity.actions import create_token
from lekol.identity.choices import Reach
from lekol.identity.models import User
from tools.bench.estate.cost import QUIET, threads_of, yardstick
from tools.bench.incidents.taking import message, take_all

PATH = "/api/v1/pannes"


@dataclass(frozen=True, slots=True)
class Rate:
    """Acts a second seen from outside, CPU milliseconds each of the server and of the base as counted here.

    `slow`: how much more than on a quiet machine a fixed piece of work cost, before and after.
    """

    each_second: float
    web: float
    base: float
    slow: float


def token(name: str = "academie") -> str:
    """A secret that reads and reports faults in the name of a reader of the bench."""
    account = User.objects.get(email=f"{name}@banc.example")
    until = timezone.localdate() + dt.timedelta(days=30)
    reaches = [Reach.TICKETS, Reach.REPORTS]
    return create_token(account=account, name="banc", reaches=reaches, expires_on=until, perimeter="", by=None)[1]


def told(uai: str, key: str = "", summary: str = "Plus de réseau ce matin") -> bytes:
    """The body of a report."""
    words = {"key": key or str(uuid.uuid4()), "school": uai, "nature": "commutateur", "summary": summary}
    return json.dumps(words).encode()


class Line:
    """One kept connection, opened again when the worker behind it dies."""

    def __init__(self, port: int, secret: str) -> None:
        self.port, self.secret = port, secret
        self.writer: asyncio.StreamWriter | None = None

    async def post(self, body: bytes) -> int:
        """The status of the answer; ConnectionError or EOFError when none came."""
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        head = (
            f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {self.secret}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        try:
            self.writer.write(head.encode() + body)
            await self.writer.drain()
            return await self._answer()
        except (ConnectionError, EOFError):
            self.close()
            raise

    async def _answer(self) -> int:
        lines = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower().split("\r\n")
        length = next(int(line.partition(":")[2]) for line in lines if line.startswith("content-length:"))
        await self.reader.readexactly(length)
        return int(lines[0].split(" ")[1])

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()
        self.writer = None


async def _send(port: int, secret: str, uais: list[str], count: int, lines: int) -> float:
    """Seconds to send so many reports over so many lines at once."""
    left = iter(range(count))

    async def one() -> None:
        line = Line(port, secret)
        for rank in left:
            status = await line.post(told(uais[rank % len(uais)]))
            if status != 201:
                raise SystemExit(f"L’API répond {status}.")
        line.close()

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(lines)))
    return time.perf_counter() - began


def by_api(port: int, web: int, base: int, uais: list[str], count: int = 2_000) -> Rate:
    """Reports by eight machines at once, after a warm-up."""
    secret = token()
    asyncio.run(_send(port, secret, uais, 200, 8))
    first, before = yardstick(), (threads_of(web), threads_of(base))
    seconds = asyncio.run(_send(port, secret, uais, count, 8))
    spent = [(then - now) * 1000 / count for now, then in zip(before, (threads_of(web), threads_of(base)), strict=True)]
    return Rate(count / seconds, *spent, slow_since(first))


def slow_since(first: float) -> float:
    """How slow the machine is, from a yardstick taken before and one taken now."""
    return max(1.0, (first + yardstick()) / 2 / QUIET)


def by_mail(base: int, count: int = 500) -> Rate:
    """Messages parsed, checked and written by two processes, as two jobs of the queue would."""
    senders = list(Person.objects.filter(email__startswith="tete").order_by("pk").values_list("email", flat=True)[:500])
    halves = [[message(rank, senders[rank % len(senders)]) for rank in range(side, count, 2)] for side in (0, 1)]
    context = multiprocessing.get_context("spawn")
    gate, done = context.Barrier(3), context.Queue()
    workers = [context.Process(target=take_all, args=(half, gate, done)) for half in halves]
    for worker in workers:
        worker.start()
    gate.wait(300)
    first, before, began = yardstick(), threads_of(base), time.perf_counter()
    spent = [done.get(timeout=600) for _ in workers]
    seconds, after = time.perf_counter() - began, threads_of(base)
    for worker in workers:
        worker.join()
    if sum(opened for opened, _ in spent) != count:
        raise SystemExit(f"{count - sum(opened for opened, _ in spent)} courriels n’ont pas ouvert de panne.")
    web = sum(cpu for _, cpu in spent) * 1000 / count
    return Rate(count / seconds, web, (after - before) * 1000 / count, slow_since(first))
