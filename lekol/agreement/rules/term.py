"""The term of an agreement (article 10): when it starts, its last day, what is left. Unknown until signed.

A pack says by which rule: years or months from the signature (Saint-Denis), fixed dates, school years, an event,
or no end at all; it may be renewed tacitly. First and last days are both inclusive.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from lekol.pact.calendars import MAINLAND, REUNION, YearStart, bounds
from lekol.pact.clocks import Effect, months_after

RULES = ("annees", "mois", "dates", "annees_scolaires", "evenement", "indeterminee")
LAST_DAYS = ("veille", "anniversaire")
SIGNATURE, AT_TERM = "signature", "terme"
CALENDARS: dict[str, YearStart] = {"reunion": REUNION, "metropole": MAINLAND}
DAY = dt.timedelta(days=1)


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
    months: int = 0
    takes_effect: Effect | None = None
    inclusive: bool = True
    latest: dt.date | None = None
    renewal_years: int = 0
    renewal_months: int = 0
    renewal_times: int = 0
    renewal_notice_months: int = 0
    denounced_on: dt.date | None = None
    after_term: bool = False  # a horizon that starts when the agreement ends

    @property
    def renewed_for(self) -> int:
        """Months of one tacit renewal; 0 when it is not renewed by itself."""
        return (12 * self.renewal_years + self.renewal_months) if self.renewal == "tacite" else 0


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


class Span(NamedTuple):
    """From a day to another, both inclusive; an end that is None is open, or not known."""

    since: dt.date | None = None
    until: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """Is the day within?"""
        return (self.since or dt.date.min) <= day <= (self.until or dt.date.max)

    def within(self, other: "Span") -> "Span | None":
        """What both share, or None."""
        since = max((day for day in (self.since, other.since) if day), default=None)
        until = min((day for day in (self.until, other.until) if day), default=None)
        return None if since and until and until < since else Span(since, until)


Events = Mapping[str, dt.date | None]
"""Event → the day it happened: signature, and the days of the acts."""


def term_of(
    rule: TermRule, signed_on: dt.date | None, start: YearStart = REUNION, events: Events | None = None
) -> Term | None:
    """The term by the rule of the pack, or None as long as it cannot be known."""
    span = span_of(rule, signed_on, start, events)
    return None if span.since is None else Term(span.since, span.until)


def span_of(
    rule: TermRule, signed_on: dt.date | None, start: YearStart = REUNION, events: Events | None = None
) -> Span:
    """The same, with what is known of it: an end may be fixed before the start is."""
    if rule.rule == "annees_scolaires":
        spans = [bounds(int(label[:4]), start) for label in rule.school_years]
        return Span(min(first for first, _ in spans), _renewed(rule, max(last for _, last in spans)))
    starts = _start(rule, {**(events or {}), SIGNATURE: signed_on}, start)
    return Span(starts, _renewed(rule, _last_day(rule, starts)))


def horizon_of(
    rule: TermRule,
    signed_on: dt.date | None,
    term: Term | None,
    start: YearStart = REUNION,
    events: Events | None = None,
) -> Span:
    """A span of its own inside an agreement, or one that outlives it: it then starts the day after the last."""
    if not rule.after_term:
        return span_of(rule, signed_on, start, events)
    return Span() if term is None or term.ends_on is None else span_of(rule, term.ends_on + DAY, start)


def _start(rule: TermRule, events: Events, start: YearStart) -> dt.date | None:
    if rule.takes_effect is not None:
        day = events.get(rule.takes_effect.event)
        return rule.takes_effect.first_day(day, start) if day else None
    return rule.starts or events[SIGNATURE]


def _last_day(rule: TermRule, starts: dt.date | None) -> dt.date | None:
    if rule.rule == "annees":
        return last_day(starts, rule.years, rule.last_day) if starts else None
    if rule.rule == "mois":
        return None if starts is None else last_day_of_months(starts, rule.months, rule.last_day)
    if rule.rule == "dates" and rule.until is not None:
        return rule.until if rule.inclusive else rule.until - DAY
    known = [day for day in (rule.event_on, rule.latest) if day is not None]
    return min(known) if rule.rule == "evenement" and known else None


def _renewed(rule: TermRule, end: dt.date | None) -> dt.date | None:
    """The last day once tacitly renewed: as often as the text allows, until a party opposes it in time."""
    if end is None or not rule.renewed_for:
        return end
    if rule.denounced_on is None:
        return renewal_end(end, rule.renewed_for, rule.renewal_times) if rule.renewal_times else None
    most, rank = rule.renewal_times or 10_000, 0
    while rank < most and _opposable_until(rule, renewal_end(end, rule.renewed_for, rank)) < rule.denounced_on:
        rank += 1
    return renewal_end(end, rule.renewed_for, rank)


def _opposable_until(rule: TermRule, end: dt.date) -> dt.date:
    return months_before(end, rule.renewal_notice_months)


def renewal_end(end: dt.date, months: int, times: int) -> dt.date:
    """The last day after so many renewals of so many months."""
    return months_after(end + DAY, months * times) - DAY


def oppose_by(rule: TermRule, end: dt.date, on: dt.date) -> dt.date | None:
    """The last day to oppose the next tacit renewal, seen from a day; None when it is not renewed by itself."""
    if not rule.renewed_for:
        return None
    ends = (renewal_end(end, rule.renewed_for, rank) for rank in range(rule.renewal_times or 10_000))
    return next((day for one in ends if (day := _opposable_until(rule, one)) >= on), None)


def last_day(starts: dt.date, years: int, convention: str = "veille") -> dt.date:
    """4 years from 3 February 2025 run until 2 February 2029 included.

    From 29 February, when the last year has none: until 28 February, whatever the convention.
    """
    try:
        anniversary = starts.replace(year=starts.year + years)
    except ValueError:
        return dt.date(starts.year + years, 2, 28)
    return anniversary if convention == "anniversaire" else anniversary - dt.timedelta(days=1)


def last_day_of_months(starts: dt.date, months: int, convention: str = "veille") -> dt.date:
    """18 months from 15 January 2026 run until 14 July 2027 included; a shorter month ends on its last day."""
    anniversary = months_after(starts, months)
    if anniversary.day != starts.day:
        return anniversary
    return anniversary if convention == "anniversaire" else anniversary - DAY


def rule_from(words: Mapping[str, Any]) -> TermRule:
    """The rule from the section [term] of a pack, whether its dates are dates or their ISO form."""
    days: dict[str, Any] = {
        key: _day(words.get(key)) for key in ("until", "event_on", "latest", "denounced_on") if key in words
    }
    other = {"from", "school_years", "takes_effect", "key", "title", *days}
    row = {key: value for key, value in words.items() if key not in other}
    starts = words.get("from", SIGNATURE)
    return TermRule(
        **row,
        **days,
        starts=None if starts in (SIGNATURE, AT_TERM) else _day(starts),
        after_term=starts == AT_TERM,
        takes_effect=effect_from(words.get("takes_effect")),
        school_years=tuple(words.get("school_years", ())),
    )


def effect_from(words: Mapping[str, Any] | None) -> Effect | None:
    """The effect a table of the pack describes; nothing without one."""
    if not words:
        return None
    return Effect(words["from"], **{key: value for key, value in words.items() if key != "from"})


def _day(value: dt.date | str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def term_from(signed_on: dt.date, years: int) -> Term:
    """The plain rule of article 10: so many years from the day of the signature."""
    return Term(signed_on, last_day(signed_on, years))


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day some months earlier, or the last one of a shorter month."""
    return months_after(day, -months)
