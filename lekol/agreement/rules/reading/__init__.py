"""Reading the text of a convention: what it promises, who owes it, how it lives. Nothing is invented."""

from lekol.agreement.rules.reading.answer import as_json
from lekol.agreement.rules.reading.found import Reading
from lekol.agreement.rules.reading.whole import read

__all__ = ["Reading", "as_json", "read"]
