"""A first look over a whole file, before any line is read: what its dates say together, where its cells lack."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from lekol.kit.imports.columns import Column
from lekol.kit.imports.dates import Clues
from lekol.kit.imports.importer import Importer
from lekol.kit.imports.proposals import Proposal, propose
from lekol.kit.imports.reading import Row, Table
from lekol.kit.imports.shapes import Shape, shape_of

SAMPLE = 200
FEW = 2  # lines that do not make a habit
SPARSE = 0.4
"""From this share of empty cells, a heading written once stands for the lines below it."""


@dataclass(slots=True)
class Survey:
    """What was learnt: columns found and how surely, dates of each, whether the heading column is written once."""

    proposals: dict[str, Proposal]
    clues: dict[str, Clues] = field(default_factory=dict)
    lines: int = 0
    headed: int = 0
    repeated: int = 0
    above: str = ""

    @property
    def mapping(self) -> dict[str, str]:
        return {name: proposal.header for name, proposal in self.proposals.items()}

    @property
    def carries(self) -> bool:
        """Is the heading column filled once and left empty below, as merged cells are?"""
        return 0 < self.headed <= self.lines * (1 - SPARSE) and not self.repeated and self.lines > FEW

    def add_heading(self, cell: str) -> None:
        """Take one more cell of the heading column into account."""
        self.lines += 1
        self.headed += bool(cell)
        self.repeated += bool(cell) and cell == self.above
        self.above = cell or self.above

    def columns(self, columns: Sequence[Column]) -> list[Column]:
        """The columns, those of dates reading as their whole column says."""
        return [
            replace(column, parse=self.clues[column.name].parse) if column.name in self.clues else column
            for column in columns
        ]

    def remarks(self) -> list[str]:
        """What was decided on whole columns, in French."""
        return [sentence for clue in self.clues.values() if (sentence := clue.sentence())]


def survey(table: Table, taker: Importer, chosen: Mapping[str, str] | None = None) -> Survey:
    """Look at a whole table, drawn to its end when a column needs it; `chosen` is a settled mapping."""
    head = list(itertools.islice(table.rows, SAMPLE)) if taker.guesses else []
    if chosen is not None:
        proposals = {name: Proposal(header, 100, "choisi") for name, header in chosen.items()}
    else:
        columns = taker.columns
        sample = [row.cells for row in head if shape_of(row.cells) is Shape.LINE]
        proposals = propose(table.headers, columns, sample) if taker.guesses else _plain(table, taker)
    found = Survey(proposals)
    found.clues = {
        column.name: Clues(column.label) for column in taker.columns if column.dates and column.name in proposals
    }
    if found.clues or taker.sections in proposals:
        _look(found, itertools.chain(head, table.rows), taker.sections)
    return found


def _plain(table: Table, taker: Importer) -> dict[str, Proposal]:
    known = propose(table.headers, taker.columns)
    return {name: proposal for name, proposal in known.items() if proposal.confidence == 100}


def _look(found: Survey, rows: itertools.chain[Row], sections: str) -> None:
    mapping = found.mapping
    watched = [(mapping[name], clue) for name, clue in found.clues.items()]
    heading = mapping.get(sections, "")
    for _, cells, _ in rows:
        for header, clue in watched:
            if cell := cells.get(header):
                clue.add(cell)
        if heading and shape_of(cells) is Shape.LINE:
            found.add_heading(cells.get(heading, ""))
