"""Which candidates are worth reading, by their marks and their keys alone: learned from those a whole linkage compared.

A candidate shares a key, which most strangers do too; nearly all are hopeless once compared. What tells the others is
learned by a logistic regression: pairs that were linked against pairs that came up. No label is used.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lekol.pupils.linking.again.steady import Kinds, Marks

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]
ENOUGH = 1_000  # linked pairs, under which every candidate is read
_MISSED = 0.0005  # share of linked pairs that may be taken for hopeless
_ROUNDS, _RIDGE = 12, 1.0
_FEW, _HARD = 3, 20.0  # linked pairs that share few keys are what must be told apart: each counts as many


@dataclass(frozen=True, slots=True)
class Likely:
    """What each mark on which two records agree weighs, on which they differ, each kind of key they share."""

    weights: Floats
    """agree, one a mark; differ, one a mark; key, one a kind; the constant."""
    least: float

    def worth(self, one: Marks, two: Marks, kinds: Bools) -> Bools:
        """Which pairs are worth reading: a row a pair of each, `kinds` being the kinds of keys that they share."""
        wide = one.shape[1]
        total = kinds @ self.weights[2 * wide : -1] + self.weights[-1]
        for rank in range(wide):
            left, right = one[:, rank], two[:, rank]
            table = np.array([0, self.weights[rank], self.weights[wide + rank]])
            total += table[np.where((left == 0) | (right == 0), 0, np.where(left == right, 1, 2))]
        return np.asarray(total >= self.least)


def learned(linked: tuple[Marks, Marks, Bools], tried: tuple[Marks, Marks, Bools]) -> Likely:
    """The weights that tell linked pairs from candidates tried, each as (marks, marks, kinds shared)."""
    wide = linked[0].shape[1]
    if len(linked[0]) < ENOUGH:
        return Likely(np.zeros(2 * wide + linked[2].shape[1] + 1), 0.0)
    known, chance = _said(*linked), _said(*tried)
    table = np.concatenate([known, chance])
    truth = np.arange(len(table)) < len(known)
    weight = np.where(truth & (table[:, 2 * wide : -1].sum(1) <= _FEW), _HARD, 1.0)
    weights = np.zeros(table.shape[1])
    for _ in range(_ROUNDS):
        found = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        curve = weight * found * (1 - found) + 1e-6
        slope = table.T @ (weight * (truth - found)) - _RIDGE * weights
        weights += np.linalg.solve((table.T * curve) @ table + _RIDGE * np.eye(len(weights)), slope)
    return Likely(weights, float(np.quantile(known @ weights, _MISSED)))


def _said(one: Marks, two: Marks, kinds: Bools) -> Floats:
    """A row a pair: agree, differ, keys, and 1."""
    known = (one != 0) & (two != 0)
    return np.concatenate([known & (one == two), known & (one != two), kinds, np.ones((len(one), 1))], 1)


def shared(left: Kinds, right: Kinds) -> Bools:
    """Which kinds of keys each pair shares, keys being those of the two records, a row a pair."""
    return np.stack(
        [
            np.logical_or.reduce([(one == two) & (one != 0) for one in columns for two in others])
            for (_, columns), (_, others) in zip(left, right, strict=True)
        ],
        1,
    )
