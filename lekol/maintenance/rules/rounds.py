"""Rounds: how far schools are from each other, in which order to visit them. Straight lines, roads of the island."""

import math
from collections.abc import Sequence

EARTH = 6_371.0
WINDING = 1.4
"""Roads are longer than straight lines."""
SPEED = 28.0  # km/h, in town
PARKING = 3  # minutes
EACH = 30  # minutes planned for a fault
Point = tuple[float, float]


def kilometres(one: Point, other: Point) -> float:
    """The straight line between two points (latitude, longitude, in degrees)."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(x), math.radians(y)) for x, y in (one, other))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(h))


def minutes(one: Point | None, other: Point | None) -> int:
    """Minutes by road between two schools; ten when one of them has no known place."""
    if one is None or other is None:
        return 10
    return PARKING + round(kilometres(one, other) * WINDING / SPEED * 60)


def order(points: Sequence[Point | None]) -> list[int]:
    """Ranks in the order to visit: from the first, always the nearest left; schools without a place come last."""
    known = [rank for rank, point in enumerate(points) if point is not None]
    route = known[:1]
    left = set(known[1:])
    while left:
        nearest = min(left, key=lambda rank: (minutes(points[route[-1]], points[rank]), rank))
        route.append(nearest)
        left.remove(nearest)
    return route + [rank for rank, point in enumerate(points) if point is None]
