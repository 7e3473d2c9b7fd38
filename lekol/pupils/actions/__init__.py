"""The verbs of the pupil databases; nothing else writes their rows."""

from lekol.pupils.actions.asking import (
    abandon,
    add_city,
    ask_comparison,
    drop_city,
    fail,
    finish,
    keep_mappings,
    queue,
    tell,
)
from lekol.pupils.actions.correcting import accept, ask, ask_again, ask_all, declare_done, refuse, reopen, take
from lekol.pupils.actions.deciding import decide, look, look_many, part, reveal, take_list, undo
from lekol.pupils.actions.objecting import object_to, settle_objection
from lekol.pupils.actions.purging import purge, purge_files, purge_uploads
from lekol.pupils.actions.recording import record
from lekol.pupils.actions.rekeying import forget, keep_mark, rekey

__all__ = [
    "abandon", "accept", "add_city", "ask", "ask_again", "ask_all", "ask_comparison", "decide", "declare_done",
    "drop_city", "fail", "finish", "forget", "keep_mappings", "keep_mark", "look", "look_many", "object_to", "part",
    "purge", "purge_files", "purge_uploads", "queue", "record", "refuse", "rekey", "reopen", "reveal",
    "settle_objection", "take", "take_list", "tell", "undo",
]  # fmt: skip
