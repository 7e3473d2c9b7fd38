"""`/aide/`: the guide, one section per page of Lékol, open to everyone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lekol.desks import guide as text


@require_safe
def guide(request: HttpRequest, slug: str = "accueil") -> HttpResponse:
    """One section of the guide, with the table of contents beside it."""
    if slug not in text.slugs():
        raise Http404
    return render(request, "desks/guide.html", {"section": text.section(slug), "contents": text.contents()})
