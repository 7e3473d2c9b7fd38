"""What governance shows on the page of a convention: the next steering committee, or the duty to convene it."""

from typing import Any

from django.utils import timezone

from lekol.governance import access
from lekol.governance.choices import MeetingState
from lekol.governance.models import Meeting
from lekol.governance.queries import duty
from lekol.governance.rules.seats import committees_of
from lekol.kit.panels import Panel, panel
from lekol.pact.dates import SHORT

COMING = (MeetingState.PLANNED, MeetingState.CONVENED)


@panel("convention", order=10)
def steering(person: Any, agreement: Any) -> Panel | None:
    """The first committee of the text, for whoever reads its work; nothing where the text has none."""
    committee = next(iter(committees_of(agreement.data)), None)
    if committee is None or not access.may_read(person):
        return None
    rows = Meeting.objects.filter(agreement=agreement, committee=committee.key, state__in=COMING)
    meeting = rows.filter(starts_at__gte=timezone.now()).order_by("starts_at").first()
    context = {
        "agreement": agreement,
        "committee": committee,
        "meeting": meeting,
        "month": SHORT[meeting.on.month - 1] if meeting else "",
        "standing": duty.standing(agreement, committee, timezone.localdate()),
    }
    return Panel("governance/panel_convention.html", context)
