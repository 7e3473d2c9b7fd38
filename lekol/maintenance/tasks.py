"""What incidents do by themselves, in the PostgreSQL job queue."""

from django.utils import timezone
from procrastinate.contrib.django import app

from lekol.maintenance.actions import bring_visits, close_silent, deliver, deliver_mentions, raise_alerts, send_digests


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


@app.periodic(cron="5 * * * *")
@app.task(queue="courrier", retry=3, queueing_lock="alertes-courriel")
def alert_digests(timestamp: int) -> None:
    """Each hour, one message to each person whom alerts concern."""
    send_digests(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queue="courrier", retry=3, queueing_lock="envoi-pannes")
def send_lines(timestamp: int) -> None:
    """Send the shared lines of the timelines to those who follow them; tell whoever was named."""
    deliver()
    deliver_mentions()


@app.periodic(cron="30 4 * * *")
@app.task(queue="pannes", retry=3, queueing_lock="visites")
def regular_visits(timestamp: int) -> None:
    """Put the regular visits of the next three weeks in the rounds."""
    bring_visits(today=timezone.localdate())
