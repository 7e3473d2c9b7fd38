"""What a linkage remembers of the one before: a print a record, and how each pair compared. Neither name nor date.

Pairs whose two records bear the same prints as before are not compared again; everything that is learned from them is
learned again, so that the links are those of a whole run. A print is keyed: without the key it says nothing.
"""

import secrets
from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lekol.pupils.linking.cells import eights, hashed
from lekol.pupils.linking.distinct import numbered, sought
from lekol.pupils.linking.files import Base
from lekol.pupils.linking.levels import Levels, packed
from lekol.pupils.rules.fields import FIELDS

Prints = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.int64]
VERSION = 5
"""Changed whenever records compare in another way: what was remembered is then forgotten."""
_PRIME, _OTHER = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_ASIDE = frozenset({"id", "postcode", "class"})
"""Columns that no comparison reads."""


class Memory:
    """Kept in a folder between two linkages of the same bases."""

    def __init__(self, folder: Path, secret: bytes = b"") -> None:
        self.folder = folder
        self._key = blake2b(secret or own_key(folder), digest_size=32, person=b"lekol memoire 1").digest()
        self._known, self._packed = _loaded(folder / "paires.npz")
        self._said: list[tuple[Prints, Prints]] = []
        self.compared, self.remembered = 0, 0
        self.fresh: list[tuple[Rows, Rows]] = []
        """Rows of the pairs that were compared: of the State’s base, of the City’s."""

    def prints(self, base: Base) -> Prints:
        """One number a record, drawn from every cell that linkage reads."""
        total = np.full(base.count, VERSION, np.uint64)
        for name in sorted(base.columns.keys() - _ASIDE):
            column = base.columns[name]
            total = _mixed(total, self._printed(name, column.words)[column.codes])
        return total

    def _printed(self, column: str, words: Sequence[str]) -> Prints:
        """One number a word, which the key and the column change; the empty word is 0."""
        return printed(words, np.frombuffer(blake2b(column.encode(), digest_size=8, key=self._key).digest(), np.uint64))

    def levels(
        self, prints: tuple[Prints, Prints], rows: tuple[Rows, Rows], compare: Callable[[Rows, Rows], Levels]
    ) -> Levels:
        """How pairs compare: as remembered, else compared now. `prints` are those of the pairs, `rows` their rows."""
        keys = _mixed(_mixed(np.full(len(prints[0]), 1, np.uint64), prints[0]), prints[1])
        at, known = sought(self._known, keys)
        found = np.zeros(len(keys), np.uint64)
        found[known] = self._packed[at[known]]
        new = np.flatnonzero(~known)
        left, right = rows[0][new], rows[1][new]
        if len(new):
            found[new] = packed(compare(left, right))
        self.compared, self.remembered = self.compared + len(new), self.remembered + int(known.sum())
        self.fresh.append((left, right))
        self._said.append((keys, found))
        return _unpacked(found)

    def save(self) -> None:
        """Remember the pairs of this linkage, and no other."""
        if not self._said:
            return
        keys, first, _ = numbered(np.concatenate([keys for keys, _ in self._said]))
        levels = np.concatenate([found for _, found in self._said])[first]
        self.folder.mkdir(parents=True, exist_ok=True)
        aside = self.folder / "paires.neuves.npz"
        np.savez(aside, version=np.array(VERSION), keys=keys, packed=levels)
        aside.replace(self.folder / "paires.npz")


def printed(words: Sequence[str], salt: Prints) -> Prints:
    """One number a word, which the salt changes; the empty word is 0."""
    cells = [word.encode("utf-8", "replace") for word in words]
    lengths = np.fromiter(map(len, cells), np.int64, len(cells))
    starts = np.cumsum(lengths) - lengths
    found = _mixed(hashed(eights(b"".join(cells) + bytes(8)), starts, lengths), salt)
    found[lengths == 0] = 0
    return found


def own_key(folder: Path) -> bytes:
    """A key drawn once, that nobody but the owner of the folder reads."""
    path = folder / "cle"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(secrets.token_bytes(32))
    return path.read_bytes()


def _loaded(path: Path) -> tuple[Prints, Prints]:
    empty = np.zeros(0, np.uint64), np.zeros(0, np.uint64)
    try:
        with np.load(path, allow_pickle=False) as kept:
            return (kept["keys"], kept["packed"]) if int(kept["version"]) == VERSION else empty
    except (OSError, ValueError, KeyError, EOFError):
        return empty  # nothing yet, or a file cut short: everything is compared


def _mixed(total: Prints, part: Prints) -> Prints:
    total = (total ^ part) * _PRIME
    return (total ^ (total >> np.uint64(31))) * _OTHER


def _unpacked(found: Prints) -> Levels:
    levels = np.zeros((len(found), len(FIELDS)), np.int8)
    for rank in range(len(FIELDS)):
        levels[:, len(FIELDS) - 1 - rank] = (found >> np.uint64(4 * rank) & np.uint64(15)).astype(np.int8)
    return levels
