"""What a whole linkage left in a folder, so that the next one looks only at what changed since (`leaving` writes it).

Prints of lines, salted keys, the weights learned, who is tied to whom, the links as written: neither name nor date.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from lekol.pupils.linking.again.changes import Known
from lekol.pupils.linking.again.likely import Likely
from lekol.pupils.linking.again.steady import Steady
from lekol.pupils.linking.distinct import sought
from lekol.pupils.linking.hypotheses import Kin, Model
from lekol.pupils.linking.memory import own_key
from lekol.pupils.linking.shapes import Shape
from lekol.pupils.rules.fields import Field

Array = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
VERSION = 3
"""Changed whenever records compare, or are kept, in another way: what was kept is then forgotten."""
PLACE, FACTS = "entier", "faits.json"
SIDES = ("etat.", "ville.")
RARE = {Field.NAME: "names", Field.FIRST: "names", Field.BIRTHPLACE: "towns", Field.SCHOOL: "schools"}
"""Which words of a shelf the rarities of a field are about."""


@dataclass(slots=True)
class Asked:
    """What the command was asked, and said, on the day of the whole linkage."""

    on: str
    """That day, in French."""
    explain: bool
    said: list[str]
    """What was to be said of the bases."""
    alone: list[int]
    """Children of each base whom the other does not know."""


@dataclass(slots=True)
class Facts:
    """What is known of the two bases besides their records: State, then City."""

    heads: list[str]
    marks: list[str]
    shapes: list[Shape]
    sizes: list[int]
    without: list[str]
    """Fields that are not compared, one of the bases having none."""
    by_school: bool
    """Is the school what makes a pair certain, no household being known?"""
    pairs: float
    matches: float
    per_child: list[float]
    asked: Asked
    version: int = VERSION


class Arrays:
    """Arrays of a folder, each opened once, and read where it is looked at."""

    def __init__(self, folder: Path, prefix: str = "") -> None:
        self._folder, self._prefix = folder, prefix
        self._opened: dict[str, Array] = {}

    def __contains__(self, name: str) -> bool:
        return self._path(name).exists()

    def __getitem__(self, name: str) -> Array:
        if name not in self._opened:
            self._opened[name] = np.asarray(np.load(self._path(name), mmap_mode="r", allow_pickle=False))
        return self._opened[name]

    def _path(self, name: str) -> Path:
        return self._folder / f"{self._prefix}{name}.npy"


class Half(Arrays):
    """What is kept of one of the two bases."""

    def known(self) -> Known:
        return Known(self["pieces"], self["order"], self["firsts"], self["lines"], self["ends"])


class Trace(Arrays):
    """The trace of a folder. OSError, ValueError, KeyError or TypeError when there is none that can be read."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / PLACE)
        facts = json.loads((self._folder / FACTS).read_text(encoding="utf-8"))
        if facts["version"] != VERSION:
            raise ValueError("another version")
        facts["shapes"] = [Shape(**shape) for shape in facts["shapes"]]
        facts["asked"] = Asked(**facts["asked"])
        self.facts = Facts(**facts)
        self.secret = secret_of(folder)
        self._text = self["lines"].data  # said now if it is missing, not once a result is half written
        state, city = SIDES
        self.halves = Half(self._folder, state), Half(self._folder, city)

    @property
    def likely(self) -> Likely:
        """Which candidates are worth reading."""
        weights = self["likely"]
        return Likely(weights[:-1], float(weights[-1]))

    def model(self, steady: Steady) -> Model:
        """The weights learned, for the words of another shelf."""
        facts = self.facts
        kin = Kin(self["twins"], self["siblings"], (facts.per_child[0], facts.per_child[1]))
        model = Model(
            self["same"], self["strangers"], kin, facts.pairs, facts.matches, (facts.sizes[0], facts.sizes[1])
        )
        for field, words in RARE.items():
            self._shares(model.rarity, field, f"rare{field:d}", getattr(steady, words))
        for field in (Field.NAME, Field.FIRST):
            self._shares(model.common, field, f"common{field:d}", steady.names)
        return model

    def _shares(self, into: dict[Field, Floats], field: Field, name: str, words: Array) -> None:
        """What each word weighs; one never met weighs what the rarest do."""
        if name not in self:
            return
        known, shares = self[name], self[f"{name}.shares"]
        at, met = sought(known, words)
        into[field] = np.where(met, shares[at], shares.min())

    def lines(self, kept: Bools) -> Iterator[memoryview]:
        """Some of the lines written then, those that follow one another at once."""
        until = self["until"]
        edges = np.flatnonzero(np.diff(np.concatenate([[False], kept, [False]])))
        for first, beyond in edges.reshape(-1, 2).tolist():
            yield self._text[until[first - 1] if first else 0 : until[beyond - 1]]


def secret_of(folder: Path) -> bytes:
    """What salts the keys kept in a folder."""
    return blake2b(own_key(folder), digest_size=32, person=b"lekol traces 1").digest()


def start_of(secret: bytes) -> int:
    """What prints of lines start from."""
    return int.from_bytes(secret[:4], "little")
