"""The verbs of incidents; nothing else writes their rows."""

from lekol.maintenance.actions.alerts import raise_alerts
from lekol.maintenance.actions.calendar import bring_holidays, declare_closure, lift_closure
from lekol.maintenance.actions.closing import close_silent, confirm, helped, propose_article, publish_article, reopen
from lekol.maintenance.actions.handling import answer, ask_school, attach, say, solve, take
from lekol.maintenance.actions.keys import label_of, new_key, opens, read_label
from lekol.maintenance.actions.mail import deliver, note, receive
from lekol.maintenance.actions.passing import (
    accept_transfer,
    ask_transfer,
    hand_off,
    handoff_of,
    refuse_transfer,
    revoke_link,
    supplier_says,
)
from lekol.maintenance.actions.pictures import read_photo
from lekol.maintenance.actions.reporting import Report, follow, keep_at_school, report, report_once, withdraw
from lekol.maintenance.actions.rounds import drop_stop, end_stop, move_stop, plan_round

__all__ = [
    "Report",
    "accept_transfer",
    "answer",
    "ask_school",
    "ask_transfer",
    "attach",
    "bring_holidays",
    "close_silent",
    "confirm",
    "declare_closure",
    "deliver",
    "drop_stop",
    "end_stop",
    "follow",
    "hand_off",
    "handoff_of",
    "helped",
    "keep_at_school",
    "label_of",
    "lift_closure",
    "move_stop",
    "new_key",
    "note",
    "opens",
    "plan_round",
    "propose_article",
    "publish_article",
    "raise_alerts",
    "read_label",
    "read_photo",
    "receive",
    "refuse_transfer",
    "reopen",
    "report",
    "report_once",
    "revoke_link",
    "say",
    "solve",
    "supplier_says",
    "take",
    "token_of",
    "withdraw",
]
