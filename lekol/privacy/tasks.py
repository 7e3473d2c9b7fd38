"""The night of what is past its term, in the PostgreSQL job queue."""

from django.utils import timezone
from procrastinate.contrib.django import app

from lekol.privacy.actions import run_purges


@app.periodic(cron="30 2 * * *")
@app.task(queue="donnees", retry=2, queueing_lock="donnees-purges")
def nightly_purges(timestamp: int) -> None:
    """Every announced purge."""
    run_purges(on=timezone.localdate())
