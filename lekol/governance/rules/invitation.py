"""A meeting as a calendar knows it (RFC 5545): the same identifier for life, a sequence that grows when it moves."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//Lékol//Gouvernance//FR"


@dataclass(frozen=True, slots=True)
class Sitting:
    """What the invitation says. Moments carry their time zone."""

    uid: str
    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str
    text: str
    url: str
    organiser: str
    stamp: dt.datetime
    sequence: int = 0
    cancelled: bool = False


def calendar(sitting: Sitting, guests: Sequence[str] = ()) -> bytes:
    """The .ics file: a request to come, or its cancellation."""
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("method", "CANCEL" if sitting.cancelled else "REQUEST")
    found.add_component(_event(sitting, guests))
    content: bytes = found.to_ical()
    return content


def _event(sitting: Sitting, guests: Sequence[str]) -> Event:
    event = Event()
    event.add("uid", sitting.uid)
    event.add("dtstamp", sitting.stamp.astimezone(dt.UTC))
    event.add("dtstart", sitting.starts_at.astimezone(dt.UTC))
    event.add("dtend", sitting.ends_at.astimezone(dt.UTC))
    event.add("summary", sitting.title)
    event.add("location", sitting.place)
    event.add("description", sitting.text)
    event.add("url", sitting.url)
    event.add("sequence", sitting.sequence)
    event.add("status", "CANCELLED" if sitting.cancelled else "CONFIRMED")
    event["organizer"] = vCalAddress(f"mailto:{sitting.organiser}")
    for address in guests:
        guest = vCalAddress(f"mailto:{address}")
        guest.params["ROLE"], guest.params["RSVP"] = vText("REQ-PARTICIPANT"), vText("TRUE")
        event.add("attendee", guest, encode=False)
    return event
