"""What is wrong with a pack: every fault at once, each with its line, its place and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to correct. `line` is 0 when the file as a whole is meant; `place` is the path of the key."""

    line: int
    sentence: str
    place: str = ""

    def __str__(self) -> str:
        where = " · ".join(part for part in (f"ligne {self.line}" if self.line else "", self.place) if part)
        return f"{where} : {self.sentence}" if where else self.sentence


class PackErrors(Exception):
    """Every fault of a pack, in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults), key=lambda fault: (fault.line, fault.place, fault.sentence))
        super().__init__("\n".join(map(str, self.faults)))
