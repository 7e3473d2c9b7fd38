"""`/echeances/`: what falls due, month by month, and the calendar one subscribes to."""

from urllib.parse import urljoin

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lekol.desks.queries.deadlines import MONTHS, as_calendar, by_month, due_for, feed_key, reader_of
from lekol.directory.access import posts_of
from lekol.identity.queries import account_of
from lekol.kit.http import PersonRequest
from lekol.pact.deadlines import kinds

USUAL, WHOLE_YEAR = 6, 12


@require_safe
def deadlines(request: PersonRequest) -> HttpResponse:
    """Every kind of deadline the reader sees, or one of them; a month to three years ahead."""
    asked = request.GET.get("dans", "")
    months = int(asked) if asked in map(str, MONTHS) else USUAL
    offered = kinds()
    key = request.GET.get("quoi", "") if request.GET.get("quoi") in {kind.key for kind in offered} else ""
    found = due_for(request.person, timezone.localdate(), months, key)
    account = account_of(request.person)
    address = reverse("desks:feed", args=[request.person.ref, feed_key(account)]) if account else ""
    context = {
        "months": by_month(found),
        "folded_after": timezone.localdate(),
        "count": len(found),
        "kinds": offered,
        "chosen": key,
        "spans": MONTHS,
        "span": months,
        "feed": urljoin(settings.PUBLIC_URL, address) if address else "",
    }
    return render(request, "desks/deadlines.html", context)


@require_safe
def feed(request: HttpRequest, ref: str, key: str) -> HttpResponse:
    """The same as a calendar, for the software of whoever holds its address; nothing for who holds no post today."""
    person = reader_of(ref, key)
    if person is None:
        raise Http404
    found = due_for(person, timezone.localdate(), WHOLE_YEAR) if posts_of(person) else []
    response = HttpResponse(as_calendar(found), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="echeances.ics"'
    response["Cache-Control"] = "private, no-store"
    return response
