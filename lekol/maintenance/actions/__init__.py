"""The verbs of incidents; nothing else writes their rows."""

from lekol.maintenance.actions.alerts import raise_alerts, send_digests
from lekol.maintenance.actions.calendar import bring_holidays, declare_closure, lift_closure
from lekol.maintenance.actions.checks import add_checklist, tick
from lekol.maintenance.actions.closing import close_silent, confirm, helped, propose_article, publish_article, reopen
from lekol.maintenance.actions.forgetting import forget_old_names, forget_words
from lekol.maintenance.actions.habits import drop_habit, keep_habit, play_macro
from lekol.maintenance.actions.handling import answer, ask_school, attach, say, solve, take
from lekol.maintenance.actions.keys import label_of, new_key, opens, read_label
from lekol.maintenance.actions.mail import deliver, note, receive
from lekol.maintenance.actions.mentions import deliver_mentions, seen_mentions
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
from lekol.maintenance.actions.postponing import put_off
from lekol.maintenance.actions.reporting import Report, follow, keep_at_school, report, report_once, withdraw
from lekol.maintenance.actions.rounds import (
    drop_stop,
    end_stop,
    group_roads,
    leave_word,
    move_stop,
    plan_round,
    rank_stop,
)
from lekol.maintenance.actions.sorting import attach_mail, drop_mail, forget_mails, open_mail
from lekol.maintenance.actions.visits import bring_visits, end_plan, keep_plan
from lekol.maintenance.actions.wishes import answer_wish, ask_quote, ask_wish
from lekol.maintenance.actions.work import log_work

__all__ = [
    "Report",
    "accept_transfer",
    "add_checklist",
    "answer",
    "answer_wish",
    "ask_quote",
    "ask_school",
    "ask_transfer",
    "ask_wish",
    "attach",
    "attach_mail",
    "bring_holidays",
    "bring_visits",
    "close_silent",
    "confirm",
    "declare_closure",
    "deliver",
    "deliver_mentions",
    "drop_habit",
    "drop_mail",
    "drop_stop",
    "end_plan",
    "end_stop",
    "follow",
    "forget_mails",
    "forget_old_names",
    "forget_words",
    "group_roads",
    "hand_off",
    "handoff_of",
    "helped",
    "keep_at_school",
    "keep_habit",
    "keep_plan",
    "label_of",
    "leave_word",
    "lift_closure",
    "log_work",
    "move_stop",
    "new_key",
    "note",
    "open_mail",
    "opens",
    "plan_round",
    "play_macro",
    "propose_article",
    "publish_article",
    "put_off",
    "raise_alerts",
    "rank_stop",
    "read_label",
    "read_photo",
    "receive",
    "refuse_transfer",
    "reopen",
    "report",
    "report_once",
    "revoke_link",
    "say",
    "seen_mentions",
    "send_digests",
    "solve",
    "supplier_says",
    "take",
    "tick",
    "withdraw",
]
