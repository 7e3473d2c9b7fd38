"""A pack: the text of an agreement as data (TOML). Schema: docs/convention/pack.md.

`read` gives frozen words, or raises PackErrors with *every* fault, each naming its line.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from lekol.agreement.rules import consistency, shape
from lekol.agreement.rules.faults import Fault, PackErrors
from lekol.agreement.rules.lines import Lines
from lekol.agreement.rules.syntax import in_french
from lekol.agreement.rules.term import Term, TermRule, rule_from, term_of
from lekol.pact.clauses import Clause
from lekol.pact.routing import Route
from lekol.pact.scopes import Scope

__all__ = ["Fault", "Pack", "PackErrors", "decode", "read"]

LARGEST = 1_000_000  # bytes: the longest agreement seen takes a tenth of it
DATA = (
    "term", "notice", "amendment", "amendments", "aims", "annexes",
    "committees", "base_equipment", "trolley", "routing", "protocol", "delays",
)  # fmt: skip
AT_TERM = "terme"
# A key of twenty parts is no key of ours, and a chain of thousands would hold tomllib for minutes.
_CHAIN = re.compile(r"^[ \t\[]*(?:(?:[A-Za-z0-9_-]+|\"[^\"\n]*\"|'[^'\n]*')[ \t]*\.[ \t]*){20}", re.MULTILINE)


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


class AmendmentText(NamedTuple):
    """An avenant signed."""

    number: int
    on: dt.date
    title: str


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


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole agreement. `data` keeps, ready for JSON, what later chapters read: committees, equipment, routing…"""

    slug: str
    title: str
    short_title: str
    scope: Scope
    term: TermRule
    parties: tuple[PartyText, ...]
    objectives: tuple[ObjectiveText, ...]
    articles: tuple[ArticleText, ...]
    commitments: tuple[CommitmentText, ...]
    aims: tuple[ObjectiveText, ...] = ()
    annexes: tuple[ArticleText, ...] = ()
    amendments: tuple[AmendmentText, ...] = ()
    routing: tuple[Route, ...] = ()
    demonstration: bool = False
    schools: tuple[str, ...] = ()
    predecessor: str = ""
    parent: str = ""
    signed_on: dt.date | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def years(self) -> int:
        """Years of the plain rule; 0 under another one."""
        return self.term.years

    def term_when(self, signed_on: dt.date | None) -> Term | None:
        """The term by the rule of the pack for that signature; None as long as it cannot be known."""
        return term_of(self.term, signed_on)


def decode(content: bytes) -> str:
    """The text of a pack file, or PackErrors when it is too large or not UTF-8."""
    if len(content) > LARGEST:
        raise PackErrors([Fault(0, f"le fichier dépasse {LARGEST // 1000} ko : ce n’est pas un paquet de convention.")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        sentence = "le fichier n’est pas un texte en UTF-8. Enregistrez-le dans cet encodage, puis recommencez."
        raise PackErrors([Fault(line, sentence)]) from None


def read(text: str) -> Pack:
    """Read and check a pack; raise PackErrors with every fault."""
    raw = _parsed(text)
    report = shape.Report(raw, Lines(text))
    pack = shape.sound(report)
    consistency.check(pack, report)
    if report.faults:
        raise PackErrors(report.faults)
    return _pack(pack, report.lines)


def _parsed(text: str) -> dict[str, Any]:
    if len(text) > LARGEST:
        raise PackErrors([Fault(0, f"le texte dépasse {LARGEST // 1000} ko : ce n’est pas un paquet de convention.")])
    if found := _CHAIN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise PackErrors([Fault(line, "une clé de plus de vingt parties n’existe pas dans un paquet. Corrigez-la.")])
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise PackErrors([Fault(0, "des crochets ou des accolades sont emboîtés sans fin.")]) from None
    except ValueError as fault:
        raise PackErrors([in_french(str(fault), text)]) from None


def _pack(pack: dict[str, Any], lines: Lines) -> Pack:
    head = _words(pack["agreement"])
    return Pack(
        **{**head, "scope": Scope.parse(head["scope"])},
        term=rule_from(_words(pack["term"])),
        parties=tuple(PartyText(**_words(row)) for row in pack["parties"]),
        objectives=tuple(ObjectiveText(**_words(row)) for row in pack.get("objectives", [])),
        articles=tuple(ArticleText(**_words(row)) for row in pack["articles"]),
        aims=tuple(ObjectiveText(**_words(row)) for row in pack.get("aims", [])),
        annexes=tuple(ArticleText(**_words(row)) for row in pack.get("annexes", [])),
        amendments=tuple(AmendmentText(**_words(row)) for row in pack.get("amendments", [])),
        routing=tuple(consistency.route_of(row) for row in pack.get("routing", [])),
        commitments=tuple(
            _commitment(_words(row), lines.of("commitments", rank, "measures"))
            for rank, row in enumerate(pack["commitments"])
        ),
        data={**{key: _plain(pack[key]) for key in DATA if key in pack}, "at_term": _at_term(pack)},
    )


def _at_term(pack: Mapping[str, Any]) -> list[str]:
    """Clauses whose target falls due at the end of the agreement, once that day is known."""
    due = [row for row in pack["commitments"] if row.get("target", {}).get("on") == AT_TERM]
    return [consistency.clause_of(row["clause"]) for row in due]


def _words(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row ready for its dataclass: texts stripped, lists made tuples."""
    return {key: _word(value) for key, value in row.items()}


def _word(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()
    return tuple(map(_word, value)) if isinstance(value, list) else value


def _commitment(row: dict[str, Any], line: int) -> CommitmentText:
    target, collaborators = row.pop("target", {}), row.pop("with", ())
    row = {key: value for key, value in row.items() if key not in {"article", "declared"}}
    row["clause"] = consistency.clause_of(row["clause"])
    row.setdefault("joint", len(row["debtors"]) > 1)
    return CommitmentText(**row, collaborators=collaborators, **_target(target), line=line)


def _target(row: Mapping[str, Any]) -> dict[str, Any]:
    words = {f"target_{key}": value for key, value in _words(row).items()}
    at_term = words.get("target_on") == AT_TERM
    return {**words, "target_on": None if at_term else words.get("target_on"), "target_at_term": at_term}


def _plain(value: Any) -> Any:
    """Ready for JSON: dates as their ISO form."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, dt.date) else _word(value)
