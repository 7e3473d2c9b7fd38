"""Dates of birth in arrays: what two have in common, and what blocking takes of one."""

import numpy as np
import numpy.typing as npt

from lekol.pupils.rules.fields import Birth

Ints = npt.NDArray[np.int32]
Levels = npt.NDArray[np.int8]


class Calendar:
    """Dates as numbers like 20180314."""

    def close(self) -> None:
        """Nothing is left to arrange once every date is read."""

    def year(self, born: Ints) -> Ints:
        return born // 10_000

    def month(self, born: Ints) -> Ints:
        return born // 100

    def folded(self, born: Ints) -> Ints:
        """A date whose day and month are in order: 03/07 and 07/03 meet; 0 unless whole."""
        year, month, day = born // 10_000, born // 100 % 100, born % 100
        both = year * 10_000 + np.minimum(month, day) * 100 + np.maximum(month, day)
        return np.where((month > 0) & (day > 0), both, 0).astype(np.int32)

    def vague(self, born: Ints) -> npt.NDArray[np.bool_]:
        """Not known, not whole, or the 1 January that stands for it."""
        return np.asarray((born % 100 == 0) | (born % 10_000 == 101))

    def compare(self, left: Ints, right: Ints) -> Levels:
        """The first thing that two dates share, from everything to nothing."""
        y, m, d = left // 10_000, left // 100 % 100, left % 100
        v, n, e = right // 10_000, right // 100 % 100, right % 100
        level = np.full(len(left), Birth.OTHER, np.int8)
        level[abs((y * 12 + m) - (v * 12 + n)) <= 2] = Birth.CLOSE
        level[y == v] = Birth.YEAR
        level[(y == v) & (self.vague(left) | self.vague(right))] = Birth.HOLDER
        level[(m == n) & (d == e)] = Birth.DAY
        level[(y == v) & (m == n)] = Birth.MONTH
        level[_differ(y, v) + _differ(left % 10_000, right % 10_000) == 1] = Birth.DIGIT
        level[(y == v) & (m == e) & (d == n)] = Birth.SWAPPED
        level[left == right] = Birth.EXACT
        level[(left == 0) | (right == 0)] = Birth.UNKNOWN
        return level


def _differ(left: Ints, right: Ints) -> Levels:
    """How many of four digits differ."""
    return np.asarray(_FILLED[_DIGITS[left] ^ _DIGITS[right]])


_DIGITS = np.array([int(f"{number:04d}", 16) for number in range(10_000)], np.uint16)
"""Four digits, each on four bits."""
_BYTES = np.arange(1 << 16, dtype=np.uint16).view(np.uint8).reshape(-1, 2)
_FILLED = ((_BYTES & 15 != 0).sum(1) + (_BYTES >> 4 != 0).sum(1)).astype(np.int8)
"""How many of four digits are not 0."""
