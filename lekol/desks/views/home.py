"""`/`: one home per function, what asks a decision first."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lekol.agreement.choices import State
from lekol.agreement.queries import Line
from lekol.agreement.views.board import TONES, in_force_for
from lekol.desks import rules
from lekol.desks.queries.home import TO_SHOW, Home, contacts_of, drill, home_for, school_of, schools_by
from lekol.directory.access import posts_of
from lekol.kit import charts
from lekol.kit.http import PersonRequest
from lekol.pact.measures import announced


@require_safe
def home(request: PersonRequest) -> HttpResponse:
    """The home of the reader’s functions, on the perimeter on screen."""
    found = home_for(request.person, request.scope, in_force_for(request), timezone.localdate())
    name = rules.home_of([post.role for post in posts_of(request.person)], request.scope.level)
    context: dict[str, Any] = {"home": found, "shown": TO_SHOW, "school": school_of(request.scope)}
    if found is not None:
        context |= _MAKERS[name](request, found)
    elif context["school"]:
        context["contacts"] = contacts_of(context["school"], timezone.localdate())
    return render(request, f"desks/home/{name}.html", context)


def _school(request: PersonRequest, found: Home) -> dict[str, Any]:
    school = school_of(request.scope)
    return {"contacts": contacts_of(school, found.on) if school else []}


def _district(request: PersonRequest, found: Home) -> dict[str, Any]:
    """The schools for one commitment: the one asked by `?clause=`, else the first that asks a decision."""
    asked = request.GET.get("clause", "")
    line = next((line for line in found.measured if line.commitment.clause == asked), None) or _worst(found)
    return {"line": line, "rows": schools_by(found, line) if line else []}


def _services(request: PersonRequest, found: Home) -> dict[str, Any]:
    lists = [(item.label, drill(item.drill, request.scope)) for item in announced().values()]
    return {"lists": sorted(lists)}


def _committee(request: PersonRequest, found: Home) -> dict[str, Any]:
    board = found.board
    return {
        "bearers": [(bearer, len(lines), _bar(bearer["name"], lines)) for bearer, lines in board.by_bearer],
        "states": [(state, TONES[state], board.counts[state]) for state in TONES if board.counts[state]],
        "days_left": (found.agreement.ends_on - found.on).days if found.agreement.ends_on else None,
    }


_MAKERS: dict[str, Callable[[PersonRequest, Home], dict[str, Any]]] = {
    "school": _school,
    "district": _district,
    "services": _services,
    "committee": _committee,
}


def _worst(found: Home) -> Line | None:
    return next((line for line in found.to_decide if line.due), None) or next(iter(found.measured), None)


def _bar(name: str, lines: list[Line]) -> Any:
    counted = [(sum(line.state == state for line in lines), TONES[state], str(state.label).lower()) for state in State]
    return charts.stacked(counted, name)
