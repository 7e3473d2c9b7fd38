"""The addresses of incidents."""

from tests.access.table.visit import Visit

ROWS = (Visit("maintenance:rules"),)
