"""Pages of the agreement."""

from lekol.agreement.views import panels
from lekol.agreement.views.acts import act, act_file, acts, acts_scdl, add_act, add_act_file, edit_act, give_receipt
from lekol.agreement.views.board import agreement, board, text
from lekol.agreement.views.clause import clause, short
from lekol.agreement.views.life import load, sign
from lekol.agreement.views.measures import measure, measures
from lekol.agreement.views.words import answer, declare, evidence

__all__ = [
    "act",
    "act_file",
    "acts",
    "acts_scdl",
    "add_act",
    "add_act_file",
    "agreement",
    "answer",
    "board",
    "clause",
    "declare",
    "edit_act",
    "evidence",
    "give_receipt",
    "load",
    "measure",
    "measures",
    "panels",
    "short",
    "sign",
    "text",
]  # fmt: skip
