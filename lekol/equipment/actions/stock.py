"""Counters read, consumables in and out: each movement is one line, never an edited total."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from lekol.directory.models import Commune, Person
from lekol.equipment.actions.estate import open_to_change
from lekol.equipment.choices import PRINTING, Source
from lekol.equipment.models import Asset, CounterReading, StockItem, StockMovement
from lekol.equipment.rules import counters
from lekol.journal.actions import write


@transaction.atomic
def read_counters(
    *,
    asset: Asset,
    on: dt.date,
    mono: int,
    colour: int = 0,
    scans: int | None = None,
    restart: bool = False,
    source: str = Source.HAND,
    by: Person | None = None,
) -> CounterReading:
    """Record the counters of a copier or printer; a counter never goes down, unless it was put back to nothing."""
    open_to_change(asset)
    if asset.kind not in PRINTING:
        raise ValidationError("On relève les compteurs d’un copieur ou d’une imprimante.")
    if on > timezone.localdate():
        raise ValidationError({"on": "Cette date est à venir."})
    known = [counters.Counter(row.on, row.mono, row.colour, row.restart) for row in asset.counters.order_by("on")]
    if why := counters.fault(known, counters.Counter(on, mono, colour, restart)):
        raise ValidationError({"mono": why})
    row = CounterReading(asset=asset, on=on, mono=mono, colour=colour, scans=scans, source=source, restart=restart)
    row.full_clean()
    row.save()
    summary = f"Compteurs du {on:%d/%m/%Y} : {mono} en noir, {colour} en couleur."
    write(verb="asset.counted", thing=asset, by=by, summary=summary)
    return row


@transaction.atomic
def keep_item(
    *, commune: Commune, words: Mapping[str, Any], item: StockItem | None = None, by: Person | None = None
) -> StockItem:
    """Enter an article in a store, or correct it; its quantity only moves by `move_stock`."""
    row = item or StockItem(commune=commune)
    served = words.get("models_served")
    for name, value in words.items():
        if name != "models_served":
            setattr(row, name, value)
    if row.school is not None and row.school.commune_id != commune.pk:
        raise ValidationError({"school": "Cette école n’est pas de la commune."})
    row.full_clean()
    row.save()
    if served is not None:
        row.models_served.set(served)
    write(verb="stock.kept", thing=row, by=by, summary="Article corrigé." if item else "Article inscrit.")
    return row


@transaction.atomic
def move_stock(
    *, item: StockItem, change: int, reason: str = "", asset: Asset | None = None, by: Person | None = None
) -> StockMovement:
    """Bring in or take out; never more than there is, whoever takes at the same moment."""
    row = StockItem.objects.select_for_update().get(pk=item.pk)
    if change == 0 or row.quantity + change < 0:
        raise ValidationError({"quantity": f"Il en reste {row.quantity} : on ne peut pas en sortir davantage."})
    row.quantity += change
    row.save(update_fields=["quantity"])
    made = StockMovement.objects.create(
        item=row, change=change, after=row.quantity, reason=reason.strip()[:120], asset=asset,
        actor_name=str(by)[:160] if by else "Lékol",
    )  # fmt: skip
    sense = "Entrée" if change > 0 else "Sortie"
    changes = {"en stock": [row.quantity - change, row.quantity]}
    write(verb="stock.moved", thing=row, by=by, summary=f"{sense} de {abs(change)}. {reason}".strip(), changes=changes)
    if asset is not None:
        write(verb="asset.supplied", thing=asset, by=by, summary=f"{abs(change)} × {row.name} pris en réserve.")
    return made
