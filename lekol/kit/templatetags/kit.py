"""Tags of every page: icons, charts, numbers as French writes them."""

import datetime as dt
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lekol.kit import charts
from lekol.kit.filtering import filter_field
from lekol.kit.panels import Panel
from lekol.pact import dates
from lekol.pact.calendars import label

register = template.Library()

SPRITE = Path(__file__).parents[1] / "static" / "kit" / "icons.svg"


@cache
def icon_names() -> frozenset[str]:
    """The symbols of the sprite."""
    return frozenset(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A decorative pictogram; an unknown name fails loudly, in tests and not before users."""
    if name not in icon_names():
        raise template.TemplateSyntaxError(f"Pictogramme inconnu : {name}")
    href = f"{static('kit/icons.svg')}#{name}"
    return format_html(
        '<svg class="ico" width="20" height="20" aria-hidden="true" focusable="false"><use href="{}"/></svg>', href
    )


register.simple_tag(filter_field, name="filtre")
register.simple_tag(charts.gauge, name="jauge")
register.simple_tag(charts.interval, name="etendue")
register.simple_tag(charts.sparkline, name="trace")
register.simple_tag(charts.stacked, name="compo")


@register.simple_tag(name="garde")
def kept(name: str, **words: Any) -> SafeString:
    """`{% garde "kit/cadre/pied.html" version=… %}`: an include drawn once for its words, which are all it may read."""
    return _kept(name, tuple(words.items()))


@lru_cache(maxsize=1024)
def _kept(name: str, words: tuple[tuple[str, Any], ...]) -> SafeString:
    return render_to_string(name, dict(words))


@register.filter
def number(value: Any) -> str:
    """« 17 000 », with the narrow space French wants; « — » for nothing."""
    if value is None or value == "":
        return "—"
    text = f"{value:,}" if isinstance(value, int) else f"{float(value):,.1f}".removesuffix(".0")
    return text.replace(",", "\u202f").replace(".", ",")


@register.filter(name="valeur")
def said(value: Any) -> str:
    """A value kept as data, as people read it: « oui », « 02/10/2026 », « 642,50 », « vide »."""
    match value:
        case None | "":
            return "vide"
        case bool():
            return "oui" if value else "non"
        case dt.date():
            return f"{value:%d/%m/%Y}"
        case float():
            return str(value).replace(".", ",")
        case str() if _DAY.fullmatch(value):
            return f"{value[8:10]}/{value[5:7]}/{value[:4]}"
        case str() if _CENTS.fullmatch(value):
            return value.replace(".", ",")
        case _:
            return str(value)


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(T00:00:00)?")
_CENTS = re.compile(r"-?\d+\.\d{2}")


@register.filter
def share(value: float | None) -> str:
    """A ratio as « 82 % »; never rounds up to 100 what is not whole."""
    if value is None:
        return "—"
    rounded = round(value * 100)
    return f"{99 if rounded == 100 and value < 1 else rounded}\u00a0%"


@register.filter
def school_year(year: int) -> str:
    """« 2026-2027 »."""
    return label(year)


@register.filter(expects_localtime=True)
def long_date(day: dt.date | None) -> str:
    """« 1er juin 2026 »; nothing for nothing."""
    return dates.long_date(day) if day else ""


@register.filter(expects_localtime=True)
def short_date(day: dt.date | None) -> str:
    """« 1er févr. 2026 », where room lacks; nothing for nothing."""
    return dates.short_date(day) if day else ""


@register.filter(expects_localtime=True)
def short_day(day: dt.date | None) -> str:
    """« 1er févr. », when the year goes without saying; nothing for nothing."""
    return dates.short_day(day) if day else ""


@register.filter(expects_localtime=True)
def moment(at: dt.datetime | None) -> str:
    """« 1er juin 2026, 14:05 », by the clock of the territory; nothing for nothing."""
    return f"{dates.long_date(at)}, {at:%H:%M}" if at else ""


@register.filter
def plural(count: int, forms: str) -> str:
    """`{{ n|plural:"école,écoles" }}`: French counts one from 0 to 1.99."""
    singular, several = forms.split(",")
    return several if abs(count) >= 2 else singular


@register.simple_tag(takes_context=True)
def query(context: RequestContext, **changes: Any) -> str:
    """The present address with some parameters changed; None removes one, and the page cursor never stays."""
    words = context["request"].GET.copy()
    words.pop("apres", None)
    words.pop("avant", None)
    for name, value in changes.items():
        if value in (None, ""):
            words.pop(name, None)
        else:
            words[name] = str(value)
    return f"?{words.urlencode()}"


@register.simple_tag(takes_context=True)
def show(context: RequestContext, panel: Panel) -> SafeString:
    """A panel announced by another app, drawn with its own words only."""
    return render_to_string(panel.template, panel.context, context["request"])


@register.simple_tag
@cache
def etat(state: str, word: str) -> SafeString:
    """The state of a commitment: colour, shape and word. Drawn once: a page shows it dozens of times."""
    return render_to_string("kit/etat.html", {"state": state, "word": word})


@register.simple_tag
@lru_cache(maxsize=512)
def porteur(letter: str, name: str, tone: str) -> SafeString:
    """Who owes: a letter in the shape of its side, and the name."""
    return render_to_string("kit/porteur.html", {"letter": letter, "name": name, "tone": tone})
