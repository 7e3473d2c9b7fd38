"""`{% demonstration %}`: the demonstration’s people, one click each, and nothing anywhere else."""

from typing import Any

from django import template
from django.conf import settings

from lekol.identity.queries import demonstration_people

register = template.Library()


@register.inclusion_tag("identity/demonstration.html", takes_context=True)
def demonstration(context: template.Context) -> dict[str, Any]:
    """Who one can sign in as; one query, and none outside the demonstration."""
    posts = demonstration_people() if settings.DEMO else []
    return {"posts": posts, "csrf_token": context.get("csrf_token"), "next": context["request"].GET.get("next", "")}
