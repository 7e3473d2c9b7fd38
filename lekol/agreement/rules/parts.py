"""The words of a pack, frozen: parties, articles, avenants, promises."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from lekol.pact.clauses import Clause


@dataclass(frozen=True, slots=True)
class PartyText:
    """A party, or an actor the text cites without its signing."""

    key: str
    name: str
    short_name: str
    level: str
    letter: str = ""
    tone: str = "autre"
    entity: str = ""
    code: str = ""
    siren: str = ""
    signing: bool = True
    signatory_function: str = ""
    signatory_name: str = ""
    body: str = ""
    legal_form: str = ""
    registration: str = ""
    group: str = ""
    roles: tuple[str, ...] = ()
    asked_to_join_on: dt.date | None = None
    joined_on: dt.date | None = None
    asked_to_leave_on: dt.date | None = None
    left_on: dt.date | None = None

    @property
    def signatory(self) -> str:
        """« le Maire, Gilbert ANNETTE », or what is known of it."""
        return ", ".join(filter(None, (self.signatory_function, self.signatory_name)))


class ObjectiveText(NamedTuple):
    """An aim (article 1) or a shared objective (article 2)."""

    key: str
    wording: str


class ArticleText(NamedTuple):
    """An article, or another part of the file that binds (report, resolution); annexes have the same form."""

    number: str
    title: str
    wording: str = ""


class Change(NamedTuple):
    """What an avenant does of a clause, or of the text of an article; `words` are the new ones."""

    does: str
    clause: str = ""
    article: str = ""
    words: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class AmendmentText:
    """An avenant signed: what it changes, and from which day."""

    number: int
    on: dt.date
    title: str
    effective_on: dt.date | None = None
    ends_on: dt.date | None = None
    changes: tuple[Change, ...] = ()

    @property
    def from_day(self) -> dt.date:
        """The first day of what it changes."""
        return self.effective_on or self.on


class Succession(NamedTuple):
    """Who owes from a day, or after an horizon."""

    debtors: tuple[str, ...]
    since: dt.date | None = None
    after: str = ""


@dataclass(frozen=True, slots=True)
class CommitmentText:
    """One promise. It is declared by hand when no measure counts it."""

    clause: str
    title: str
    wording: str
    debtors: tuple[str, ...]
    joint: bool
    source: str = ""
    collaborators: tuple[str, ...] = ()
    beneficiaries: tuple[str, ...] = ()
    condition: str = ""
    school_kinds: tuple[str, ...] = ()
    owner: str = ""
    nature: str = "resultat"
    measures: tuple[str, ...] = ()
    target_ratio: float | None = None
    target_number: int | None = None
    target_unit: str = ""
    target_on: dt.date | None = None
    target_at_term: bool = False
    target_horizon: str = ""
    horizon: str = ""
    option: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    successors: tuple[Succession, ...] = ()
    objectives: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)  # where its measures are named

    @property
    def article(self) -> str:
        """The number of the article it stands under."""
        return Clause.parse(self.clause).article

    @property
    def target(self) -> float | None:
        """The number to reach, else the share, else nothing."""
        return self.target_ratio if self.target_number is None else self.target_number

    @property
    def declared(self) -> bool:
        """True when no measure counts it."""
        return not self.measures

    @property
    def indicator(self) -> str:
        """The name under which its figures are kept."""
        return "+".join(self.measures)
