"""Pages of the directory."""

from lekol.directory.views.map import map_page
from lekol.directory.views.people import add_person, close_post, edit_person, open_post, people, person
from lekol.directory.views.premises import (
    add_class,
    add_room,
    edit_class,
    edit_room,
    headcount,
    remove_class,
    remove_room,
)
from lekol.directory.views.schools import change_code, close_school, edit_school, replace_school, school, schools

__all__ = [
    "add_class", "add_person", "add_room", "change_code", "close_post", "close_school", "edit_class", "edit_person",
    "edit_room", "edit_school", "headcount", "map_page", "open_post", "people", "person", "remove_class",
    "remove_room", "replace_school", "school", "schools",
]  # fmt: skip
