"""What a year of figures says, in numbers and in French."""

import datetime as dt
from collections.abc import Sequence

Point = tuple[dt.date, float]


def gain(points: Sequence[Point]) -> int | None:
    """Points of percentage gained from the first to the last figure; None without two of them."""
    return round((points[-1][1] - points[0][1]) * 100) if len(points) > 1 else None


def slope(points: Sequence[Point]) -> float:
    """Ratio gained per day over the period, 0 without two figures."""
    if len(points) < 2 or points[-1][0] == points[0][0]:
        return 0.0
    return (points[-1][1] - points[0][1]) / (points[-1][0] - points[0][0]).days


def words(points: Sequence[Point]) -> str:
    """« + 21 points », « − 8 points », « stable, 5 mois », or « pas de série »."""
    gained = gain(points)
    if gained is None:
        return "pas de série"
    still = steady_months(points)
    if gained == 0 or still >= 5:
        return f"stable, {still} mois" if still else "stable"
    unit = "point" if abs(gained) == 1 else "points"
    return f"{'+' if gained > 0 else '−'}\u00a0{abs(gained)}\u00a0{unit}"


def steady_months(points: Sequence[Point]) -> int:
    """For how many whole months the last figure has not moved by half a point."""
    since = points[-1][0]
    for day, ratio in reversed(points):
        if abs(ratio - points[-1][1]) >= 0.005:
            break
        since = day
    return int((points[-1][0] - since).days / 30.4 + 0.5)
