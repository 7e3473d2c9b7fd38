"""The addresses of the pupil databases."""

from tests.access.table.visit import Visit

ROWS: tuple[Visit, ...] = ()
