"""The verbs of the directory; nothing else writes its rows."""

from lekol.directory.actions.people import add_person, close_post, edit_person, open_post
from lekol.directory.actions.premises import (
    add_room,
    edit_room,
    keep_class,
    remove_class,
    remove_room,
    set_headcount,
)
from lekol.directory.actions.schools import add_school, change_code, close_school, edit_school, replace_school

__all__ = [
    "add_person", "add_room", "add_school", "change_code", "close_post", "close_school", "edit_person", "edit_room",
    "edit_school", "keep_class", "open_post", "remove_class", "remove_room", "replace_school", "set_headcount",
]  # fmt: skip
