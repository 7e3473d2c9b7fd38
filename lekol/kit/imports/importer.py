"""What an app announces in its `imports.py`, and the line-by-line difference it answers."""

import enum
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Self, TypeVar

from lekol.kit.imports.columns import Column, missing
from lekol.pact.rights import Right


class Outcome(enum.StrEnum):
    """What a line would do."""

    CREATED = "creee"
    CHANGED = "modifiee"
    SAME = "inchangee"
    REFUSED = "refusee"
    IGNORED = "ignoree"
    ABSENT = "absente"
    """Not a line: a thing of the territory that the file does not speak of. Nothing is done about it."""


@dataclass(slots=True)
class Line:
    """A line of the file once understood. `before` and `after` hold only what would change, ready for JSON."""

    number: int
    key: str = ""
    title: str = ""
    outcome: Outcome = Outcome.SAME
    values: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    cells: dict[str, str] = field(default_factory=dict)
    told: bool = False
    """Must the reader see it, though it changes nothing?"""

    checked: bool = False
    """Was it compared on the very footing of today? A new thing is then not told again."""

    thing: Any = None
    """What `plan` found in the base, for `apply`; never kept."""

    def refuse(self, *reasons: str) -> None:
        self.outcome = Outcome.REFUSED
        self.reasons.extend(reasons)


@dataclass(frozen=True, slots=True)
class Territory:
    """Where a run may write: codes of communes and of académies; None means anywhere (the console)."""

    communes: frozenset[str] | None = None
    academies: frozenset[str] | None = None
    only: str = ""
    """A commune alone (its INSEE code) or a school alone (its UAI)."""

    def holds(self, commune: str, academy: str) -> bool:
        """May a line of that commune be written?"""
        if self.communes is None:
            return True
        return commune in self.communes or academy in (self.academies or frozenset())


class Importer(ABC):
    """Takes one kind of file in. Subclasses are stateless but for what a chunk needs.

    `plan` fills the outcome of parsed lines with a constant number of queries a chunk; `apply` and `undo`
    act through the app’s own verbs, within the caller’s transaction.
    """

    key: str = ""
    label: str = ""
    help: str = ""
    right: Right | None = None
    columns: Sequence[Column] = ()
    guesses: bool = False
    """Are headers also proposed by likeness and by what their cells look like, for the reader to check?"""

    sections: str = ""
    """The column that a lone text among the lines fills below itself (« École X »), and that a sheet’s name fills."""

    by_school: bool = False
    """May the reader keep one school alone?"""

    loose: frozenset[str] = frozenset()
    """Fields of `after` that another line of the same file may settle first: never a sign that the base moved."""

    @property
    def labels(self) -> dict[str, str]:
        """The French name of each field a line may change."""
        return {column.name: column.label for column in self.columns}

    def opened(self, territory: Territory) -> Self:
        """The importer for one run: itself, or a copy that may remember what it reads of the territory."""
        return self

    def footing(self, territory: Territory) -> str:
        """A print of all that the check of a new thing leans on, beside the rows that could be that very thing.

        The same at the confirmation as at the simulation, a new thing would be told as it was: only whether it is
        still new is asked. Nothing when lines are always compared again.
        """
        return ""

    def lacks(self, headers: Sequence[str], mapping: Mapping[str, str]) -> list[str]:
        """One sentence per thing without which no line can be understood."""
        return missing(headers, self.columns, mapping)

    def section(self, text: str) -> str:
        """What a lone text among the lines fills of `sections`, or nothing when it is a mere note."""
        return ""

    def keep(self, cells: Mapping[str, str], mapping: Mapping[str, str]) -> bool:
        """Is this line for us at all? Others are counted as ignored."""
        return True

    @abstractmethod
    def key_of(self, values: Mapping[str, Any]) -> str:
        """The natural key of a line."""

    def other_keys(self, values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
        """(words, value) that no two lines of a file may share, beside the natural key."""
        return ()

    def doubt(self, lines: list[Line]) -> None:  # noqa: B027 — most importers know nothing more of them
        """Say what else is wrong with lines that a cell already refuses: a file is then corrected in one go."""

    def look(self, lines: list[Line], territory: Territory) -> None:  # noqa: B027 — most importers ask as they plan
        """Ask the base what `plan` needs of these very lines, when that can be asked apart: it then works meanwhile."""

    @abstractmethod
    def plan(self, lines: list[Line], territory: Territory) -> None:
        """Give each line its title, outcome, before and after."""

    def absent(self, keys: Collection[str], territory: Territory) -> Sequence[tuple[str, str]]:
        """(key, title) of what stands in the territory and is not among the keys of a whole file."""
        return ()

    @abstractmethod
    def apply(self, line: Line, by: Any) -> None:
        """Do what the line says."""

    def apply_all(self, lines: Sequence[Line], by: Any) -> None:
        """Do what the lines of a chunk say, at once where the app can."""
        for line in lines:
            self.apply(line, by)

    @abstractmethod
    def changed_since(self, lines: list[Line]) -> list[str]:
        """Sentences for rows that changed since the lines were applied: they forbid an undo."""

    @abstractmethod
    def undo(self, line: Line, by: Any) -> None:
        """Give back what the line changed."""

    def undo_all(self, lines: Sequence[Line], by: Any) -> None:
        """Give back what the lines of a chunk changed."""
        for line in lines:
            self.undo(line, by)


ANYWHERE = Territory()

Made = TypeVar("Made", bound=type[Importer])
_announced: dict[str, Importer] = {}


def importer(made: Made) -> Made:
    """Announce an importer class under its key."""
    if made.key in _announced:
        raise ValueError(f"L’import « {made.key} » est annoncé deux fois.")
    _announced[made.key] = made()
    return made


def announced() -> Mapping[str, Importer]:
    """Every importer, by key."""
    return MappingProxyType(_announced)
