"""What lasts, in the PostgreSQL job queue: the daily pass, the reading of a long text."""

from django.utils import timezone
from procrastinate.contrib.django import app

from lekol.agreement.actions import give_alerts, read_draft, take_pass
from lekol.agreement.models import Draft


@app.periodic(cron="30 2 * * *")
@app.task(queue="mesures", retry=3, queueing_lock="releve")
def daily_pass(timestamp: int) -> None:
    """Take the measures of the day, at night; a second run the same day replaces the first."""
    take_pass(on=timezone.localdate())


@app.task(queue="lectures", retry=2)
def read_later(pk: int) -> None:
    """Read a text too long to be read while its sender waits."""
    read_draft(draft=Draft.objects.get(pk=pk))


def defer_reading(pk: int) -> None:
    """Put the reading of a draft in the queue."""
    read_later.defer(pk=pk)


@app.periodic(cron="15 5 * * *")
@app.task(queue="mesures", retry=3, queueing_lock="terme")
def daily_alerts(timestamp: int) -> None:
    """Tell both parties of each end that comes near, once twelve, six and three months before."""
    give_alerts(on=timezone.localdate())
