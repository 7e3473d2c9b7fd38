"""Schools compared by groups, none so small that it would speak of one class or one pupil.

The two floors are those of official statistics in France: no cell about fewer than three units (schools), nor
about fewer than eleven persons (pupils). A hidden group cannot be had back by subtraction either: when only one
is under the floors, or when what is hidden still is, the smallest of the others is hidden with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lekol.governance.rules.indicators import Value

LEAST_SCHOOLS = 3
LEAST_PUPILS = 11


@dataclass(frozen=True, slots=True)
class Group:
    """Schools alike: how many, their pupils when all are known, and their figure."""

    label: str
    schools: int
    pupils: int | None
    value: Value


def too_small(group: Group) -> bool:
    """Under one of the floors; pupils nobody counted leave only the floor of schools."""
    return group.schools < LEAST_SCHOOLS or (group.pupils is not None and group.pupils < LEAST_PUPILS)


def hidden(groups: Sequence[Group]) -> set[int]:
    """The ranks of the groups that are not shown."""
    found = {rank for rank, group in enumerate(groups) if too_small(group)}
    while found and len(found) < len(groups) and _could_be_had_back([groups[rank] for rank in found]):
        left = (rank for rank in range(len(groups)) if rank not in found)
        found.add(min(left, key=lambda rank: (groups[rank].schools, rank)))
    return found


def _could_be_had_back(kept: Sequence[Group]) -> bool:
    pupils = [group.pupils for group in kept if group.pupils is not None]
    few = len(pupils) == len(kept) and sum(pupils) < LEAST_PUPILS
    return len(kept) == 1 or sum(group.schools for group in kept) < LEAST_SCHOOLS or few


def quartiles(numbers: Sequence[float]) -> tuple[float, float, float] | None:
    """The figures a quarter, half and three quarters of the schools do not pass; None under four times the floor."""
    if len(numbers) < 4 * LEAST_SCHOOLS:
        return None
    ranked = sorted(numbers)
    return (_at(ranked, 0.25), _at(ranked, 0.5), _at(ranked, 0.75))


def _at(ranked: Sequence[float], share: float) -> float:
    place = share * (len(ranked) - 1)
    low = int(place)
    return ranked[low] + (ranked[min(low + 1, len(ranked) - 1)] - ranked[low]) * (place - low)
