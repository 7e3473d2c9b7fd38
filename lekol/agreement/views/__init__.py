"""Pages of the agreement."""

from lekol.agreement.views import panels
from lekol.agreement.views.board import agreement, board, text
from lekol.agreement.views.clause import clause, short
from lekol.agreement.views.life import load, sign
from lekol.agreement.views.measures import measure, measures
from lekol.agreement.views.words import answer, declare, evidence

__all__ = [
    "agreement", "answer", "board", "clause", "declare", "evidence", "load", "measure", "measures", "panels", "short",
    "sign", "text",
]  # fmt: skip
