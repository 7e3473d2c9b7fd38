"""What outside systems do by themselves, in the PostgreSQL job queue."""

from django.conf import settings
from procrastinate.contrib.django import app

from lekol.integrations.mailbox.fetch import fetch


@app.periodic(cron="*/2 * * * *")
@app.task(queue="courrier", retry=2, queueing_lock="releve-courrier")
def read_mail(timestamp: int) -> None:
    """Read the box of faults, when there is one."""
    if settings.MAILBOX_URL:
        fetch(settings.MAILBOX_URL, settings.MAILBOX_TRUSTED)
