"""The pictograms of incidents, in pages."""

from django import template
from django.utils.safestring import SafeString

from lekol.kit.templatetags.kit import icon
from lekol.maintenance.choices import NATURE_ICONS, Nature

register = template.Library()


@register.simple_tag
def nature_icon(nature: str) -> SafeString:
    """The pictogram of what is broken."""
    return icon(NATURE_ICONS[Nature(nature)])
