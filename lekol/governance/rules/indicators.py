"""Indicators: what the steering committee makes of announced measures to evaluate the actions (articles 8.1, 8.6).

Pure: whole numbers in, a value and its words out. A share of nothing is nothing, never 100 %.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lekol.pact.measures import Reading

SHARE, SUM, LACK, RATIO = "part", "somme", "manque", "rapport"
UP, DOWN = "hausse", "baisse"
REACHED, WELL, SHORT, WITHOUT = "atteinte", "approche", "loin", "sans_cible"
NEAR = 0.1  # a tenth of the target away is near


@dataclass(frozen=True, slots=True)
class Value:
    """A figure as it is kept: what is counted, out of what when it is a quotient."""

    numerator: int
    denominator: int | None = None

    @property
    def number(self) -> float | None:
        """The quotient, the count when there is nothing to divide by, or None when that is zero."""
        if self.denominator is None:
            return float(self.numerator)
        return self.numerator / self.denominator if self.denominator else None


def value(formula: str, readings: Iterable[Reading], base: Iterable[Reading] = ()) -> Value:
    """The measures combined: a share, a sum, what lacks, or what is met for one of another measure."""
    rows, under = list(readings), list(base)
    met, due = sum(row.met for row in rows), sum(row.due for row in rows)
    match formula:
        case "part":
            return Value(met, due)
        case "somme":
            return Value(met)
        case "manque":
            return Value(due - met)
        case "rapport":
            return Value(met, sum(row.met for row in under))
    raise ValueError(f"Formule inconnue : {formula}")


def shown(found: Value | None, formula: str, unit: str = "") -> str:
    """« 82 % », « 1 240 tablettes », « 0,8 tablette par élève », or « — »; never rounds up to 100 what is not whole."""
    number = found.number if found else None
    if number is None:
        return "—"
    if formula == SHARE:
        rounded = round(number * 100)
        return f"{99 if rounded == 100 and number < 1 else rounded}\u00a0%"
    text = f"{number:,.2f}".rstrip("0").rstrip(".").replace(",", "\u202f").replace(".", ",")
    return f"{text}\u00a0{unit}".strip()


def target_shown(target: Decimal | None, formula: str, unit: str = "") -> str:
    """The target in the words of the figure; « aucune » without one."""
    if target is None:
        return "aucune"
    text = f"{target.normalize():f}".replace(".", ",")
    return f"{text}\u00a0%" if formula == SHARE else f"{text}\u00a0{unit}".strip()


def as_number(target: Decimal | None, formula: str) -> float | None:
    """The target in the scale of `Value.number`: shares run from 0 to 1."""
    if target is None:
        return None
    return float(target) / 100 if formula == SHARE else float(target)


def standing(number: float | None, target: float | None, direction: str) -> str:
    """Where a figure stands against its target, whichever way it must go."""
    if number is None or target is None:
        return WITHOUT
    gap = target - number if direction == UP else number - target
    if gap <= 1e-9:
        return REACHED
    return WELL if gap <= max(abs(target), 1e-9) * NEAR + 1e-9 else SHORT


def top_of(numbers: Sequence[float], target: float | None) -> float:
    """A round number above everything drawn: 1, 2 or 5 followed by zeros."""
    highest = max([*numbers, target or 0.0, 0.0])
    if highest < 1e-9:  # nothing that could be drawn
        return 1.0
    power = 10.0 ** math.floor(math.log10(highest))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= highest * (1 - 1e-12))
