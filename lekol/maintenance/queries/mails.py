"""Messages received: those someone must decide of, those whose words have been kept long enough."""

import datetime as dt

from django.db.models import QuerySet

from lekol.directory.choices import Role
from lekol.directory.models import Person, Post
from lekol.kit.compiled import compiled
from lekol.maintenance.choices import MailOutcome
from lekol.maintenance.models import Mail

SCHOOL_ROLES = (Role.SCHOOL_HEAD, Role.TEACHER)
KEPT = dt.timedelta(days=60)
"""A refused message nobody decided of loses its text and its files after this."""


def stale_mails(on: dt.date) -> QuerySet[Mail]:
    """Refused messages whose term has passed on a day."""
    return Mail.objects.filter(outcome=MailOutcome.REFUSED, at__date__lt=on - KEPT)


@compiled(str)
def of_identifier(identifier: str) -> QuerySet[Mail]:
    """The message of that identifier, if it was ever received."""
    return Mail.objects.filter(message_id=identifier)


@compiled(str)
def of_address(address: str) -> QuerySet[Person]:
    """Who has that address, whatever the capitals: two at most, one alone is believed."""
    return Person.objects.filter(email__iexact=address).order_by("pk")[:2]


@compiled(int, dt.date)
def school_posts_of(person: int, day: dt.date) -> QuerySet[Post]:
    """The posts by which a person speaks for a school on a day, with the territory of each school."""
    rows = Post.objects.on(day).filter(person=person, role__in=SCHOOL_ROLES)
    return rows.select_related("school__commune__academy").order_by("pk")
