"""The request as views see it once the reader is known."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from lekol.pact.scopes import Scope


class PersonRequest(HttpRequest):
    """A request whose middleware has found the reader's person and the perimeter on screen.

    `person` is a directory Person for anyone signed in; the type stays open because kit knows no app.
    """

    person: Any
    scope: Scope


def address_of(request: HttpRequest) -> str:
    """Where a request comes from: behind our own relay, what the relay saw; never what a caller says of itself."""
    hops: int = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    seen = [one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if one.strip()]
    return seen[-hops][:60] if hops and len(seen) >= hops else str(request.META.get("REMOTE_ADDR", ""))
