"""`/`: one home per function, what asks a decision first."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lekol.kit.http import PersonRequest


@require_safe
def home(request: PersonRequest) -> HttpResponse:
    """The home of the reader’s functions, on the perimeter on screen."""
    return render(request, "desks/home/bare.html")
