"""What incidents do by themselves, in the PostgreSQL job queue."""

from django.utils import timezone
from procrastinate.contrib.django import app

from lekol.maintenance.actions import close_silent, deliver, raise_alerts


@app.periodic(cron="15 * * * *")
@app.task(queue="pannes", retry=3, queueing_lock="cloture")
def silent_closing(timestamp: int) -> None:
    """Close what the school said nothing about for the days of the protocol."""
    close_silent(now=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queue="pannes", retry=3, queueing_lock="alertes")
def alerts(timestamp: int) -> None:
    """Warn before a delay runs out, then at each level after it."""
    raise_alerts(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queue="courrier", retry=3, queueing_lock="envoi-pannes")
def send_lines(timestamp: int) -> None:
    """Send the shared lines of the timelines to those who follow them."""
    deliver()
