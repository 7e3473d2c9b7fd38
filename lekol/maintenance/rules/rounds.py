"""Rounds: how far schools are from each other, in which order to visit them. Straight lines, roads of the island."""

import math
from collections.abc import Sequence
from itertools import pairwise

EARTH = 6_371.0
WINDING = 1.4
"""Roads are longer than straight lines."""
SPEED = 28.0  # km/h, in town
PARKING = 3  # minutes
EACH = 30  # minutes planned for a fault
TINY = 1e-9
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
    """Ranks in the order to visit, from the first: the nearest left, then no two roads that cross.

    Schools without a known place come last. At most thirty schools: a few milliseconds.
    """
    known = [rank for rank, point in enumerate(points) if point is not None]
    route = known[:1]
    left = set(known[1:])
    while left:
        nearest = min(left, key=lambda rank: (minutes(points[route[-1]], points[rank]), rank))
        route.append(nearest)
        left.remove(nearest)
    return _uncrossed(route, points) + [rank for rank, point in enumerate(points) if point is None]


def _uncrossed(route: list[int], points: Sequence[Point | None]) -> list[int]:
    """The route with stretches turned around while that shortens it; its first stop never moves (2-opt)."""
    shorter = True
    while shorter:
        shorter = False
        for early in range(1, len(route) - 1):
            for late in range(early + 1, len(route)):
                turned = [*route[:early], *reversed(route[early : late + 1]), *route[late + 1 :]]
                if road(turned, points) < road(route, points) - TINY:
                    route, shorter = turned, True
    return route


def road(route: Sequence[int], points: Sequence[Point | None]) -> float:
    """Kilometres of a route between known points, as the crow flies."""
    places = [point for rank in route if (point := points[rank]) is not None]
    return sum(kilometres(one, other) for one, other in pairwise(places))
