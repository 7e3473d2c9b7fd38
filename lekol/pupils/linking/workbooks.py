"""Workbooks (XLSX, ODS, XLS) as rows of cells, each as it would be typed; loaded only when a file is one."""

from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from lekol.pupils.linking.opening import Unreadable


def rows(path: Path) -> list[list[str]]:
    """The rows of the sheet with most of them, empty ones left out. Raises Unreadable."""
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = [book.get_sheet_by_index(rank).to_python() for rank in range(len(book.sheet_names))]
    except (CalamineError, OSError, ValueError):
        raise Unreadable("ce classeur ne peut pas être ouvert. Enregistrez-le en CSV, puis recommencez.") from None
    found = [[_cell(cell) for cell in row] for row in max(sheets, key=len, default=[])]
    if not (full := [row for row in found if any(row)]):
        raise Unreadable("le classeur est vide.")
    return full


def _cell(cell: object) -> str:
    """A cell as it would be typed."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
