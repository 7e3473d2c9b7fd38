"""Two people filling the same form at once: what each changed is kept, and what both changed is told to the second."""

from collections.abc import Mapping
from typing import Any


def merge(
    base: Mapping[str, Any], current: Mapping[str, Any], sent: Mapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """The fields to keep, and those that both changed differently since `base` (kept as they are now).

    A field the second writer did not touch keeps what the first one wrote in it.
    """
    kept, met = dict(current), []
    for name, value in sent.items():
        mine, theirs = value != base.get(name), current.get(name) != base.get(name)
        if mine and theirs and value != current.get(name):
            met.append(name)
        elif mine:
            kept[name] = value
    return kept, met
