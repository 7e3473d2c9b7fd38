"""The session of a request, read by a question compiled once. Named by `SESSION_ENGINE`; rows are Django’s own."""

import datetime as dt

from django.contrib.sessions.backends.db import SessionStore as Stored
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from lekol.kit.compiled import compiled


@compiled(str, dt.datetime)
def _living(key: str, now: dt.datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


class SessionStore(Stored):
    """Django’s sessions in the base."""

    def _get_session_from_db(self) -> Session | None:
        found = _living.first(self.session_key or "", timezone.now())
        if found is None:
            self._session_key = None
        return found
