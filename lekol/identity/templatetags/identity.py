"""`{% demonstration %}`: the demonstration’s people, one click each, and nothing anywhere else."""

from typing import Any

from django import template
from django.conf import settings

from lekol.identity.queries import demonstration_people
from lekol.identity.rules import FEATURED, device_of

register = template.Library()
register.filter("device", device_of)


@register.inclusion_tag("identity/demonstration.html", takes_context=True)
def demonstration(context: template.Context) -> dict[str, Any]:
    """Who one can sign in as; one query, and none outside the demonstration."""
    posts = demonstration_people() if settings.DEMO else []
    first = [next((post for post in posts if post.role == role), None) for role in FEATURED]
    featured = [post for post in first if post is not None]
    groups = [("", featured), ("Toutes les autres", [post for post in posts if post not in featured])]
    return {
        "groups": groups,
        "posts": posts,
        "csrf_token": context.get("csrf_token"),
        "next": context["request"].GET.get("next", ""),
    }
