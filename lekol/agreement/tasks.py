"""The daily pass, in the PostgreSQL job queue."""

from django.utils import timezone
from procrastinate.contrib.django import app

from lekol.agreement.actions import take_pass


@app.periodic(cron="30 2 * * *")
@app.task(queue="mesures", retry=3, queueing_lock="releve")
def daily_pass(timestamp: int) -> None:
    """Take the measures of the day, at night; a second run the same day replaces the first."""
    take_pass(on=timezone.localdate())
