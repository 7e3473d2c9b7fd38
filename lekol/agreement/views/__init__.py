"""Pages of the agreement."""

from lekol.agreement.views import panels
from lekol.agreement.views.acts import act, act_file, acts, acts_scdl, add_act, add_act_file, edit_act, give_receipt
from lekol.agreement.views.board import agreement, board, text
from lekol.agreement.views.clause import clause, short
from lekol.agreement.views.drafts import (
    add_draft_item,
    draft,
    draft_item,
    draft_pack,
    drafts,
    enact_draft,
    merge_draft_item,
    read_draft,
    send_draft,
    settle_draft_item,
    shelve_draft,
)
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
    "add_draft_item",
    "agreement",
    "answer",
    "board",
    "clause",
    "declare",
    "draft",
    "draft_item",
    "draft_pack",
    "drafts",
    "edit_act",
    "enact_draft",
    "evidence",
    "give_receipt",
    "load",
    "measure",
    "measures",
    "merge_draft_item",
    "panels",
    "read_draft",
    "send_draft",
    "settle_draft_item",
    "shelve_draft",
    "short",
    "sign",
    "text",
]  # fmt: skip
