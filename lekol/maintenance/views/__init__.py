"""Pages of incidents."""

from lekol.maintenance.views.rules import rules

__all__ = ["rules"]
