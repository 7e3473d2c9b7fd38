"""What is said of a device by hand: its card, its purchase, who answers for it."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model

from lekol.directory.models import Commune, Person
from lekol.equipment.actions.estate import open_to_change
from lekol.equipment.actions.provenance import note
from lekol.equipment.choices import Duty, Source
from lekol.equipment.models import Asset, CustomField, DeviceModel, Purchase, Responsibility, Supplier
from lekol.equipment.rules import fields
from lekol.equipment.rules.provenance import FIELDS
from lekol.journal.actions import write

CARD = (
    "inventory_number", "ledger_number", "serial", "name", "model", "origin", "acquired_on", "accepted_on", "cost",
    "reused", "warranty_until", "store", "note",
)  # fmt: skip
"""Fields of the card that a form may change."""


def schema_of(commune_id: int, kind: str) -> list[CustomField]:
    """The fields a commune declared for a type of device, and those for every type."""
    rows = CustomField.objects.filter(commune=commune_id, retired=False, kind__in=("", kind))
    return list(rows.order_by("rank", "pk"))


@transaction.atomic
def edit(
    *, asset: Asset, words: Mapping[str, Any], extra: Mapping[str, Any] | None = None, by: Person | None = None
) -> Asset:
    """Correct the card of a device; what changed is kept, before and after. Nothing changed, nothing written."""
    open_to_change(asset)
    changes: dict[str, list[Any]] = {}
    written = [name for name in CARD if name in words and _set(asset, name, words[name], changes)]
    if extra is not None:
        _set_extra(asset, extra, changes)
    if not changes:
        return asset
    asset.full_clean()
    asset.save()
    for name in written:
        if name in FIELDS:
            note(asset, name, Source.HAND)
    write(verb="asset.edited", thing=asset, by=by, summary=_edited(changes), changes=changes)
    return asset


def _edited(changes: Mapping[str, Any]) -> str:
    return f"Fiche corrigée : {', '.join(changes)}."


def _set(asset: Asset, name: str, value: Any, changes: dict[str, list[Any]]) -> bool:
    """Put a value in its field and say before and after; False when it was already so."""
    before = getattr(asset, name)
    value = value.strip() if isinstance(value, str) else value
    if before == value:
        return False
    label = str(Asset._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    shown = _shown(asset, name)
    setattr(asset, name, value)
    changes[label] = [shown, _shown(asset, name)]
    return True


def _shown(asset: Asset, name: str) -> Any:
    """A value as its readers know it: a label, « oui », a name."""
    display = getattr(asset, f"get_{name}_display", None)
    value = display() if display else getattr(asset, name)
    match value:
        case bool():
            return "oui" if value else "non"
        case Model() | Decimal():
            return str(value)
        case "":
            return None
        case _:
            return value


def _set_extra(asset: Asset, given: Mapping[str, Any], changes: dict[str, list[Any]]) -> None:
    """Custom values, checked against what the commune declared; values of fields no longer asked are kept."""
    asked = schema_of(asset.commune_id, asset.model.kind)
    kept, faults = fields.checked([field.schema for field in asked], given)
    if faults:
        raise ValidationError({f"extra_{key}": sentence for key, sentence in faults.items()})
    labels = {field.key: field.label for field in asked}
    past = {key: value for key, value in asset.extra.items() if key not in labels}
    for key, label in labels.items():
        if asset.extra.get(key) != kept.get(key):
            changes[label] = [asset.extra.get(key), kept.get(key)]
    asset.extra = {**past, **kept}


@transaction.atomic
def bought(*, assets: list[Asset], commune: Commune, words: Mapping[str, Any], by: Person | None = None) -> Purchase:
    """Say under which order devices were bought; an order already known by its references is the same one."""
    keys = ("market", "lot", "order_number", "invoice")
    natural = {name: str(words.get(name) or "").strip() for name in keys}
    purchase = Purchase.objects.filter(commune=commune, **natural).first() or Purchase(commune=commune, **natural)
    for name, value in words.items():
        if name not in keys and value not in (None, ""):
            setattr(purchase, name, value)
    purchase.full_clean()
    purchase.save()
    for asset in assets:
        open_to_change(asset)
        before = asset.purchase
        asset.purchase = purchase
        asset.save(update_fields=["purchase"])
        changes = {"achat": [str(before) if before else None, str(purchase)]}
        write(verb="asset.bought", thing=asset, by=by, summary=f"Acheté : {purchase}.", changes=changes)
    return purchase


@transaction.atomic
def entrust(*, asset: Asset, on: dt.date, words: Mapping[str, Any], by: Person | None = None) -> Responsibility:
    """Say who answers for a device from a day on; the one who did until then no longer does, but for funders."""
    open_to_change(asset)
    duty = words["duty"]
    before = None
    if duty != Duty.FUNDER:
        before = asset.responsibilities.filter(duty=duty, valid__contains=on).first()
        if before is not None:
            _close(before, on)
    row = Responsibility(asset=asset, valid=DateRange(on, None), **words)
    if row.supplier and not row.name:
        row.name = row.supplier.name
    row.full_clean()
    row.save()
    label = Duty(duty).label
    changes = {label: [before.who if before else None, row.who]}
    write(verb="asset.entrusted", thing=asset, by=by, summary=f"{label.capitalize()} : {row.who}.", changes=changes)
    return row


@transaction.atomic
def release(*, duty: Responsibility, on: dt.date, by: Person | None = None) -> None:
    """End a responsibility on a day; nobody takes it over."""
    asset = duty.asset
    open_to_change(asset)
    if duty.valid.upper is not None and duty.valid.upper <= on:
        raise ValidationError("Cette responsabilité est déjà close.")
    if duty.valid.lower is not None and duty.valid.lower > on:
        raise ValidationError({"on": "Cette responsabilité commence après ce jour."})
    _close(duty, on)
    label = duty.get_duty_display()
    changes = {label: [duty.who, None]}
    write(
        verb="asset.released", thing=asset, by=by, summary=f"{label.capitalize()} clos : {duty.who}.", changes=changes
    )


def _close(row: Responsibility, on: dt.date) -> None:
    if row.valid.lower == on:
        row.delete()
    else:
        row.valid = DateRange(row.valid.lower, on)
        row.save(update_fields=["valid"])


@transaction.atomic
def describe_model(*, model: DeviceModel, words: Mapping[str, Any], by: Person | None = None) -> DeviceModel:
    """Enter or correct a model of the catalogue; its devices say its type again."""
    changes = {}
    for name, value in words.items():
        before = getattr(model, name)
        if before != value:
            changes[str(DeviceModel._meta.get_field(name).verbose_name)] = [before or None, value]  # type: ignore[union-attr]
            setattr(model, name, value)
    new = model.pk is None
    model.full_clean()
    model.save()
    model.assets.exclude(kind=model.kind).update(kind=model.kind)
    summary = "Modèle inscrit au catalogue." if new else "Modèle corrigé."
    write(verb="model.described", thing=model, by=by, summary=summary, changes=changes)
    return model


@transaction.atomic
def know_supplier(
    *, commune: Commune, words: Mapping[str, Any], supplier: Supplier | None = None, by: Person | None = None
) -> Supplier:
    """Enter a supplier, or correct the one given."""
    row = supplier or Supplier(commune=commune)
    for field, value in words.items():
        setattr(row, field, value.strip() if isinstance(value, str) else value)
    row.full_clean()
    row.save()
    summary = "Fournisseur corrigé." if supplier else "Fournisseur inscrit."
    write(verb="supplier.known", thing=row, by=by, summary=summary)
    return row


@transaction.atomic
def declare_field(
    *, commune: Commune, words: Mapping[str, Any], field: CustomField | None = None, by: Person | None = None
) -> CustomField:
    """Declare a field of one’s own, or correct it; its key and nature never change, so that values stay true."""
    new = field is None
    row = field or CustomField(commune=commune, key=fields.key_of(words["label"]))
    for name, value in words.items():
        if new or name not in ("type", "key", "kind"):
            setattr(row, name, value)
    if new and CustomField.objects.filter(commune=commune, retired=False).count() >= fields.MOST:
        raise ValidationError(f"Une commune déclare {fields.MOST} champs au plus : retirez-en un d’abord.")
    row.full_clean()
    row.save()
    write(verb="field.declared", thing=row, by=by, summary="Champ déclaré." if new else "Champ corrigé.")
    return row
