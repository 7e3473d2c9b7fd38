"""« Mes droits » and « Mon compte »: what one person may do and why, and the key they sign in with."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lekol.desks.queries.rights import grants_of, last_day
from lekol.directory.access import people_visible_to, posts_of, schools_of
from lekol.directory.models import Person
from lekol.identity.access import may_manage_account, may_see_rights
from lekol.identity.queries import account_of, standing_of
from lekol.kit.http import PersonRequest


@require_safe
def my_rights(request: PersonRequest) -> HttpResponse:
    """What the reader may do."""
    return _page(request, request.person)


@require_safe
def rights(request: PersonRequest, ref: str) -> HttpResponse:
    """What another person may do, for whoever manages their posts."""
    person = get_object_or_404(people_visible_to(request.person), ref=ref)
    if not may_see_rights(request.person, person):
        raise PermissionDenied
    return _page(request, person)


@require_safe
def account(request: PersonRequest) -> HttpResponse:
    """The reader’s own account: address, posts, password, devices, sign-out."""
    posts = [(post, last_day(post)) for post in posts_of(request.person)]
    return render(request, "desks/account.html", {"posts": posts, "account": request.user})


def _page(request: PersonRequest, person: Person) -> HttpResponse:
    found = account_of(person)
    context: dict[str, Any] = {
        "person": person,
        "mine": person == request.person,
        "groups": grants_of(person),
        "posts": [(post, last_day(post)) for post in posts_of(person)],
        "schools": schools_of(person).open_on(timezone.localdate()).count(),
        "account": found,
        "standing": standing_of(found),
        "manages": may_manage_account(request.person, person),
    }
    return render(request, "desks/rights.html", context)
