"""`/journal/`: who did what, newest first, within what the reader sees."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lekol.desks.queries.trail import entries_for
from lekol.kit.http import PersonRequest

SIZE = 50


@require_safe
def journal(request: PersonRequest) -> HttpResponse:
    """Fifty acts, then the older ones; `?clause=` keeps those made under one clause."""
    clause, before = request.GET.get("clause", "").replace("\x00", "")[:12], request.GET.get("avant", "")
    entries = entries_for(request.person, request.scope).order_by("-id")
    if clause:
        entries = entries.filter(clause=clause)
    if before.isascii() and before.isdigit() and len(before) < 19:
        entries = entries.filter(id__lt=int(before))
    found = list(entries[: SIZE + 1])
    older = found[SIZE - 1].pk if len(found) > SIZE else None
    context = {"entries": found[:SIZE], "older": older, "newest": not before, "clause": clause}
    return render(request, "desks/journal.html", context)
