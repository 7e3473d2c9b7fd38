"""The duty clock of each committee, from its meetings."""

import datetime as dt

from lekol.agreement.models import Agreement
from lekol.governance.choices import MeetingState
from lekol.governance.models import Meeting
from lekol.governance.rules import clock
from lekol.governance.rules.seats import Committee
from lekol.pact.calendars import REUNION, YearStart, school_year_of


def year_start(agreement: Agreement) -> YearStart:
    """The turn of the school year where the agreement applies: that of its académie."""
    academies = [party.academy for party in agreement.parties.all() if party.academy_id]
    academies += [party.commune.academy for party in agreement.parties.all() if party.commune]
    return academies[0].year_start if academies and academies[0] else REUNION


def duty_of(agreement: Agreement, committee: Committee) -> clock.Duty | None:
    """What the text asks of a committee; None as long as the term is unknown, or when it asks for nothing."""
    if agreement.starts_on is None or not committee.minimum:
        return None
    return clock.Duty(committee.minimum, agreement.starts_on, agreement.ends_on, year_start(agreement))


def standing(agreement: Agreement, committee: Committee, today: dt.date) -> clock.Standing | None:
    """The duty of the school year of a day; None out of the term or without duty; one query."""
    duty = duty_of(agreement, committee)
    found = clock.period_of(duty, today) if duty else None
    if duty is None or found is None:
        return None
    return clock.standing(duty, found, today, *days(agreement, committee))


def days(agreement: Agreement, committee: Committee) -> tuple[list[dt.date], list[dt.date]]:
    """The days it met, and those on which a meeting is planned or convened."""
    rows = Meeting.objects.filter(agreement=agreement, committee=committee.key).only("starts_at", "state")
    held = [row.on for row in rows if row.state == MeetingState.HELD]
    planned = [row.on for row in rows if row.state in (MeetingState.PLANNED, MeetingState.CONVENED)]
    return held, planned


def past(agreement: Agreement, committee: Committee, today: dt.date) -> list[clock.Standing]:
    """Every school year since the agreement began, the present one last; one query."""
    duty = duty_of(agreement, committee)
    if duty is None:
        return []
    held, planned = days(agreement, committee)
    last = min(today, duty.ends_on) if duty.ends_on else today
    first_year = school_year_of(duty.starts_on, duty.year_start)
    years = range(first_year, school_year_of(last, duty.year_start) + 1)
    periods = [found for year in years if (found := clock.period(duty, year))]
    return [clock.standing(duty, found, today, held, planned) for found in periods]
