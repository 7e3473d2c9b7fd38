"""How often Python looks for rings of objects to throw away, while a great many rows that hold none go by."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

OFTEN, SELDOM = 50_000, 50
"""Objects made between two looks at the youngest, and looks at these between two at the older ones."""


@dataclass(slots=True)
class _Works:
    """Long works under way in this process, of several threads perhaps: the first sets, the last sets back."""

    lock: Lock = field(default_factory=Lock)
    count: int = 0
    usual: tuple[int, int, int] = (0, 0, 0)
    mine: bool = False
    """Did we set aside what stood, or had the process done so before?"""

    def begin(self) -> None:
        with self.lock:
            self.count += 1
            if self.count > 1:
                return
            self.usual, self.mine = gc.get_threshold(), not gc.get_freeze_count()
            gc.set_threshold(OFTEN, SELDOM, SELDOM)
            if self.mine:
                gc.freeze()

    def end(self) -> None:
        with self.lock:
            self.count -= 1
            if self.count:
                return
            gc.set_threshold(*self.usual)
            if self.mine:
                gc.unfreeze()


_works = _Works()


@contextmanager
def swept_seldom() -> Iterator[None]:
    """For the time of a long work, what stands already is never looked through again, and what comes, seldom.

    A third of the time of an import went there; its rows are freed by their counts, so memory stays as it was. A
    process that has set what it made aside (a worker of the server) keeps it so.
    """
    _works.begin()
    try:
        yield
    finally:
        _works.end()
