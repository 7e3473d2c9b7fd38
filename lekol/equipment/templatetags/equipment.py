"""Words and pictograms of the estate in templates."""

import datetime as dt
import html
import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any
from urllib.parse import quote

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from lekol.equipment.choices import Kind
from lekol.equipment.models import Asset
from lekol.kit.lists import Head
from lekol.kit.templatetags.kit import etat, number

register = template.Library()

ICONS = {
    Kind.DESKTOP: "parc", Kind.LAPTOP: "portable", Kind.THIN_CLIENT: "parc", Kind.TABLET: "tablette",
    Kind.TROLLEY: "mallette", Kind.CART: "batterie", Kind.SCREEN: "parc", Kind.PROJECTOR: "projecteur",
    Kind.BOARD: "tni", Kind.TOUCH_SCREEN: "tni", Kind.DOCUMENT_CAMERA: "photo", Kind.COPIER: "copieur",
    Kind.PRINTER: "imprimer", Kind.SCANNER: "imprimer", Kind.PHONE: "telephone", Kind.MOBILE: "telephone",
    Kind.ACCESS_POINT: "borne", Kind.SWITCH: "reseau", Kind.ROUTER: "reseau", Kind.FIREWALL: "cadenas",
    Kind.SERVER: "reseau", Kind.STORAGE: "pochette", Kind.UPS: "batterie", Kind.CAMERA: "photo",
    Kind.SPEAKER: "son", Kind.ROBOT: "autre", Kind.DOCK: "prise", Kind.OTHER: "autre",
}  # fmt: skip
TONES = {
    "en_service": "tenu", "en_reparation": "risque", "vole": "non_tenu", "introuvable": "non_tenu",
    "recu": "bonne_voie", "commande": "bonne_voie", "en_reserve": "declare",
}  # fmt: skip


@register.filter(name="pictogramme")
def icon_of(kind: str) -> str:
    """The pictogram of a type of device."""
    return ICONS[Kind(kind)]


@register.filter(name="au")
def at_key(rows: dict[str, Any], key: str) -> Any:
    """What a table keeps under a key, or nothing."""
    return rows.get(key)


@register.filter(name="euros")
def euros(value: Decimal | int) -> str:
    """A sum to the euro: cents of a plan say nothing."""
    return number(round(value))


@register.filter(name="prix")
def price(value: Decimal) -> str:
    """« 642,50 », « 18 400 »: cents are said when there are some."""
    return number(int(value)) if value == int(value) else f"{number(int(value))},{abs(value) % 1 * 100:02.0f}"


@register.filter(name="appel")
def dialled(phone: str) -> str:
    """A telephone number as a link dials it: no space nor dot."""
    return re.sub(r"[^\d+]", "", phone)


@register.simple_tag(name="statut")
@cache
def status(value: str, word: str) -> SafeString:
    """The state of a device: colour, shape and word."""
    found: SafeString = etat(TONES.get(value, "sans_mesure"), word)
    return found


@register.simple_tag(name="lignes")
def lines(rows: Sequence[tuple[Any, Sequence[Any]]], columns: Sequence[Any], choosing: bool) -> SafeString:
    """The rows of the list, drawn here: fifty rows through a template cost more than their query."""
    drawn = []
    heads = [escape(column.head) for column in columns]
    before, after = reverse("equipment:device", args=["-"]).split("-", 1)
    plan = [(f'<td role="cell" data-l="{head}"', column) for head, column in zip(heads, columns, strict=True)][1:]
    for asset, values in rows:
        label = html.escape(asset.inventory_number)
        box = f"{_BOX[0]}{asset.id}{_BOX[1]}{label}{_BOX[2]}" if choosing else ""
        parts = zip(plan, values[1:], strict=True)
        cells = "".join([_cell(asset, head, column, value) for (head, column), value in parts])
        url = f"{before}{quote(asset.inventory_number, safe=_SAFE)}{after}"
        drawn.append(
            f'<tr role="row">{box}<th role="rowheader" scope="row"><a href="{url}">{label}</a></th>{cells}</tr>'
        )
    return mark_safe("".join(drawn))  # noqa: S308 — every word is escaped above


_SAFE = "/~:@!$()*,;"
"""What Django’s own addresses leave as it is, but for signs that HTML would have to escape."""

_BOX = (
    '<td role="cell" class="pas-imprimer"><input type="checkbox" name="pk" value="',
    '" aria-label="Choisir ',
    '"></td>',
)


def _cell(row: Any, head: str, column: Any, value: Any) -> str:
    """A cell: dates as on paper, « oui » and « non », nothing said as such."""
    if value is None or value == "":
        return f'{head} class="rien">—</td>'
    if column.numeric:
        return f'{head} class="n">{escape(number(value))}</td>'
    if isinstance(value, bool):
        value = "oui" if value else "non"
    elif isinstance(value, dt.date):
        value = f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
    words = html.escape(str(value))
    if column.link is not None:
        words = f'<a href="{column.link(row)}">{words}</a>'
    return f"{head}>{words}</td>"


@register.simple_tag(name="entetes", takes_context=True)
def heads_of(context: RequestContext, heads: Sequence[Head]) -> SafeString:
    """The heads of the list, drawn as `kit/entete.html` draws one, from one reading of the address."""
    words = context["request"].GET.copy()
    for name in ("apres", "avant", "format"):
        words.pop(name, None)
    drawn = []
    for head in heads:
        sort = f' aria-sort="{head.sense}"' if head.sense else ""
        shown: str = escape(head.words)
        if head.turn:
            words["tri"] = head.turn
            shown = f'<a class="tri" href="{escape(f"?{words.urlencode()}")}">{shown}</a>'
        kind = " ".join(word for word in ("triable" if head.turn else "", "n" if head.numeric else "") if word)
        style = f' class="{kind}"' if kind else ""
        drawn.append(f'<th role="columnheader" scope="col"{style}{sort}>{shown}</th>')
    return mark_safe("".join(drawn))  # noqa: S308 — every word is escaped above


@register.filter(name="subvention")
def subsidy(asset: Asset) -> Decimal:
    """What the subsidy paid of a device, in euros."""
    share = asset.purchase.subsidy_share if asset.purchase else Decimal(0)
    return ((asset.cost or Decimal(0)) * share / 100).quantize(Decimal("0.01"))
