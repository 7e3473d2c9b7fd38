"""What a comparison of two bases found, in plain words, before anything is written."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PairFound:
    """Two entries that are, or may be, one child; cells and reasons serve only a review."""

    state: str
    city: str
    probability: float
    review: bool
    hard: bool
    school: int | None = None
    cells: list[dict[str, str | bool]] = field(default_factory=list)
    reasons: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class EntryFound:
    """One entry of one base and where it stands."""

    side: str
    reference: str
    school: int | None
    grade: str
    standing: str


@dataclass(frozen=True, slots=True)
class Found:
    """Everything to record."""

    state_count: int
    city_count: int
    said: list[str]
    pairs: list[PairFound]
    entries: list[EntryFound]
