"""Labels: where each one falls on its sheet or tape, in millimetres, as makers cut them."""

from collections.abc import Iterator
from dataclasses import dataclass

PAGE = (210.0, 297.0)
MOST = 2_000
"""Labels printed at once: thirty sheets of 65."""

READ_A_MINUTE = 40
"""Labels one address may read a minute without an account: more than a phone does, fewer than a script."""


@dataclass(frozen=True, slots=True)
class Format:
    """A sheet of labels, or a tape: then each label is a page of its own. Sizes and steps in millimetres."""

    key: str
    label: str
    width: float
    height: float
    columns: int = 1
    rows: int = 1
    left: float = 0
    top: float = 0
    step_x: float = 0
    step_y: float = 0

    @property
    def tape(self) -> bool:
        return self.columns * self.rows == 1

    @property
    def page(self) -> tuple[float, float]:
        """The size of the paper."""
        return (self.width, self.height) if self.tape else PAGE

    @property
    def count(self) -> int:
        """Labels on a page."""
        return self.columns * self.rows


FORMATS = {
    row.key: row
    for row in (
        Format("a4-65", "65 par feuille A4 (38,1 × 21,2 mm)", 38.1, 21.2, 5, 13, 4.65, 10.7, 40.6, 21.2),
        Format("a4-40", "40 par feuille A4 (45,7 × 25,4 mm)", 45.7, 25.4, 4, 10, 9.7, 21.5, 48.3, 25.4),
        Format("a4-24", "24 par feuille A4 (63,5 × 33,9 mm)", 63.5, 33.9, 3, 8, 7.25, 12.9, 66.0, 33.9),
        Format("ruban-12", "Ruban de 12 mm", 45, 12),
        Format("ruban-18", "Ruban de 18 mm", 55, 18),
        Format("ruban-24", "Ruban de 24 mm", 65, 24),
    )
}


def places(form: Format, count: int, start: int = 1) -> Iterator[tuple[int, float, float]]:
    """(page, left, top) of each label, `start` being the first place still on the sheet; pages count from 0."""
    first = 0 if form.tape else min(max(start, 1), form.count) - 1
    for rank in range(first, first + count):
        page, cell = divmod(rank, form.count)
        row, column = divmod(cell, form.columns)
        yield page, form.left + column * form.step_x, form.top + row * form.step_y
