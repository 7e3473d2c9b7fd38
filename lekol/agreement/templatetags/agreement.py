"""Links the agreement draws toward pages it does not own: it knows their names, never their apps."""

from django import template
from django.urls import NoReverseMatch, reverse

from lekol.pact.scopes import Scope

register = template.Library()


@register.simple_tag
def rows_url(name: str, scope: Scope) -> str:
    """The page a measure announces for the rows not met, in a perimeter; empty where that app is not installed."""
    try:
        return f"{reverse(name)}?perimetre={scope}"
    except NoReverseMatch:
        return ""
