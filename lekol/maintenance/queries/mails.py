"""Messages received: those someone must decide of, those whose words have been kept long enough."""

import datetime as dt

from django.db.models import QuerySet

from lekol.maintenance.choices import MailOutcome
from lekol.maintenance.models import Mail

KEPT = dt.timedelta(days=60)
"""A refused message nobody decided of loses its text and its files after this."""


def stale_mails(on: dt.date) -> QuerySet[Mail]:
    """Refused messages whose term has passed on a day."""
    return Mail.objects.filter(outcome=MailOutcome.REFUSED, at__date__lt=on - KEPT)
