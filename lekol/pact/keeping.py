"""Values kept in the process while a stamp of their source stands: read again the moment it moves, or grows old."""

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """At most so many values. The stamp is asked of the source at each reading: it must be cheap, and move with it.

    `seconds` bounds what a stamp cannot see (two writers of one instant, a clock set back).
    """

    def __init__(self, most: int = 512, seconds: float = 60.0) -> None:
        self._most, self._seconds = most, seconds
        self._rows: dict[Key, tuple[Hashable, float, Value]] = {}

    def get(self, key: Key, stamp: Hashable, read: Callable[[], Value]) -> Value:
        """The value of a key: the one kept if its stamp is this one, else read again."""
        now = time.monotonic()
        found = self._rows.get(key)
        if found is not None and found[0] == stamp and now - found[1] < self._seconds:
            return found[2]
        value = read()
        if len(self._rows) >= self._most:
            self._rows.clear()
        self._rows[key] = (stamp, now, value)
        return value
