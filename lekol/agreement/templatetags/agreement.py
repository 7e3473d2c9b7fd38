"""Links the agreement draws toward pages it does not own: it knows their names, never their apps."""

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from lekol.kit import charts
from lekol.pact.scopes import Scope

register = template.Library()


@register.simple_tag
def rows_url(name: str, scope: Scope) -> str:
    """The page a measure announces for the rows not met, in a perimeter; empty where that app is not installed."""
    if not name:
        return ""
    try:
        return f"{reverse(name)}?perimetre={scope}"
    except NoReverseMatch:
        return ""


@register.simple_tag
def part(met: int, due: int) -> SafeString:
    """A gauge of what is met out of what is due, in full when nothing lacks."""
    return charts.gauge(met / due if due else 0, tone="ok" if due and met == due else "")
