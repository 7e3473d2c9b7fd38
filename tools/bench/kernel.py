"""The kernel’s account of processes: CPU of the living, and of those they have buried."""

import contextlib
import os
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """A process and all those it started; none once it has ended."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except FileNotFoundError:
        return []
    return [pid, *(each for child in children for each in family(int(child)))]


def cpu(pids: list[int]) -> float:
    """Milliseconds of user and system time of some processes and of those they have buried."""
    total = 0
    for pid in pids:
        with contextlib.suppress(FileNotFoundError):  # one that ended is counted by the process that buried it
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += sum(map(int, fields[11:15]))
    return total * 1000 / TICK
