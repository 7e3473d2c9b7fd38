"""The request as views see it once the reader is known."""

from typing import Any

from django.http import HttpRequest

from lekol.pact.scopes import Scope


class PersonRequest(HttpRequest):
    """A request whose middleware has found the reader's person and the perimeter on screen.

    `person` is a directory Person for anyone signed in; the type stays open because kit knows no app.
    """

    person: Any
    scope: Scope
