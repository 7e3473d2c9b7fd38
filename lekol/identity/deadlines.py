"""The reader’s own keys: a software that reads Lékol in their name stops the day its token ends."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse

from lekol.directory.models import Person
from lekol.identity.models import Token
from lekol.pact.deadlines import LIMIT, Deadline, deadline


@deadline("identity.tokens", label="Fins de jeton", icon="cadenas")
def tokens(person: Person, since: dt.date, until: dt.date) -> Iterator[Deadline]:
    """The last day of one’s own living tokens; one query."""
    found = Token.objects.filter(account__person=person, revoked_at=None, expires_on__range=(since, until))
    for token in found.order_by("expires_on", "id")[:LIMIT]:
        yield Deadline(token.expires_on, f"Fin du jeton « {token.name} »", "", reverse("identity:tokens"), token.prefix)
