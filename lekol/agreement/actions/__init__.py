"""The verbs of the agreement; nothing else writes its rows."""

from lekol.agreement.actions.acts import attach, content_of, correct_act, record_act, take_receipt
from lekol.agreement.actions.declaring import answer, declare
from lekol.agreement.actions.drafting import (
    add_item,
    confirm_item,
    correct_item,
    enact,
    merge_items,
    pack_text,
    read_draft,
    remove_item,
    restore_item,
    resume,
    send,
    shelve,
)
from lekol.agreement.actions.loading import load, sign
from lekol.agreement.actions.passes import MeasureFailed, Passed, take_pass

__all__ = [
    "MeasureFailed", "Passed", "add_item", "answer", "attach", "confirm_item", "content_of", "correct_act",
    "correct_item", "declare", "enact", "load", "merge_items", "pack_text", "read_draft", "record_act", "remove_item",
    "restore_item", "resume", "send", "shelve", "sign", "take_pass", "take_receipt",
]  # fmt: skip
