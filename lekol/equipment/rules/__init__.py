"""Pure decisions of the estate, each citing its clause."""

from lekol.equipment.rules.estate import TABLE, Maintainer, Row, maintainer

__all__ = ["TABLE", "Maintainer", "Row", "maintainer"]
