"""Read models of incidents: calendars, what looks alike, who holds a ticket."""

from lekol.maintenance.queries.calendars import calendar_of, local
from lekol.maintenance.queries.clock import Clock, clock_of, due_words, holder_of
from lekol.maintenance.queries.knowledge import suggestions
from lekol.maintenance.queries.mails import stale_mails
from lekol.maintenance.queries.tickets import (
    alike,
    asset_at,
    decide_on,
    decision_for,
    decisions_for,
    named_too_long,
    narrowed,
    nature_of,
    outages,
    policy_of,
    reading,
    searched,
    supplier_of,
)

__all__ = [
    "Clock", "alike", "asset_at", "calendar_of", "clock_of", "decide_on", "decision_for", "decisions_for", "due_words",
    "holder_of", "local", "named_too_long", "narrowed", "nature_of", "outages", "policy_of", "reading", "searched",
    "stale_mails", "suggestions", "supplier_of",
]  # fmt: skip
