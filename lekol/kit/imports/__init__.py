"""The import desk: any spreadsheet is read, understood, simulated line by line, applied, and can be undone.

An app announces what it takes in its `imports.py` (see docs/imports.md); this package knows no app.
"""

from lekol.kit.imports.columns import Column, Fault, recognise
from lekol.kit.imports.importer import Importer, Line, Outcome, announced, importer
from lekol.kit.imports.reading import Unreadable, open_table

__all__ = [
    "Column", "Fault", "Importer", "Line", "Outcome", "Unreadable", "announced", "importer", "open_table", "recognise",
]  # fmt: skip
