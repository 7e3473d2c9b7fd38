"""Links as the lines of a table: links said and pairs to look at, each with what it is worth."""

import csv
import itertools
from collections.abc import Iterator, Sequence
from io import StringIO

import numpy as np

from lekol.pupils.linking.distinct import numbered, once
from lekol.pupils.linking.explaining import explained
from lekol.pupils.linking.linkage import Links, Rows
from lekol.pupils.linking.plain import Cells, Codes
from lekol.pupils.linking.plain import lines as written

COLUMNS = ("id_state", "id_city", "probability", "outcome")
OUTCOMES = ("linked", "review")
MARK = ";"


def headers(*, explain: bool) -> str:
    return _table([(*COLUMNS, "explanation") if explain else COLUMNS])


def lines(links: Links, *, explain: bool) -> Iterator[str]:
    """The lines, many at a time; with `explain`, each says why in French."""
    cells = [] if explain else [Cells.of(words, codes, MARK) for words, codes in _columns(links)]
    plain = [column for column in cells if column is not None]
    if len(plain) == len(COLUMNS):
        yield from written(plain, MARK)
    else:
        yield _table(_rows(links, explain=explain))


def alone(links: Links) -> tuple[int, int]:
    """Children whom the State’s base only knows, the City’s only: neither linked nor doubtful, and not lines of one
    child entered twice."""
    said = links.said
    sides = zip(links.persons, (links.left[said], links.right[said]), strict=True)
    one, two = (alone_among(persons, np.arange(len(persons)), rows) for persons, rows in sides)
    return one, two


def alone_among(persons: Rows, rows: Rows, said: Rows) -> int:
    """How many children some rows of a base are, but for those of whom a pair is said."""
    return len(once(persons[rows])) - len(once(persons[said]))


def _table(rows: Iterator[Sequence[str]] | list[Sequence[str]]) -> str:
    text = StringIO()
    csv.writer(text, delimiter=MARK, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _rows(links: Links, *, explain: bool) -> Iterator[tuple[str, ...]]:
    cells = [[words[code] for code in codes.tolist()] for words, codes in _columns(links)]
    if not explain:
        return zip(*cells, strict=True)
    reasons = itertools.compress(map(str, explained(links)), links.said.tolist())
    return zip(*cells, reasons, strict=True)


def _columns(links: Links) -> Iterator[tuple[Sequence[str], Codes]]:
    """The distinct cells of each of COLUMNS, and which one each row holds."""
    said = np.flatnonzero(links.said)
    for base, rows in zip(links.work.bases, (links.left, links.right), strict=True):
        column = base.columns["id"]
        yield column.words, column.codes[rows[said]]
    millionths, _, which = numbered(np.rint(links.probability[said] * 1e6))
    yield [f"{value / 1e6:.6f}" for value in millionths.tolist()], which
    yield OUTCOMES, np.where(links.linked[said], 0, 1)
