"""The pictograms of incidents, in pages."""

from django import template
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from lekol.kit.templatetags.kit import icon
from lekol.maintenance.choices import NATURE_ICONS, WHO, Desk, Nature

register = template.Library()


@register.simple_tag
def nature_icon(nature: str) -> SafeString:
    """The pictogram of what is broken."""
    return icon(NATURE_ICONS[Nature(nature)])


@register.filter
def qui(desk: str) -> str:
    """A party as a sentence begins with it: « La Ville »."""
    return capfirst(WHO[Desk(desk)])
