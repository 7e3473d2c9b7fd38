"""A draft as a pack: its TOML, and its faults, each on the item it is about."""

import datetime as dt
import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import tomli_w

from lekol.agreement.rules import pack
from lekol.agreement.rules.drafting.items import ALONE, SECTIONS
from lekol.agreement.rules.faults import Fault, PackErrors
from lekol.agreement.rules.lines import Lines

_DAYS = frozenset({"signed_on", "from", "until", "event_on"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Row = tuple[str, Mapping[str, Any]]


class Faulty(NamedTuple):
    """A fault, and the rank of the item it is about; None when the pack as a whole is meant."""

    rank: int | None
    sentence: str
    key: str = ""


def toml_of(rows: Sequence[Row], scope: str) -> str:
    """The pack of (kind, words) rows, as a file."""
    return tomli_w.dumps(_pack(rows, scope)[0])


def faults_of(rows: Sequence[Row], scope: str) -> list[Faulty]:
    """Everything a pack’s reading would refuse; empty when the draft can be enacted."""
    content, paths = _pack(rows, scope)
    text = tomli_w.dumps(content)
    try:
        pack.read(text)
    except PackErrors as refused:
        return _placed(refused.faults, Lines(text), paths, text)
    return []


def _pack(rows: Sequence[Row], scope: str) -> tuple[dict[str, Any], list[tuple[str | int, ...]]]:
    """The tables of the pack, and the path of each row in it."""
    content: dict[str, Any] = {section: {} if kind in ALONE else [] for kind, section in SECTIONS.items()}
    paths: list[tuple[str | int, ...]] = []
    for kind, words in rows:
        section, row = SECTIONS[kind], _row(kind, words)
        if kind in ALONE:
            content[section] |= row
            paths.append((section,))
        else:
            content[section].append(row)
            paths.append((section, len(content[section]) - 1))
    content["agreement"]["scope"] = scope
    return {section: value for section, value in content.items() if value}, paths


def _row(kind: str, words: Mapping[str, Any]) -> dict[str, Any]:
    row = {name: _value(name, value) for name, value in words.items()}
    return row | {"declared": True} if kind == "engagement" and not row.get("measures") else row


def _value(name: str, value: Any) -> Any:
    """A day kept as text is a day again."""
    return day_of(name, value) or value


def day_of(name: str, value: Any) -> dt.date | None:
    """The day a word is, when its key may hold one and when that day exists."""
    if name not in _DAYS or not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def _placed(faults: Sequence[Fault], lines: Lines, paths: Sequence[tuple[str | int, ...]], text: str) -> list[Faulty]:
    starts = sorted((lines.of(*path), rank) for rank, path in enumerate(paths) if lines.of(*path))
    heads = [line for line, _ in starts]
    sections = _sections(text)

    def rank_of(fault: Fault) -> int | None:
        at = bisect_right(heads, fault.line) - 1
        if not fault.line or at < 0 or fault.place in sections:
            return None
        return starts[at][1]

    return [Faulty(rank_of(fault), fault.sentence, _key(fault.place)) for fault in faults]


def _sections(text: str) -> frozenset[str]:
    """Arrays as a whole: a fault there is of no row in particular."""
    return frozenset(name for name, value in tomllib.loads(text).items() if isinstance(value, list))


def _key(place: str) -> str:
    """« commitments[3.14].debtors » → « debtors »."""
    found = re.search(r"\.([a-z_]+)(?:\[[^\]]*\])?$", place)
    return found[1] if found else ""
