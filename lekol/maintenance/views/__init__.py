"""Pages of incidents."""

from lekol.maintenance.views.answers import add_answer, answer_page, answers, publish
from lekol.maintenance.views.calendar import calendar, close_days, lift_closure
from lekol.maintenance.views.missed import PAGES as MISSED
from lekol.maintenance.views.premises import labels, school_code, status
from lekol.maintenance.views.reporting import report, reported, suggest, was_helped
from lekol.maintenance.views.rounds import drop_stop, end_stop, move_stop, plan, queue, round_page
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
    "MISSED",
    "accept_transfer",
    "add_answer",
    "answer",
    "answer_page",
    "answers",
    "ask_school",
    "attach",
    "attachment",
    "calendar",
    "close_days",
    "confirm",
    "drop_stop",
    "end_stop",
    "follow",
    "hand_off",
    "keep_at_school",
    "labels",
    "lift_closure",
    "move_stop",
    "plan",
    "propose",
    "publish",
    "queue",
    "refuse_transfer",
    "reopen",
    "report",
    "report_scanned",
    "report_signed",
    "reported",
    "revoke_link",
    "round_page",
    "rules",
    "say",
    "scanned",
    "school_code",
    "solve",
    "status",
    "suggest",
    "supplier",
    "take",
    "ticket",
    "tickets",
    "transfer",
    "was_helped",
    "withdraw",
    "worker",
]
