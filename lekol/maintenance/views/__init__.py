"""Pages of incidents."""

from lekol.maintenance.views.answers import add_answer, answer_page, answers, publish
from lekol.maintenance.views.calendar import calendar, close_days, lift_closure
from lekol.maintenance.views.premises import labels, school_code, status
from lekol.maintenance.views.reporting import report, reported, suggest, was_helped
from lekol.maintenance.views.rules import rules
from lekol.maintenance.views.scanning import report_scanned, report_signed, scanned, worker
from lekol.maintenance.views.supplier import supplier
from lekol.maintenance.views.tickets import attachment, ticket, tickets
from lekol.maintenance.views.verbs import (
    accept_transfer,
    answer,
    ask_school,
    attach,
    confirm,
    follow,
    hand_off,
    keep_at_school,
    propose,
    refuse_transfer,
    reopen,
    revoke_link,
    say,
    solve,
    take,
    transfer,
    withdraw,
)

__all__ = [
    "accept_transfer", "add_answer", "answer", "answer_page", "answers", "ask_school", "attach", "attachment",
    "calendar", "close_days", "confirm", "follow", "hand_off", "keep_at_school", "labels", "lift_closure", "propose",
    "publish", "refuse_transfer", "reopen", "report", "report_scanned", "report_signed", "reported", "revoke_link",
    "rules", "say", "scanned", "school_code", "solve", "status", "suggest", "supplier", "take", "ticket", "tickets",
    "transfer", "was_helped", "withdraw", "worker",
]  # fmt: skip
