"""How often each device broke down: announced by whoever keeps the incidents, asked by whoever plans renewals.

The estate stands below the incidents and never imports them; where nobody announces, nothing is counted.
"""

import datetime as dt
from collections.abc import Callable, Iterable

Count = Callable[[Iterable[int], dt.date], Iterable[tuple[int, int]]]
_announced: list[Count] = []


def failures(count: Count) -> Count:
    """Announce how failures are counted: (device, how many since a day) for each device of a query that had some."""
    _announced[:] = [count]
    return count


def failures_of(assets: Iterable[int], since: dt.date) -> dict[int, int]:
    """How many failures each of these devices had since a day; those without any are absent. One query."""
    return dict(_announced[0](assets, since)) if _announced else {}


def are_counted() -> bool:
    """True when somebody keeps the incidents."""
    return bool(_announced)
