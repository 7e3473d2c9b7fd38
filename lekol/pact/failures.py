"""The second hinge: incidents announce how often devices failed, the estate reads it to plan renewal.

`equipment` stands below `maintenance` and never knows it: it asks here. Where no app announces a count, nothing
failed as far as anybody knows, and the answer is empty.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping

Count = Callable[[Collection[int], dt.date, dt.date], Mapping[int, int]]
"""Devices by their ids (a set, or a query of ids left unread), first and last day, both counted."""

_announced: list[Count] = []


def counts_failures(query: Count) -> Count:
    """Announce who counts failures. One app does: two would count the same fault twice."""
    if _announced:
        raise ValueError("Les pannes des matériels sont déjà comptées par une autre application.")
    _announced.append(query)
    return query


def failures(devices: Collection[int], first: dt.date, last: dt.date) -> Mapping[int, int]:
    """How many times each device failed between two days, both counted; devices that never failed are left out.

    One SQL query whatever the number of devices; a query of ids (`rows.values("pk")`) is not read, it joins.
    """
    return _announced[0](devices, first, last) if _announced else {}
