"""The nights of the estate, in the PostgreSQL job queue."""

from django.utils import timezone
from procrastinate.contrib.django import app

from lekol.equipment.actions import require_everywhere, settle_places, tell_endings
from lekol.equipment.actions.systems import follow_calendar


@app.periodic(cron="10 0 * * *")
@app.task(queue="parc", retry=3, queueing_lock="parc-places")
def nightly_places(timestamp: int) -> None:
    """Places that begin or end today."""
    settle_places(timezone.localdate())


@app.periodic(cron="20 0 * * *")
@app.task(queue="parc", retry=3, queueing_lock="parc-exigences")
def nightly_standard(timestamp: int) -> None:
    """New schools get the places their convention requires; a new text changes them."""
    require_everywhere(timezone.localdate())


@app.periodic(cron="30 0 * * *")
@app.task(queue="parc", retry=3, queueing_lock="parc-calendrier")
def nightly_calendar(timestamp: int) -> None:
    """A new version of Lékol brings a calendar read again: the systems in use follow it."""
    follow_calendar(timezone.localdate())


@app.periodic(cron="0 6 * * *")
@app.task(queue="parc", queueing_lock="parc-fins")
def morning_endings(timestamp: int) -> None:
    """Contracts that end soon. Not tried again: a mail sent twice is worse than one late by a step."""
    tell_endings(timezone.localdate())
