"""Pages of governance."""

from lekol.governance.views import panels
from lekol.governance.views.committees import appoint, committee, delegate, fill_seats, plan, vacate
from lekol.governance.views.index import decisions, index, tasks
from lekol.governance.views.meetings import (
    add_file,
    add_item,
    agenda,
    calendar,
    cancel_meeting,
    convene,
    file,
    invite,
    meeting,
    move_meeting,
    raise_item,
    remove_item,
    reply,
)
from lekol.governance.views.minutes import (
    action,
    decide,
    entrust,
    follow,
    hold,
    minutes_file,
    notes,
    presences,
    speak,
    submit,
)
from lekol.governance.views.reviews import (
    freezing,
    prepare_review,
    review,
    review_file,
    review_rows,
    review_schema,
    review_text,
    review_texts,
    reviews,
    submit_review,
)

__all__ = [
    "action", "add_file", "add_item", "agenda", "appoint", "calendar", "cancel_meeting", "committee", "convene",
    "decide", "decisions", "delegate", "entrust", "file", "fill_seats", "follow", "freezing", "hold", "index", "invite",
    "meeting", "minutes_file", "move_meeting", "notes", "panels", "plan", "prepare_review", "presences", "raise_item",
    "remove_item", "reply", "review", "review_file", "review_rows", "review_schema", "review_text", "review_texts",
    "reviews", "speak", "submit", "submit_review", "tasks", "vacate",
]  # fmt: skip
