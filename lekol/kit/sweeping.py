"""How often Python looks for rings of objects to throw away, while a great many rows that hold none go by."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

OFTEN, SELDOM = 50_000, 50
"""Objects made between two looks at the youngest, and looks at these between two at the older ones."""


@contextmanager
def swept_seldom() -> Iterator[None]:
    """For the time of a long work, what stands already is never looked through again, and what comes, seldom.

    A third of the time of an import went there; its rows are freed by their counts, so memory stays as it was. A
    process that has set what it made aside (a worker of the server) keeps it so.
    """
    usual, aside = gc.get_threshold(), gc.get_freeze_count()
    gc.set_threshold(OFTEN, SELDOM, SELDOM)
    if not aside:
        gc.freeze()
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        if not aside:
            gc.unfreeze()
