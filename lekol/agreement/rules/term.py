"""The term of an agreement (article 10): N years from signature, the last day included."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """First and last day, both inclusive."""

    starts_on: dt.date
    ends_on: dt.date

    def contains(self, day: dt.date) -> bool:
        return self.starts_on <= day <= self.ends_on

    def days_left(self, day: dt.date) -> int:
        """Days still to run after that day, 0 once it is over (the residual term of an avenant)."""
        return max(0, (self.ends_on - max(day, self.starts_on)).days)

    def elapsed(self, day: dt.date) -> float:
        """The share of the term already spent, from 0 to 1."""
        length = (self.ends_on - self.starts_on).days + 1
        return min(1.0, max(0.0, (day - self.starts_on).days / length))


def term_from(signed_on: dt.date, years: int) -> Term:
    """4 years from 3 February 2025 run until 2 February 2029 included; from 29 February, until the 28th."""
    return Term(signed_on, _same_day(signed_on, years) - dt.timedelta(days=1))


def _same_day(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February of a common year: the term ends on 28 February
        return dt.date(day.year + years, 3, 1)


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day some months earlier, or the last one of a shorter month."""
    total = day.year * 12 + day.month - 1 - months
    year, month = divmod(total, 12)
    following = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return dt.date(year, month + 1, min(day.day, (following - dt.timedelta(days=1)).day))
