"""Why a pair is said to be the same child: each field with its weight, the hypothesis that wins, its rival."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lekol.pupils.linking.linkage import STRANGE, Links
from lekol.pupils.rules.fields import FIELDS, Field
from lekol.pupils.rules.wording import HYPOTHESES, LEVELS, TITLES, signed

_STRANGERS = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """One field of a decision."""

    field: Field
    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision explained; weights are natural logarithms of odds, against two children drawn at random."""

    reasons: list[Reason]
    winner: str
    rival: str
    margin: float

    def __str__(self) -> str:
        parts = [f"{TITLES[reason.field]} : {reason.words} ({signed(reason.weight)})" for reason in self.reasons]
        return "; ".join([*parts, f"{self.winner} plutôt que {self.rival}, écart {signed(self.margin)}"])


def explained(links: Links) -> Iterator[Explanation]:
    """One explanation a link, in their order."""
    work, model = links.work, links.model
    book, a, b = work.shelf.book, work.state.take(links.left), work.city.take(links.right)
    extra = np.zeros((len(links.left), len(FIELDS)))
    for field, part in model.shifts(book, a, b, links.levels):
        extra[:, field] += part
    tables = model.tables()
    weights = tables[0][np.arange(len(FIELDS)), links.levels] + extra
    totals = model.weigh(links.levels, extra.sum(1))
    totals[:, 1:] += np.log(links.lonely)[:, None]
    totals = np.concatenate([totals, STRANGE * np.log(links.lonely)[:, None]], 1)
    for levels, weight, total in zip(links.levels.tolist(), weights.tolist(), totals, strict=True):
        yield _one(levels, weight, total)


def _one(levels: list[int], weights: list[float], totals: npt.NDArray[np.float64]) -> Explanation:
    reasons = [Reason(field, LEVELS[field][levels[field]], weights[field]) for field in FIELDS if levels[field]]
    order = np.argsort(-totals)
    winner, rival = int(order[0]), int(order[1])
    return Explanation(reasons, HYPOTHESES[winner], HYPOTHESES[rival], float(totals[winner] - totals[rival]))
