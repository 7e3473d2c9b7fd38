"""A pack: the text of an agreement as data (TOML). Schema: docs/convention/pack.md.

`read` gives frozen words, or raises PackErrors with *every* fault, each naming its line.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lekol.agreement.rules import consistency, shape
from lekol.agreement.rules.faults import Fault, PackErrors
from lekol.agreement.rules.lines import Lines
from lekol.agreement.rules.parts import (
    AmendmentText,
    ArticleText,
    Change,
    CommitmentText,
    ObjectiveText,
    PartyText,
    Succession,
)
from lekol.agreement.rules.syntax import in_french
from lekol.agreement.rules.term import CALENDARS, Span, Term, TermRule, horizon_of, rule_from, term_of
from lekol.pact.routing import Route
from lekol.pact.scopes import Scope

__all__ = ["CommitmentText", "Fault", "Pack", "PackErrors", "PartyText", "decode", "read"]

LARGEST = 1_000_000  # bytes: the longest agreement seen takes a tenth of it
DATA = (
    "term", "horizons", "membership", "notice", "disputes", "amendment", "amendments", "groups", "parties", "acts",
    "aims", "options", "annexes", "amounts", "programmes", "documents", "data_roles", "opens", "blanks", "instances",
    "committees", "base_equipment", "trolley", "routing", "protocol", "delays",
    "pupil_bases",
)  # fmt: skip
AT_TERM = "terme"
STEPS = {"deliberation": "decided_on", "transmission": "transmitted_on", "publication": "published_on"}
# A key of twenty parts is no key of ours, and a chain of thousands would hold tomllib for minutes.
_CHAIN = re.compile(r"^[ \t\[]*(?:(?:[A-Za-z0-9_-]+|\"[^\"\n]*\"|'[^'\n]*')[ \t]*\.[ \t]*){20}", re.MULTILINE)


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
    template: bool = False
    calendar: str = "reunion"
    horizons: Mapping[str, TermRule] = field(default_factory=dict)
    signed_on: dt.date | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def years(self) -> int:
        """Years of the plain rule; 0 under another one."""
        return self.term.years

    @property
    def events(self) -> dict[str, dt.date | None]:
        """The last day on which each step of the acts was taken; none without an act that tells it."""
        rows = self.data.get("acts", [])
        told = {event: [row[day] for row in rows if day in row] for event, day in STEPS.items()}
        return {event: dt.date.fromisoformat(max(days)) if days else None for event, days in told.items()}

    def term_when(self, signed_on: dt.date | None) -> Term | None:
        """The term by the rule of the pack for that signature; None as long as it cannot be known."""
        term = term_of(self.term, signed_on, CALENDARS[self.calendar], self.events)
        return None if self.template and signed_on is None else term

    def horizons_when(self, signed_on: dt.date | None) -> dict[str, Span]:
        """What is known of each horizon for that signature."""
        term, start = self.term_when(signed_on), CALENDARS[self.calendar]
        if self.template and term is None:
            term = term_of(self.term, None, start, self.events)
        return {key: horizon_of(rule, signed_on, term, start, self.events) for key, rule in self.horizons.items()}


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
        annexes=tuple(_annex(row) for row in pack.get("annexes", [])),
        amendments=tuple(_amendment(_words(row)) for row in pack.get("amendments", [])),
        horizons={row["key"]: rule_from(_words(row)) for row in pack.get("horizons", [])},
        routing=tuple(consistency.route_of(row) for row in pack.get("routing", [])),
        commitments=tuple(
            _commitment(_words(row), consistency.groups_of(pack), lines.of("commitments", rank, "measures"))
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


def _annex(row: Mapping[str, Any]) -> ArticleText:
    words = _words(row)
    return ArticleText(words["number"], words["title"], words.get("wording", ""))


def _amendment(row: dict[str, Any]) -> AmendmentText:
    changes = tuple(change_of(_words(words)) for words in row.pop("changes", ()))
    return AmendmentText(**row, changes=changes)


def change_of(row: Mapping[str, Any]) -> Change:
    """A change of an avenant, its clause in the canonical form."""
    words = {key: value for key, value in row.items() if key not in {"does", "clause", "article"}}
    clause = consistency.clause_of(row["clause"]) if "clause" in row else ""
    return Change(row["does"], clause, row.get("article", ""), words)


def _commitment(row: dict[str, Any], groups: Mapping[str, tuple[str, ...]], line: int) -> CommitmentText:
    target, collaborators = row.pop("target", {}), row.pop("with", ())
    successors = tuple(_succession(_words(words), groups) for words in row.pop("successors", ()))
    row["debtors"] = consistency.members(row["debtors"], groups)
    row = {key: value for key, value in row.items() if key not in {"article", "declared"}}
    row["clause"] = consistency.clause_of(row["clause"])
    row.setdefault("joint", len(row["debtors"]) > 1)
    return CommitmentText(**row, collaborators=collaborators, successors=successors, **_target(target), line=line)


def _succession(row: Mapping[str, Any], groups: Mapping[str, tuple[str, ...]]) -> Succession:
    return Succession(consistency.members(row["debtors"], groups), row.get("from"), row.get("after", ""))


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
