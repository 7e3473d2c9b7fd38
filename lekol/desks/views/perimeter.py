"""`/perimetre/`: the places a reader may put on screen, and the choice of one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from lekol.desks import perimeter
from lekol.desks.queries import places
from lekol.directory.access import posts_of, schools_of
from lekol.directory.queries import name_of
from lekol.kit.http import PersonRequest
from lekol.kit.pages import page_of
from lekol.pact.names import plain
from lekol.pact.scopes import Scope


@require_safe
def scope(request: PersonRequest) -> HttpResponse:
    """Each post’s place, the places inside it, and the schools with search; one page of schools at a time."""
    words = plain(request.GET.get("q", ""))[:80]
    schools = schools_of(request.person).open_on(timezone.localdate()).select_related("commune")
    for word in words.split():
        schools = schools.filter(sort_key__contains=word)
    context: dict[str, Any] = {
        "posts": [(post, perimeter.scope_of(post.place)) for post in posts_of(request.person)],
        "places": places.inside(request.person),
        "page": page_of(schools, request.GET, ("sort_key", "id")),
        "words": request.GET.get("q", ""),
        "scope": request.scope,
        "back": _back(request.GET.get("retour", "")),
    }
    return render(request, "desks/scope.html", context)


@require_POST
def choose(request: PersonRequest) -> HttpResponse:
    """Put a place on screen for this session; one that is not the reader’s does not exist for them."""
    try:
        wanted = Scope.parse(request.POST.get("perimetre", "").replace("\x00", ""))
    except ValueError:
        raise Http404 from None
    if not perimeter.choose(request.person, request.session, wanted):
        raise Http404
    messages.success(request, f"Périmètre affiché : {name_of(wanted)}.")
    return redirect(_back(request.POST.get("retour", "")))


def _back(path: str) -> str:
    """A page of this site, or the home."""
    return path if path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else "/"
