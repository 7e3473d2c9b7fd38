"""The term of an agreement (article 10): when it starts, its last day, what is left. Unknown until signed.

A pack says by which rule: years from the signature (Saint-Denis), fixed dates, school years, an event,
or no end at all. First and last days are both inclusive.
"""

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lekol.pact.calendars import REUNION, YearStart, bounds

RULES = ("annees", "dates", "annees_scolaires", "evenement", "indeterminee")
LAST_DAYS = ("veille", "anniversaire")
SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class TermRule:
    """The rule of a pack, as signed. `starts` is a date, or None for the day of the signature."""

    rule: str = "annees"
    years: int = 0
    starts: dt.date | None = None
    until: dt.date | None = None
    school_years: tuple[str, ...] = ()
    event: str = ""
    event_on: dt.date | None = None
    last_day: str = "veille"
    renewal: str = "aucune"
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """First and last day, both inclusive; no last day when it is open or awaits an event."""

    starts_on: dt.date
    ends_on: dt.date | None

    def contains(self, day: dt.date) -> bool:
        """In force on that day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def days_left(self, day: dt.date) -> int | None:
        """Days after that one until the last included: 0 on the last day and later, None without an end."""
        if self.ends_on is None:
            return None
        return max(0, (self.ends_on - max(day, self.starts_on)).days)

    def elapsed(self, day: dt.date) -> float:
        """The share of the term already spent, from 0 to 1; always 0 without an end."""
        if self.ends_on is None:
            return 0.0
        length = (self.ends_on - self.starts_on).days + 1
        return min(1.0, max(0.0, (day - self.starts_on).days / length))


def term_of(rule: TermRule, signed_on: dt.date | None, start: YearStart = REUNION) -> Term | None:
    """The term by the rule of the pack, or None as long as it cannot be known."""
    if rule.rule == "annees_scolaires":
        spans = [bounds(int(label[:4]), start) for label in rule.school_years]
        return Term(min(first for first, _ in spans), max(last for _, last in spans))
    starts = rule.starts or signed_on
    if starts is None:
        return None
    return Term(starts, _last_day(rule, starts))


def _last_day(rule: TermRule, starts: dt.date) -> dt.date | None:
    if rule.rule == "annees":
        return last_day(starts, rule.years, rule.last_day)
    return {"dates": rule.until, "evenement": rule.event_on}.get(rule.rule)


def last_day(starts: dt.date, years: int, convention: str = "veille") -> dt.date:
    """4 years from 3 February 2025 run until 2 February 2029 included.

    From 29 February, when the last year has none: until 28 February, whatever the convention.
    """
    try:
        anniversary = starts.replace(year=starts.year + years)
    except ValueError:
        return dt.date(starts.year + years, 2, 28)
    return anniversary if convention == "anniversaire" else anniversary - dt.timedelta(days=1)


def rule_from(words: Mapping[str, Any]) -> TermRule:
    """The rule from the section [term] of a pack, whether its dates are dates or their ISO form."""
    row = {key: value for key, value in words.items() if key not in {"from", "until", "event_on", "school_years"}}
    starts = words.get("from", SIGNATURE)
    return TermRule(
        **row,
        starts=None if starts == SIGNATURE else _day(starts),
        until=_day(words.get("until")),
        event_on=_day(words.get("event_on")),
        school_years=tuple(words.get("school_years", ())),
    )


def _day(value: dt.date | str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def term_from(signed_on: dt.date, years: int) -> Term:
    """The plain rule of article 10: so many years from the day of the signature."""
    return Term(signed_on, last_day(signed_on, years))


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day some months earlier, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
