"""The verbs of governance; nothing else writes its rows."""

from lekol.governance.actions.accords import ask_parties, speak, write_draft
from lekol.governance.actions.committees import appoint, delegate, fill_from_directory, vacate
from lekol.governance.actions.indicators import (
    define,
    freeze_due,
    freeze_points,
    give_up,
    redefine,
    retain,
    withdraw,
)
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
from lekol.governance.actions.programmes import (
    Edited,
    add_operation,
    advance,
    edit_operation,
    give_opinion,
    open_consultation,
    open_programme,
    remove_operation,
    reopen,
    submit_programme,
    write_intro,
)
from lekol.governance.actions.reviews import (
    ask_freeze,
    freeze,
    submit_freeze,
    submit_review,
    write_before,
    write_section,
)

__all__ = [
    "Edited", "Task", "add_item", "add_operation", "add_proposals", "advance", "answer", "appoint", "ask_freeze",
    "ask_parties", "attach", "call_roll", "cancel", "convene", "decide", "define", "delegate", "edit_operation",
    "entrust", "fill_from_directory", "follow", "freeze", "freeze_due", "freeze_points", "give_opinion", "give_up",
    "hold", "invite", "move", "note_presences", "open_consultation", "open_programme", "plan", "raise_item",
    "redefine", "remove_item", "remove_operation", "reopen", "retain", "speak", "submit", "submit_freeze",
    "submit_programme", "submit_review", "vacate", "withdraw", "write_before", "write_draft", "write_intro",
    "write_notes", "write_section",
]  # fmt: skip
