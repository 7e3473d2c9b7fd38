"""Words and pictograms of the estate in templates."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from lekol.equipment.choices import Kind
from lekol.equipment.models import Asset
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


@register.simple_tag(name="statut")
@cache
def status(value: str, word: str) -> SafeString:
    """The state of a device: colour, shape and word."""
    found: SafeString = etat(TONES.get(value, "sans_mesure"), word)
    return found


@register.simple_tag(name="lignes")
def lines(rows: Sequence[tuple[Asset, Sequence[Any]]], columns: Sequence[Any], choosing: bool) -> SafeString:
    """The rows of the list, drawn here: fifty rows through a template cost more than their query."""
    drawn = []
    for asset, values in rows:
        url = escape(asset.get_absolute_url())
        label = escape(asset.inventory_number)
        box = f"{_BOX[0]}{asset.pk}{_BOX[1]}{label}{_BOX[2]}" if choosing else ""
        cells = "".join(_cell(column, value) for column, value in zip(columns[1:], values[1:], strict=True))
        head = f'<th role="rowheader" scope="row"><a href="{url}">{label}</a></th>'
        drawn.append(f'<tr role="row">{box}{head}{cells}</tr>')
    return mark_safe("".join(drawn))  # noqa: S308 — every word is escaped above


_BOX = (
    '<td role="cell" class="pas-imprimer"><input type="checkbox" name="pk" value="',
    '" aria-label="Choisir ',
    '"></td>',
)


def _cell(column: Any, value: Any) -> str:
    """A cell: dates as on paper, « oui » and « non », nothing said as such."""
    head = escape(column.head)
    if value is None or value == "":
        return f'<td role="cell" data-l="{head}" class="rien">—</td>'
    if column.numeric:
        return f'<td role="cell" data-l="{head}" class="n">{escape(number(value))}</td>'
    if isinstance(value, bool):
        value = "oui" if value else "non"
    elif isinstance(value, dt.date):
        value = f"{value:%d/%m/%Y}"
    return f'<td role="cell" data-l="{head}">{escape(str(value))}</td>'


@register.filter(name="valeur")
def shown(value: Any) -> str:
    """A custom value as people read it."""
    match value:
        case bool():
            return "oui" if value else "non"
        case str() if len(value) == 10 and value[4:5] == "-":
            try:
                return f"{dt.date.fromisoformat(value):%d/%m/%Y}"
            except ValueError:
                return value
        case float():
            return str(value).replace(".", ",")
        case _:
            return str(value)


@register.filter(name="subvention")
def subsidy(asset: Asset) -> Decimal:
    """What the subsidy paid of a device, in euros."""
    share = asset.purchase.subsidy_share if asset.purchase else Decimal(0)
    return ((asset.cost or Decimal(0)) * share / 100).quantize(Decimal("0.01"))
