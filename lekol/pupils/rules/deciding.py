"""Who decides of a pair (3.12): one person of the ordinary ones, two of the hard ones, who must agree."""

from collections.abc import Sequence

NEEDED = 2
CERTAIN = 0.9
"""From this probability on, a link needs nobody; under it, a page asks."""
HARD = 0.35
"""Under this probability the calculation leans to two children: one person alone does not say the contrary."""


def is_hard(probability: float, rival: str) -> bool:
    """Twins, and pairs the calculation thinks two children, are hard."""
    return probability < HARD or rival == "jumeaux"


def settled(opinions: Sequence[bool], hard: bool) -> bool | None:
    """Same child, two children, or not yet: nobody answered, a second answer lacks, or two people disagree."""
    if not opinions or len(set(opinions)) > 1:
        return None
    return opinions[0] if len(opinions) >= (NEEDED if hard else 1) else None


def masked_phone(number: int) -> str:
    """A number of which enough is left to see that two are the same: « 0692 •• •• 17 »."""
    text = f"0{number:09d}"
    return f"{text[:4]} •• •• {text[-2:]}" if number else ""


def spaced_phone(digits: str) -> str:
    """« 0692 12 34 17 »."""
    return f"{digits[:4]} {digits[4:6]} {digits[6:8]} {digits[8:]}"


def masked_ine(ine: str) -> str:
    return f"•••••••{ine[-3:]}" if ine else ""
