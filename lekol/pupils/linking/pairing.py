"""One child of one base is at most one child of the other: the best set of links, and what each is then worth."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lekol.pupils.linking.distinct import firsts, numbered, within

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
WORTH = 0.02  # odds under which a pair does not enter the assignment
_WIDEST = 200  # children of one component that are assigned exactly


@dataclass(frozen=True, slots=True)
class Graph:
    """Candidate pairs and the odds that each is the same child."""

    left: Rows
    right: Rows
    odds: Floats

    def shares(self) -> Floats:
        """The probability of each pair when every child has one match at most, none being assigned yet."""
        row = np.bincount(self.left, self.odds)[self.left]
        column = np.bincount(self.right, self.odds)[self.right]
        return self.odds / (1 + row + column - self.odds)


def assigned(graph: Graph) -> Bools:
    """Which pairs are links: mutual best first, exact assignment for the children left in conflict."""
    chosen = _mutual(graph)
    free = (graph.odds >= WORTH) & ~chosen
    conflict = free & ~_settled(graph, chosen)
    if not conflict.any():
        return chosen
    rows = np.flatnonzero(conflict | (chosen & _touched(graph, conflict)))
    chosen[rows] = _optimal(Graph(graph.left[rows], graph.right[rows], graph.odds[rows]))
    return chosen


def _mutual(graph: Graph) -> Bools:
    best = (
        (graph.odds >= WORTH)
        & (graph.odds >= _peak(graph.left, graph.odds))
        & (graph.odds >= _peak(graph.right, graph.odds))
    )
    rows = np.flatnonzero(best)
    rows = rows[firsts(graph.left[rows])]
    rows = rows[firsts(graph.right[rows])]
    chosen = np.zeros(len(best), bool)
    chosen[rows] = True
    return chosen


def _peak(groups: Rows, odds: Floats) -> Floats:
    peak = np.zeros(groups.max(initial=-1) + 1)
    np.maximum.at(peak, groups, odds)
    return peak[groups]


def _settled(graph: Graph, chosen: Bools) -> Bools:
    """Pairs whose two children already have, elsewhere, a match that no exchange could better."""
    left, right = _chosen_odds(graph.left, graph, chosen), _chosen_odds(graph.right, graph, chosen)
    return (left >= graph.odds * 50) | (right >= graph.odds * 50)


def _chosen_odds(groups: Rows, graph: Graph, chosen: Bools) -> Floats:
    found = np.zeros(groups.max(initial=-1) + 1)
    found[groups[chosen]] = graph.odds[chosen]
    return found[groups]


def _touched(graph: Graph, conflict: Bools) -> Bools:
    return within(graph.left, graph.left[conflict]) | within(graph.right, graph.right[conflict])


def _optimal(graph: Graph) -> Bools:
    """The assignment whose product of odds is largest, component by component."""
    part = parts(graph.left, graph.right)
    order = np.argsort(part, kind="stable")
    chosen = np.zeros(len(part), bool)
    for rows in np.split(order, np.flatnonzero(np.diff(part[order])) + 1):
        chosen[rows] = _one_part(graph.left[rows], graph.right[rows], graph.odds[rows])
    return chosen


def parts(left: Rows, right: Rows) -> Rows:
    """For each pair, a number that pairs of one connected component share."""
    label = np.arange(len(left))
    sides = [numbered(side)[2] for side in (left, right)]
    while True:
        before = label
        for side in sides:
            least = np.full(side.max(initial=-1) + 1, len(left))
            np.minimum.at(least, side, label)
            label = least[side]
        if (label == before).all():
            return label


def _one_part(left: Rows, right: Rows, odds: Floats) -> Bools:
    if len(odds) == 1:
        return np.ones(1, bool)
    lefts, rows = np.unique(left, return_inverse=True)
    rights, columns = np.unique(right, return_inverse=True)
    if len(lefts) + len(rights) > _WIDEST:
        return _mutual(Graph(left, right, odds))
    gain = np.zeros((len(lefts), max(len(rights), len(lefts))))
    gain[rows, columns] = np.log(odds / WORTH)
    best = np.array(largest(gain.tolist()))
    return np.asarray((best[rows] == columns) & (gain[rows, columns] > 0))


def largest(gain: list[list[float]]) -> list[int]:
    """The column of each row in the assignment of largest total: the Hungarian method, by shortest paths.

    Rows are at most as many as columns. (SciPy’s takes longer to import than all components to assign.)
    """
    width = len(gain[0])
    rows, columns, owner = [0.0] * (len(gain) + 1), [0.0] * (width + 1), [0] * (width + 1)
    for row in range(1, len(gain) + 1):
        owner[0] = row
        at, way = _augment(gain, rows, columns, owner)
        while at:
            owner[at] = owner[way[at]]
            at = way[at]
    placed = [0] * len(gain)
    for column in range(1, width + 1):
        if owner[column]:
            placed[owner[column] - 1] = column - 1
    return placed


def _augment(
    gain: list[list[float]], rows: list[float], columns: list[float], owner: list[int]
) -> tuple[int, list[int]]:
    """(free column reached, the way to it); potentials are moved along."""
    width, at = len(columns) - 1, 0
    least, way, used = [np.inf] * (width + 1), [0] * (width + 1), [False] * (width + 1)
    while owner[at]:
        used[at] = True
        row = owner[at]
        for column in range(1, width + 1):
            if not used[column] and (cost := -gain[row - 1][column - 1] - rows[row] - columns[column]) < least[column]:
                least[column], way[column] = cost, at
        step, following = min((least[column], column) for column in range(1, width + 1) if not used[column])
        for column in range(width + 1):
            if used[column]:
                rows[owner[column]] += step
                columns[column] -= step
            else:
                least[column] -= step
        at = following
    return at, way


def probabilities(graph: Graph, chosen: Bools) -> Floats:
    """What each pair is worth once the others are assigned: a rival already taken elsewhere weighs little."""
    left, right = _chosen_odds(graph.left, graph, chosen), _chosen_odds(graph.right, graph, chosen)
    toward_right = np.where(chosen, 0, graph.odds / (1 + right))
    toward_left = np.where(chosen, 0, graph.odds / (1 + left))
    rivals = np.bincount(graph.left, toward_right)[graph.left] + np.bincount(graph.right, toward_left)[graph.right]
    own = np.where(chosen, 0, toward_right + toward_left)
    return np.asarray(graph.odds / (1 + graph.odds + np.maximum(rivals - own, 0) + np.where(chosen, 0, left + right)))
