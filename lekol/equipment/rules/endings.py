"""How near the end of a warranty or a contract is: what the lists put first and the mail tells."""

import datetime as dt

STEPS = (30, 60, 90, 180)
"""Days before the end at which it is told."""


def nearness(last_day: dt.date, today: dt.date) -> str:
    """« fini », « 30 », « 60 », « 90 », « 180 », or nothing yet: how soon it ends."""
    left = (last_day - today).days
    if left < 0:
        return "fini"
    return next((str(step) for step in STEPS if left <= step), "")


def told_today(last_day: dt.date, notice_days: int, today: dt.date) -> bool:
    """True on the days it is told: each step, the last day for notice, and the day after the end."""
    left = (last_day - today).days
    return left in {*STEPS, notice_days, -1}
