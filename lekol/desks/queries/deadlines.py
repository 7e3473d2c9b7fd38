"""What falls due for a reader: every announced kind, within what they see, and the same as a calendar (RFC 5545)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urljoin

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from icalendar import Calendar, Event

from lekol.directory.models import Person
from lekol.identity.models import User
from lekol.identity.queries import account_of
from lekol.pact.deadlines import Deadline, Kind, kinds

MONTHS = (1, 3, 6, 12, 36)
PAST = dt.timedelta(days=30)
"""What has just passed is shown too: it is what one came to check."""
_PRODUCT = "-//Lékol//Échéances//FR"
_SALT = "lekol.desks.deadlines"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing due, of which kind, and whether its day has passed."""

    kind: Kind
    deadline: Deadline
    passed: bool


def due_for(person: Person, on: dt.date, months: int, key: str = "") -> list[Due]:
    """What is due from thirty days ago to some months ahead, in the order of days; the queries of each kind."""
    until = on + dt.timedelta(days=31 * months)
    wanted = [kind for kind in kinds() if key in ("", kind.key)]
    found = [
        Due(kind, deadline, deadline.day < on) for kind in wanted for deadline in kind.find(person, on - PAST, until)
    ]
    return sorted(found, key=lambda due: (due.deadline.day, due.kind.label, due.deadline.title))


def by_month(found: Iterable[Due]) -> list[tuple[dt.date, list[Due]]]:
    """The same, under the first day of each month."""
    return [(month, list(rows)) for month, rows in groupby(found, key=lambda due: due.deadline.day.replace(day=1))]


def feed_key(account: User) -> str:
    """The secret of a person’s calendar address; it changes with their password, and dies with the account."""
    return salted_hmac(_SALT, f"{account.pk}:{account.password}", algorithm="sha256").hexdigest()[:40]


def reader_of(ref: str, key: str) -> Person | None:
    """Whose calendar this address opens, or None."""
    person = Person.objects.filter(ref=ref).first()
    account = account_of(person) if person else None
    if account is None or not account.is_active or not constant_time_compare(feed_key(account), key):
        return None
    return person


def as_calendar(found: Iterable[Due]) -> bytes:
    """Whole days, one event each; an event that moves keeps its identifier."""
    calendar, now = Calendar(), timezone.now()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Échéances Lékol")
    for due in found:
        calendar.add_component(_event(due, now))
    content: bytes = calendar.to_ical()
    return content


def _event(due: Due, now: dt.datetime) -> Event:
    event, deadline = Event(), due.deadline
    event.add("uid", f"{due.kind.key}-{deadline.ref}@lekol")
    event.add("dtstamp", now)
    event.add("dtstart", deadline.day)
    event.add("dtend", deadline.day + dt.timedelta(days=1))
    event.add("summary", deadline.title)
    event.add("description", deadline.detail)
    event.add("url", urljoin(settings.PUBLIC_URL, deadline.url))
    event.add("transp", "TRANSPARENT")
    return event
