"""The verbs of governance; nothing else writes its rows."""

from lekol.governance.actions.accords import ask_parties, speak, write_draft
from lekol.governance.actions.committees import appoint, delegate, fill_from_directory, vacate
from lekol.governance.actions.meetings import (
    add_item,
    add_proposals,
    answer,
    attach,
    call_roll,
    cancel,
    convene,
    invite,
    move,
    note_presences,
    plan,
    raise_item,
    remove_item,
)
from lekol.governance.actions.minutes import Task, decide, entrust, follow, hold, submit, write_notes
from lekol.governance.actions.reviews import ask_freeze, freeze, submit_review, write_section

__all__ = [
    "Task", "add_item", "add_proposals", "answer", "appoint", "ask_freeze", "ask_parties", "attach", "call_roll",
    "cancel", "convene", "decide", "delegate", "entrust", "fill_from_directory", "follow", "freeze", "hold", "invite",
    "move", "note_presences", "plan", "raise_item", "remove_item", "speak", "submit", "submit_review", "vacate",
    "write_draft", "write_notes", "write_section",
]  # fmt: skip
