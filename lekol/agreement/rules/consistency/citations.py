"""Every key a row cites is that of another row: parties, groups, horizons, options, programmes, blanks."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from lekol.agreement.rules.consistency.whole import clause_of, keys_of, known
from lekol.agreement.rules.lines import Path
from lekol.agreement.rules.shape import Report, Row

TERM = "terme"


class Citation(NamedTuple):
    """A key, under the tables that lead to it, and the sections where what it names is described."""

    path: tuple[str, ...]
    sections: tuple[str, ...]
    also: tuple[str, ...] = ()


CITATIONS = (
    Citation(("parties", "group"), ("groups",)),
    Citation(("acts", "party"), ("parties",)),
    Citation(("commitments", "successors", "debtors"), ("parties", "groups")),
    Citation(("commitments", "successors", "after"), ("horizons",), (TERM,)),
    Citation(("commitments", "horizon"), ("horizons",)),
    Citation(("commitments", "target", "horizon"), ("horizons",)),
    Citation(("commitments", "option"), ("options",)),
    Citation(("amendments", "changes", "debtors"), ("parties", "groups")),
    Citation(("amendments", "changes", "target", "horizon"), ("horizons",)),
    Citation(("amounts", "payer"), ("parties", "groups")),
    Citation(("amounts", "payee"), ("parties", "groups")),
    Citation(("amounts", "programme"), ("programmes",)),
    Citation(("amounts", "option"), ("options",)),
    Citation(("programmes", "funder"), ("parties",)),
    Citation(("annexes", "owner"), ("parties", "groups")),
    Citation(("annexes", "items", "owner"), ("parties", "groups")),
    Citation(("documents", "author"), ("parties",)),
    Citation(("data_roles", "controllers"), ("parties", "groups")),
    Citation(("data_roles", "processors"), ("parties",)),
    Citation(("opens", "provider"), ("parties",)),
    Citation(("instances", "party"), ("parties",)),
    Citation(("instances", "options"), ("options",)),
    Citation(("instances", "filled", "blank"), ("blanks",)),
)
CLAUSES = (
    ("horizons", "clause"), ("membership", "clause"), ("disputes", "clause"), ("options", "clause"),
    ("annexes", "clause"), ("amounts", "clause"), ("documents", "clause"), ("data_roles", "clause"),
    ("opens", "clause"), ("blanks", "clause"),
)  # fmt: skip


def check(pack: Row, report: Report) -> None:
    """Report what is cited and not described."""
    for citation in CITATIONS:
        described = {key: None for section in citation.sections for key in keys_of(pack, section)}
        for path, value in found(pack, citation.path):
            names = [value] if isinstance(value, str) else value
            known([name for name in names if name not in citation.also], described, citation.sections[0], report, path)
    _clauses(pack, report)


def found(here: Any, steps: tuple[str, ...], path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value under these keys, with its path; lists are gone through."""
    if isinstance(here, list):
        for rank, row in enumerate(here):
            yield from found(row, steps, (*path, rank))
    elif steps and isinstance(here, dict) and steps[0] in here:
        inner = here[steps[0]]
        if len(steps) == 1:
            yield (*path, steps[0]), inner
        else:
            yield from found(inner, steps[1:], (*path, steps[0]))


def _clauses(pack: Row, report: Report) -> None:
    promised = {clause_of(value) for _, value in found(pack, ("commitments", "clause"))}
    for steps in CLAUSES:
        for path, value in found(pack, steps):
            if clause_of(value) not in promised:
                report.add(f"la clause {value} n’est pas celle d’un engagement.", *path)
