"""`/recherche/`: everything the apps can find, within what the reader sees."""

from itertools import islice

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lekol.kit.http import PersonRequest
from lekol.kit.search import LIMIT, Finder, Found, finders
from lekol.pact.names import plain

SHORTEST, LONGEST = 2, 80


@require_safe
def search(request: PersonRequest) -> HttpResponse:
    """At most eight results of each kind; kinds without any are left out."""
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    words = plain(asked)
    long_enough = len(words) >= SHORTEST
    groups = _found(request, words) if long_enough else []
    context = {"asked": asked, "long_enough": long_enough, "groups": groups, "limit": LIMIT}
    return render(request, "desks/search.html", context)


def _found(request: PersonRequest, words: str) -> list[tuple[Finder, list[Found]]]:
    groups = ((finder, list(islice(finder.find(request.person, words), LIMIT))) for finder in finders())
    return [(finder, results) for finder, results in groups if results]
