"""Pages of governance."""

from lekol.governance.views import panels
from lekol.governance.views.committees import appoint, committee, delegate, fill_seats, plan, vacate
from lekol.governance.views.index import decisions, duties, index, tasks
from lekol.governance.views.indicators import (
    add_indicator,
    edit_indicator,
    give_up_indicator,
    indicator,
    indicators,
    indicators_data,
    indicators_schema,
    retain_indicator,
    withdraw_indicator,
)
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
from lekol.governance.views.programmes import (
    add_operation,
    advance_operation,
    consult,
    edit_operation,
    open_programme,
    operation,
    opine,
    programme,
    programme_intro,
    programmes,
    remove_operation,
    reopen_programme,
    submit_programme,
)
from lekol.governance.views.reviews import (
    freezing,
    prepare_review,
    prepare_text,
    review,
    review_file,
    review_rows,
    review_schema,
    review_text,
    review_texts,
    reviews,
    submit_freeze,
    submit_review,
)

__all__ = [
    "action", "add_file", "add_indicator", "add_item", "add_operation", "advance_operation", "agenda", "appoint",
    "calendar", "cancel_meeting", "committee", "consult", "convene", "decide", "decisions", "delegate", "duties",
    "edit_indicator", "edit_operation", "entrust", "file", "fill_seats", "follow", "freezing", "give_up_indicator",
    "hold", "index", "indicator", "indicators", "indicators_data", "indicators_schema", "invite", "meeting",
    "minutes_file", "move_meeting", "notes", "open_programme", "operation", "opine", "panels", "plan",
    "prepare_review", "prepare_text", "presences", "programme", "programme_intro", "programmes", "raise_item",
    "remove_item", "remove_operation", "reopen_programme", "reply", "retain_indicator", "review", "review_file",
    "review_rows", "review_schema", "review_text", "review_texts", "reviews", "speak", "submit", "submit_freeze",
    "submit_programme", "submit_review", "tasks", "vacate", "withdraw_indicator",
]  # fmt: skip
