"""Pages of the agreement."""

from lekol.agreement.views import panels
from lekol.agreement.views.acts import act, act_file, acts, acts_scdl, add_act, add_act_file, edit_act, give_receipt
from lekol.agreement.views.amending import (
    add_change,
    amendment,
    answer_amendment,
    consolidated,
    drop_amendment,
    propose,
    redraft,
    remove_change,
    sign_amendment,
)
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
from lekol.agreement.views.noticing import life as life_page
from lekol.agreement.views.noticing import notice, notice_step, prepare_notice, renewal, succeed
from lekol.agreement.views.words import answer, declare, evidence

__all__ = [
    "act",
    "act_file",
    "acts",
    "acts_scdl",
    "add_act",
    "add_act_file",
    "add_change",
    "add_draft_item",
    "agreement",
    "amendment",
    "answer",
    "answer_amendment",
    "board",
    "clause",
    "consolidated",
    "declare",
    "draft",
    "draft_item",
    "draft_pack",
    "drafts",
    "drop_amendment",
    "edit_act",
    "enact_draft",
    "evidence",
    "give_receipt",
    "life_page",
    "load",
    "measure",
    "measures",
    "merge_draft_item",
    "notice",
    "notice_step",
    "panels",
    "prepare_notice",
    "propose",
    "read_draft",
    "redraft",
    "remove_change",
    "renewal",
    "send_draft",
    "settle_draft_item",
    "shelve_draft",
    "short",
    "sign",
    "sign_amendment",
    "succeed",
    "text",
]  # fmt: skip
