"""Loans and hand-overs: devices change hands against a signature, and come back the same way."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from lekol.directory.models import Commune, Person
from lekol.equipment.actions.estate import open_to_change
from lekol.equipment.choices import HandOverKind
from lekol.equipment.models import Asset, HandOver, HandOverLine
from lekol.equipment.rules.signatures import Strokes
from lekol.journal.actions import write
from lekol.pact.plurals import plural

MOST = 60
"""Devices of one hand-over."""


@transaction.atomic
def hand_over(
    *, commune: Commune, assets: Sequence[Asset], words: Mapping[str, Any], by: Person | None = None
) -> HandOver:
    """Write a loan or a hand-over; it waits for its signature. A device is in one pair of hands at a time."""
    if not 0 < len(assets) <= MOST:
        raise ValidationError({"numbers": f"Une remise porte sur 1 à {MOST} matériels."})
    row = HandOver(commune=commune, **words)
    if row.kind == HandOverKind.LOAN and row.due_on is None:
        raise ValidationError({"due_on": "Un prêt a une date de retour."})
    if row.kind == HandOverKind.HAND_OVER:
        row.due_on = None
    row.full_clean()
    row.save()
    for asset in assets:
        _add(row, asset)
        summary = f"{row.get_kind_display().capitalize()} à {row.name} : {row.ref}."
        write(verb="asset.handed_over", thing=asset, by=by, summary=summary)
    write(verb="hand_over.written", thing=row, by=by, summary=f"{plural(len(assets), 'matériel')} pour {row.name}.")
    return row


def _add(row: HandOver, asset: Asset) -> None:
    open_to_change(asset)
    if asset.commune_id != row.commune_id:
        raise ValidationError({"numbers": f"{asset.inventory_number} n’est pas de cette commune."})
    line = HandOverLine(hand_over=row, asset=asset, valid=DateRange(row.on, None))
    try:
        line.full_clean()
    except ValidationError:
        sentence = f"{asset.inventory_number} est déjà remis à quelqu’un : inscrivez d’abord son retour."
        raise ValidationError({"numbers": sentence}) from None
    line.save()


@transaction.atomic
def sign(*, row: HandOver, name: str, strokes: Strokes, by: Person | None = None) -> HandOver:
    """Keep the signature of whoever receives, with its moment; a signed slip is not signed again."""
    if row.signed_at is not None:
        raise ValidationError("Cette remise est déjà signée.")
    row.signed_name, row.signature, row.signed_at = _name(name), strokes, timezone.now()
    row.full_clean()
    row.save(update_fields=["signed_name", "signature", "signed_at"])
    write(verb="hand_over.signed", thing=row, by=by, summary=f"Signé par {row.signed_name}.")
    return row


def _name(name: str) -> str:
    if len(name.strip()) < 2:
        raise ValidationError({"name": "Écrivez le nom de qui signe."})
    return name.strip()


@transaction.atomic
def give_back(
    *, row: HandOver, on: dt.date, condition: str, name: str, strokes: Strokes, by: Person | None = None
) -> HandOver:
    """Record the return, its day and the state of the devices, signed by whoever takes them back."""
    if row.returned_on is not None:
        raise ValidationError("Ce retour est déjà inscrit.")
    if on > timezone.localdate():
        raise ValidationError({"on": "Cette date est à venir."})
    if on < row.on:
        raise ValidationError({"on": f"La remise est du {row.on:%d/%m/%Y} : le retour ne peut pas la précéder."})
    row.returned_on, row.return_condition = on, condition.strip()
    row.return_signed_name, row.return_signature = _name(name), strokes
    row.full_clean()
    row.save()
    for line in row.lines.select_related("asset__model"):
        _end(line, on)
        write(verb="asset.given_back", thing=line.asset, by=by, summary=f"Rendu par {row.name} ({row.ref}).")
    write(verb="hand_over.given_back", thing=row, by=by, summary=f"Rendu le {on:%d/%m/%Y}.")
    return row


def _end(line: HandOverLine, on: dt.date) -> None:
    """A line given back the day it began lasts that day: the slip keeps its devices."""
    line.valid = DateRange(line.valid.lower, max(on, line.valid.lower + dt.timedelta(days=1)))
    line.save(update_fields=["valid"])
