"""What is kept of the two pupil bases: references, decisions, open disagreements. Neither base is copied."""

from lekol.pupils.models.comparing import Comparing, Objection, ReferenceMark, Software
from lekol.pupils.models.discrepancies import Correction, Discrepancy, DiscrepancyQuerySet
from lekol.pupils.models.pairs import Comparison, Entry, Opinion, Pair, PairQuerySet

__all__ = [
    "Comparing", "Comparison", "Correction", "Discrepancy", "DiscrepancyQuerySet", "Entry", "Objection", "Opinion",
    "Pair", "PairQuerySet", "ReferenceMark", "Software",
]  # fmt: skip
