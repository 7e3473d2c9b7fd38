"""Which header is which column: by its words, else by likeness, else by what its cells look like; how sure, and why."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lekol.kit.imports.columns import Column, recognise
from lekol.kit.imports.heads import normal

LIKE = 0.84
"""How alike two headers must be, of 1, to be proposed without the same words."""

SURE, LIKELY, SEEN = 100, 75, 60


@dataclass(frozen=True, slots=True)
class Proposal:
    """A header for a column, how sure of 100, and why in French."""

    header: str
    confidence: int
    why: str


def propose(
    headers: Sequence[str], columns: Sequence[Column], sample: Sequence[Mapping[str, str]] = ()
) -> dict[str, Proposal]:
    """Column name → proposal. A header serves once; the surest are served first."""
    found = {name: Proposal(header, SURE, "même nom") for name, header in recognise(headers, columns).items()}
    found = _each_once(found)
    for column in columns:
        if column.name not in found:
            free = [header for header in headers if header and header not in {row.header for row in found.values()}]
            proposal = _alike(column, free) or _looking(column, headers, sample)
            if proposal:
                found = {name: row for name, row in found.items() if row.header != proposal.header}
                found[column.name] = proposal
    return found


def _each_once(found: dict[str, Proposal]) -> dict[str, Proposal]:
    """A header that two columns claim goes to the first one."""
    taken: set[str] = set()
    kept = {}
    for name, proposal in found.items():
        if proposal.header not in taken:
            kept[name] = proposal
            taken.add(proposal.header)
    return kept


def _alike(column: Column, headers: Sequence[str]) -> Proposal | None:
    """The header nearest to one of the column’s names."""
    best, score = "", 0.0
    for header in headers:
        form = normal(header)
        near = max((_likeness(form, known) for known in column.forms), default=0.0)
        if near > score:
            best, score = header, near
    return Proposal(best, round(LIKELY * score), "nom ressemblant") if score >= LIKE else None


def _likeness(form: str, known: str) -> float:
    if len(known) >= 6 and (form.startswith(known) or form.endswith(known)):
        return 0.9
    return difflib.SequenceMatcher(None, form, known).ratio() if abs(len(form) - len(known)) <= 4 else 0.0


def _looking(column: Column, headers: Sequence[str], sample: Iterable[Mapping[str, str]]) -> Proposal | None:
    """A header whose cells nearly all look like the column’s, whatever its words: OCS keeps any code under « TAG »."""
    if not column.looks:
        return None
    for header in headers:
        cells = [row[header] for row in sample if row.get(header)]
        fitting = sum(bool(re.fullmatch(column.looks, cell)) for cell in cells)
        if len(cells) >= 3 and fitting >= len(cells) * 0.9:
            return Proposal(header, SEEN, f"{fitting} cellules sur {len(cells)} en ont la forme")
    return None
