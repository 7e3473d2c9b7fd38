"""Who reads, and what part of the territory is on screen: known before any view runs."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from lekol.desks import perimeter, rules
from lekol.desks.views.errors import bad_request, unreadable
from lekol.directory.models import Person
from lekol.identity.models import User
from lekol.kit.http import PersonRequest

GetResponse = Callable[[HttpRequest], HttpResponse]


class ReaderMiddleware:
    """Sets `request.person` and `request.scope`, and sends strangers to the sign-in page.

    A page is shown without signing in only when `rules.OPEN` names it. Someone signed in who holds no
    post today sees why and whom to ask, on every page but their own account’s.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reader = cast(PersonRequest, request)
        person: Person | None = request.user.person if isinstance(request.user, User) else None
        reader.person = person
        reader.scope = perimeter.current(person, request.session) if person else None  # type: ignore[assignment]
        response = bad_request(request) if _holds_nul(request) else self.get_response(request)
        if person is not None:
            # Shared school computers: the « back » button shows nothing once signed out.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Answer in the view’s place when the reader is unknown or holds no post."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        reader = cast(PersonRequest, request)
        if rules.is_open(name):
            return None
        if reader.person is None:
            return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
        if reader.scope is None and name not in rules.WITHOUT_POST:
            return render(request, "desks/no_post.html", status=403)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Words that no column can hold are the sender’s fault, not ours: 400."""
        return unreadable(request) if isinstance(exception, DataError) else None


def _holds_nul(request: HttpRequest) -> bool:
    """A NUL in an address is never typed by a reader, and PostgreSQL refuses it in any text.

    The API refuses it by the form of its words, in its own form.
    """
    if request.path.startswith("/api/v1/"):
        return False
    return "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", "")
