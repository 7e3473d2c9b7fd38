"""The addresses of governance."""

from tests.access.table.visit import Visit

ROWS: tuple[Visit, ...] = ()
