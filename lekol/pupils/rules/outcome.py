"""What a comparison of two bases found, in plain words, before anything is written."""

import dataclasses
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
    hidden: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EntryFound:
    """One entry of one base and where it stands."""

    side: str
    reference: str
    school: int | None
    grade: str
    standing: str


@dataclass(frozen=True, slots=True)
class GapFound:
    """A disagreement: the entries it is about, what each says, what is needed to find the child, who corrects."""

    kind: str
    field: str
    state: str
    city: str
    owner: str
    presumed: str = ""
    twin: str = ""
    cause: str = ""
    certainty: str = ""
    grounds: str = ""
    school: int | None = None
    state_value: str = ""
    city_value: str = ""
    compulsory: bool = False
    identity: dict[str, dict[str, str]] = dataclasses.field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        return self.kind, self.field, self.state, self.city, self.twin


@dataclass(frozen=True, slots=True)
class Found:
    """Everything to record."""

    state_count: int
    city_count: int
    said: list[str]
    pairs: list[PairFound]
    entries: list[EntryFound]
    gaps: list[GapFound] | None = None
    """None when nothing can be told of them: sealed bases say no value."""
    set_aside: int = 0
    """Entries left out because their family opposed the comparison."""
    school: int | None = None
    """The only school compared; what is held of the others stays as it is."""
    away: frozenset[tuple[str, str]] = frozenset()
    """Pairs with a child of another school, which the comparison of one school cannot see: they stay."""
