"""The verbs of the estate; nothing else writes its rows."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from lekol.directory.models import Person, Room, School
from lekol.equipment.choices import IN_SCHOOL, Kind, Status
from lekol.equipment.models import Asset, DeviceModel, Installation, OperatingSystem, Placement, Slot, SlotFilling
from lekol.equipment.rules import life
from lekol.equipment.rules.standard import fits
from lekol.journal.actions import write


def open_to_change(asset: Asset) -> None:
    """Refuse to change a device that is stolen or has left the estate."""
    if why := life.lock(asset.status):
        raise ValidationError(why)


@transaction.atomic
def register(
    *,
    school: School,
    room: Room | None,
    inventory_number: str,
    serial: str,
    model: DeviceModel,
    origin: str,
    acquired_on: dt.date,
    warranty_until: dt.date | None,
    by: Person | None = None,
    **words: Any,
) -> Asset:
    """Enter a device in the estate and place it in a school from its acquisition; `words` are other fields of it."""
    asset = Asset(
        commune=school.commune, inventory_number=inventory_number.strip(), serial=serial.strip(), model=model,
        origin=origin, acquired_on=acquired_on, warranty_until=warranty_until, status=Status.IN_SERVICE,
        status_since=acquired_on, **words,
    )  # fmt: skip
    asset.full_clean()
    asset.save()
    place(asset, school, room, acquired_on)
    write(verb="asset.registered", thing=asset, by=by, clause="4.1", summary=f"Inscrit au parc, à {school}.")
    return asset


@transaction.atomic
def move(
    *, asset: Asset, school: School, room: Room | None, on: dt.date, by: Person | None = None,
    inside: Asset | None = None,
) -> Placement:  # fmt: skip
    """Put a device elsewhere from a day on, inside a trolley or not; what a trolley holds goes with it.

    It is taken out of the slot it filled if the school changes.
    """
    open_to_change(asset)
    if asset.status not in IN_SCHOOL:
        raise ValidationError(f"Ce matériel est {asset.get_status_display()} : mettez-le en service pour le placer.")
    if school.commune_id != asset.commune_id:
        raise ValidationError({"school": f"Ce matériel appartient à la commune de {asset.commune}."})
    before = asset.placements.filter(valid__contains=on).select_related("school").first()
    if before is not None:
        if before.valid.lower == on:
            before.delete()
        else:
            before.valid = DateRange(before.valid.lower, on)
            before.save(update_fields=["valid"])
        if before.school_id != school.pk:
            free(asset, on)
    held = _held(asset, on)
    placement = place(asset, school, room, on, inside)
    where = f"{school}{f', {room}' if room else ''}{f', dans {inside.inventory_number}' if inside else ''}"
    changes = {"emplacement": [str(before.school) if before else None, where]}
    write(verb="asset.moved", thing=asset, by=by, summary=f"Placé à {where}.", changes=changes)
    for one in held:
        move(asset=one, school=school, room=room, on=on, by=by, inside=asset)
    return placement


def _held(trolley: Asset, on: dt.date) -> list[Asset]:
    """What a trolley holds and can go with it; nothing for another device."""
    if trolley.kind != Kind.TROLLEY:
        return []
    rows = trolley.contents.filter(valid__contains=on, asset__status__in=IN_SCHOOL)
    return [row.asset for row in rows.select_related("asset__model", "asset__commune")]


def place(asset: Asset, school: School, room: Room | None, since: dt.date, inside: Asset | None = None) -> Placement:
    if room is not None and room.school_id != school.pk:
        raise ValidationError({"room": "Cette salle n’est pas dans l’école choisie."})
    placement = Placement(asset=asset, school=school, room=room, container=inside, valid=DateRange(since, None))
    placement.full_clean()
    placement.save()
    return placement


def end(row: Placement | Installation | SlotFilling, on: dt.date) -> None:
    """End a dated row on a day; one that began that very day never was."""
    if row.valid.lower == on:
        row.delete()
    else:
        row.valid = DateRange(row.valid.lower, on)
        row.save(update_fields=["valid"])


def leave(*, asset: Asset, on: dt.date) -> None:
    """A device leaves its place and its slot on a day; the verb that asks for it says why in the journal."""
    free(asset, on)
    for placement in asset.placements.filter(valid__contains=on):
        end(placement, on)


def free(asset: Asset, on: dt.date) -> None:
    for filling in asset.fillings.filter(valid__contains=on):
        end(filling, on)


@transaction.atomic
def install(*, asset: Asset, system: OperatingSystem, on: dt.date, by: Person | None = None) -> Installation:
    """Install a system from a day on (clause 3.13)."""
    open_to_change(asset)
    before = asset.installations.filter(valid__contains=on).select_related("system").first()
    if before is not None:
        end(before, on)
    row = Installation(asset=asset, system=system, valid=DateRange(on, None))
    row.full_clean()
    row.save()
    changes = {"système": [str(before.system) if before else None, str(system)]}
    write(verb="asset.installed", thing=asset, by=by, clause="3.13", summary=f"{system} installé.", changes=changes)
    return row


@transaction.atomic
def connect(*, asset: Asset, on: dt.date, by: Person | None = None) -> Asset:
    """Put a device on the network from a day on."""
    open_to_change(asset)
    asset.networked_on = on
    asset.full_clean()
    asset.save(update_fields=["networked_on"])
    write(verb="asset.networked", thing=asset, by=by, clause="R.1", summary=f"En réseau depuis le {on:%d/%m/%Y}.")
    return asset


@transaction.atomic
def fill(*, slot: Slot, asset: Asset, on: dt.date, by: Person | None = None) -> SlotFilling:
    """A device of the school takes a required place from a day on (clause 3.14)."""
    here = asset.placements.filter(valid__contains=on, school=slot.school).exists()
    if not here or asset.retired_on is not None or asset.status not in IN_SCHOOL:
        raise ValidationError("Ce matériel n’est pas en service dans cette école : choisissez-en un autre.")
    if not fits(slot.kind, asset.kind):
        raise ValidationError(
            f"Un {asset.get_kind_display()} ne peut pas pourvoir « {slot} » : choisissez-en un autre."
        )
    before = slot.fillings.filter(valid__contains=on).first()
    if before is not None:
        end(before, on)
    filling = SlotFilling(slot=slot, asset=asset, valid=DateRange(on, None))
    filling.full_clean()
    filling.save()
    summary = f"{slot} de {slot.school} : {asset}."
    write(verb="slot.filled", thing=asset, by=by, clause=slot.clause or "3.14", summary=summary)
    return filling
