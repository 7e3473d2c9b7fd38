"""The instances of a template: one per school, establishment or body, each with its own signature and options."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lekol.agreement.rules.pack import Pack
from lekol.agreement.rules.term import CALENDARS, Span, Term, horizon_of, term_of

VALUES = ("date", "amount", "number", "text")


@dataclass(frozen=True, slots=True)
class Filled:
    """A blank and what the instance writes in it; nothing when it is still to fill."""

    label: str
    kind: str
    value: Any = None
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Instance:
    """One signed, or to sign, instance."""

    key: str
    name: str
    party: str
    code: str
    signatory: str
    body: str
    term: Term | None
    horizons: Mapping[str, Span]
    options: tuple[str, ...]
    filled: tuple[Filled, ...]

    @property
    def missing(self) -> list[str]:
        """What is still to fill before it is whole."""
        return [row.label for row in self.filled if row.needed and row.value is None]

    def clauses(self, pack: Pack) -> list[str]:
        """The clauses that bind it: the core, and the options it keeps."""
        return [row.clause for row in pack.commitments if not row.option or row.option in self.options]


def instances_of(pack: Pack) -> list[Instance]:
    """Every instance, in the order of the pack."""
    return [_instance(pack, row) for row in pack.data.get("instances", [])]


def _instance(pack: Pack, row: Mapping[str, Any]) -> Instance:
    signed_on, left_on = _day(row.get("signed_on")), _day(row.get("left_on"))
    start = CALENDARS[pack.calendar]
    term = term_of(pack.term, signed_on, start, pack.events) if signed_on else None
    if term and left_on:
        term = Term(term.starts_on, min(term.ends_on or left_on, left_on))
    horizons = {key: horizon_of(rule, signed_on, term, start, pack.events) for key, rule in pack.horizons.items()}
    signatory = ", ".join(filter(None, (row.get("signatory_function"), row.get("signatory_name"))))
    return Instance(
        row["key"], row["name"], row["party"], row.get("code", ""), signatory, row.get("body", ""), term, horizons,
        tuple(_options(pack, row)), tuple(_filled(pack, row.get("filled", []))),
    )  # fmt: skip


def _options(pack: Pack, row: Mapping[str, Any]) -> Iterable[str]:
    own = row.get("options", ())
    return (one["key"] for one in pack.data.get("options", []) if one.get("chosen") or one["key"] in own)


def _filled(pack: Pack, rows: Iterable[Mapping[str, Any]]) -> Iterable[Filled]:
    given = {row["blank"]: next((row[key] for key in VALUES if key in row), None) for row in rows}
    for blank in pack.data.get("blanks", []):
        value = given.get(blank["key"])
        kept = _day(value) if blank["kind"] == "date" else value
        yield Filled(blank["label"], blank["kind"], kept, blank.get("needed", True))


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None
