"""The daily purge of the pupil databases, in the PostgreSQL job queue."""

from django.utils import timezone
from procrastinate.contrib.django import app

from lekol.pupils.actions import purge


@app.periodic(cron="10 3 * * *")
@app.task(queue="purges", retry=3, queueing_lock="purge-bases-eleves")
def daily_purge(timestamp: int) -> None:
    """Erase, at night, the cells of pairs whose time is over."""
    purge(on=timezone.localdate())
