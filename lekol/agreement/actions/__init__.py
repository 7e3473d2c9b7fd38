"""The verbs of the agreement; nothing else writes its rows."""

from lekol.agreement.actions import amending, noticing
from lekol.agreement.actions.acts import attach, content_of, correct_act, record_act, take_receipt
from lekol.agreement.actions.amending import (
    add_change,
    consent,
    drop_amendment,
    propose_amendment,
    redraft_amendment,
    remove_change,
    sign_amendment,
)
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
from lekol.agreement.actions.ending import give_alerts, succeed
from lekol.agreement.actions.loading import load, sign
from lekol.agreement.actions.noticing import (
    close_notice,
    prepare_notice,
    receive_notice,
    reply_notice,
    send_notice,
    terminate,
)
from lekol.agreement.actions.passes import MeasureFailed, Passed, take_pass

__all__ = [
    "MeasureFailed",
    "Passed",
    "add_change",
    "add_item",
    "amending",
    "answer",
    "attach",
    "close_notice",
    "confirm_item",
    "consent",
    "content_of",
    "correct_act",
    "correct_item",
    "declare",
    "drop_amendment",
    "enact",
    "give_alerts",
    "load",
    "merge_items",
    "noticing",
    "pack_text",
    "prepare_notice",
    "propose_amendment",
    "read_draft",
    "receive_notice",
    "record_act",
    "redraft_amendment",
    "remove_change",
    "remove_item",
    "reply_notice",
    "restore_item",
    "resume",
    "send",
    "send_notice",
    "shelve",
    "sign",
    "sign_amendment",
    "succeed",
    "take_pass",
    "take_receipt",
    "terminate",
]
