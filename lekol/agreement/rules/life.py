"""The clocks of article 10: alerts before the end, the delay of a formal notice, the agreement of every party.

Days are those of the place (`pact.holidays.local_day`); nothing here reads the time.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from lekol.agreement.rules.term import months_before
from lekol.pact.clocks import DAYS, days_after, months_after

ALERTS = (12, 6, 3)
"""Months before the last day at which both parties are told."""
RUNNING, SPENT, WAITING = "court", "expire", "attend"


class Alert(NamedTuple):
    """An alert and the day it is given."""

    months: int
    on: dt.date


def alerts(ends_on: dt.date | None, starts_on: dt.date | None = None) -> list[Alert]:
    """The alerts of an end; those that would come before the agreement starts are not given."""
    if ends_on is None:
        return []
    found = [Alert(months, months_before(ends_on, months)) for months in ALERTS]
    return [alert for alert in found if starts_on is None or alert.on >= starts_on]


def alert_to_give(
    ends_on: dt.date | None, starts_on: dt.date | None, on: dt.date, given: Iterable[int]
) -> Alert | None:
    """The alert of the day: the nearest to the end already reached, once; never after the end.

    A machine that slept through an alert gives the one that stands now, not those that it missed.
    """
    if ends_on is None or on > ends_on:
        return None
    reached = [alert for alert in alerts(ends_on, starts_on) if alert.on <= on]
    last = min(reached, key=lambda alert: alert.months, default=None)
    return last if last and last.months not in set(given) else None


@dataclass(frozen=True, slots=True)
class Delay:
    """The delay of a notice, as the pack says it."""

    days: int = 0
    runs_from: str = "envoi"
    counted: str = "calendaires"
    months: int = 0

    def __str__(self) -> str:
        """« 15 jours francs », « 3 mois », without where they run from."""
        if self.months:
            return f"{self.months} mois"
        return f"{self.days} {DAYS[self.counted][self.days > 1]}"

    def start(self, sent_on: dt.date | None, received_on: dt.date | None) -> dt.date | None:
        """The day it runs from; None as long as that day is unknown."""
        return received_on if self.runs_from == "reception" else sent_on

    def last_day(
        self, sent_on: dt.date | None, received_on: dt.date | None = None, *, reunion: bool = True
    ) -> dt.date | None:
        """Its last day, included; the agreement may be terminated from the next one.

        Months run from a day to the same day of the last month, or to the last day of a shorter one (CPC, 641).
        """
        start = self.start(sent_on, received_on)
        if start is None:
            return None
        if self.months:
            return months_after(start, self.months)
        return days_after(start, self.days, self.counted, reunion=reunion)


def delay_of(notice: Mapping[str, Any] | None) -> Delay | None:
    """The delay that [notice] tells; None when the text has no such clause."""
    if not notice:
        return None
    counted = notice.get("counted", "calendaires")
    return Delay(notice.get("days", 0), notice["from"], counted, notice.get("months", 0))


def delay_state(ends_on: dt.date | None, on: dt.date) -> str:
    """Waiting for its start, running until its last day included, then spent."""
    if ends_on is None:
        return WAITING
    return RUNNING if on <= ends_on else SPENT


def may_terminate(*, open_: bool, ends_on: dt.date | None, on: dt.date) -> bool:
    """De plein droit: the delay is spent, and the breach neither cured nor the notice withdrawn."""
    return open_ and delay_state(ends_on, on) == SPENT


class Voice(NamedTuple):
    """What one party last answered to a draft; `version` is that of the draft it answered."""

    party: str
    agrees: bool
    version: int


def standing(parties: Iterable[str], voices: Iterable[Voice], version: int) -> dict[str, bool | None]:
    """Each party’s last answer to this version of the draft; None for a party not heard on it."""
    last: dict[str, bool | None] = dict.fromkeys(parties)
    for voice in voices:
        if voice.version == version and voice.party in last:
            last[voice.party] = voice.agrees
    return last


def all_agree(parties: Iterable[str], voices: Iterable[Voice], version: int) -> bool:
    """Every party, and there are some, agrees to this very version."""
    told = standing(parties, voices, version)
    return bool(told) and all(told.values())
