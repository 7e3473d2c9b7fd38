"""What the register learns from an agent, field by field, and the locks people put."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from lekol.directory.models import Person
from lekol.equipment.actions.estate import install
from lekol.equipment.choices import PRINTING, Kind, Source
from lekol.equipment.models import Asset, CounterReading, DeviceModel, FieldSource, Machine, Section
from lekol.equipment.rules import life
from lekol.equipment.rules.identity import model_of
from lekol.equipment.rules.inventory import Inventory
from lekol.equipment.rules.provenance import FIELDS, Outcome, settle
from lekol.journal.actions import write

NO_MODEL = "Modèle inconnu"


@dataclass(frozen=True, slots=True)
class _Offer:
    """A field as the register has it, as the agent says it, and how to write it."""

    field: str
    current: str
    said: str
    write: Callable[[], Any]


def tell(*, machine: Machine, inventory: Inventory | None = None, now: dt.datetime | None = None) -> tuple[str, ...]:
    """Settle each field between the register and the agent; the sentences of what changed or differs."""
    asset, moment = machine.asset, now or timezone.now()
    if asset is None:
        return ()
    if why := life.lock(asset.status):
        return (f"{why} Il vient pourtant de se signaler.",)
    rows = {row.field: row for row in asset.field_sources.all()}
    told = [_settle(asset, offer, rows.get(offer.field), moment) for offer in _offers(asset, machine, moment)]
    if inventory is not None:
        count(asset, inventory.sections.get("counters", ()), timezone.localdate(moment))
    return tuple(filter(None, told))


def tell_again(*, machine: Machine) -> tuple[str, ...]:
    """The same, from what is stored: when a person has just linked the machine."""
    told = tell(machine=machine)
    rows = Section.objects.filter(machine=machine, name="counters").values_list("rows", flat=True).first()
    if machine.asset is not None:
        count(machine.asset, rows or (), timezone.localdate())
    return told


def _offers(asset: Asset, machine: Machine, now: dt.datetime) -> list[_Offer]:
    today = timezone.localdate(now)
    installed = asset.installations.filter(valid__contains=today).select_related("system").first()
    release = machine.release
    model = f"{machine.make} {model_of(machine.make, machine.model)}".strip() if machine.model else ""
    serial = machine.said_serial if machine.serial else ""
    return [
        _Offer("serial", asset.serial, serial, lambda: _save(asset, serial=serial)),
        _Offer("model", str(asset.model), model, lambda: None),
        _Offer(
            "system",
            str(installed.system) if installed else "",
            str(release) if release else "",
            lambda: install(asset=asset, system=release, on=today) if release else None,
        ),
        _Offer(
            "network",
            "oui" if asset.networked_on else "",
            "oui" if machine.macs else "",
            lambda: _save(asset, networked_on=today),
        ),
    ]


def _save(asset: Asset, **values: Any) -> None:
    for name, value in values.items():
        setattr(asset, name, value)
    asset.save(update_fields=list(values))


def _settle(asset: Asset, offer: _Offer, row: FieldSource | None, now: dt.datetime) -> str:
    source, locked = (row.source, row.locked) if row else ("", False)
    outcome = settle(offer.field, offer.current, offer.said, source, locked)
    label = FIELDS[offer.field].label
    if outcome is Outcome.WRITE and offer.field != "model":
        offer.write()
        note(asset, offer.field, Source.AGENT, now)
        changes = {label.lower(): [offer.current or None, offer.said]}
        write(verb="asset.learnt", thing=asset, summary=f"{label} : {offer.said}, dit par l’agent.", changes=changes)
        return f"{label} : {offer.current or 'vide'} → {offer.said}."
    if outcome in (Outcome.DIFFER, Outcome.WRITE):
        _differ(asset, offer, row, now)
        return f"{label} : l’agent dit « {offer.said} », la fiche garde « {offer.current} »."
    if outcome is Outcome.CONFIRM and row is not None and (row.offered or row.source == Source.AGENT):
        FieldSource.objects.filter(pk=row.pk).update(
            offered="", offered_at=None, **({"at": now} if row.source == Source.AGENT else {})
        )
    return ""


def _differ(asset: Asset, offer: _Offer, row: FieldSource | None, now: dt.datetime) -> None:
    """Keep what the agent says beside the field, which stays as people wrote it."""
    said = {"offered": offer.said[:160], "offered_at": now}
    if row is None:
        FieldSource.objects.create(asset=asset, field=offer.field, source=Source.HAND, at=now, **said)
    else:
        FieldSource.objects.filter(pk=row.pk).update(**said)


def note(asset: Asset, field: str, source: Source, at: dt.datetime | None = None) -> None:
    """Remember who wrote a field; a former difference is settled, a lock stays."""
    values = {"source": source, "at": at or timezone.now(), "offered": "", "offered_at": None}
    FieldSource.objects.update_or_create(asset=asset, field=field, defaults=values)


def count(asset: Asset, rows: Any, on: dt.date) -> None:
    """The page counters of a copier, once a day; a figure that goes backwards is left to people."""
    said = rows[0] if rows else {}
    total, colour = said.get("total"), said.get("color") or said.get("printcolor") or 0
    mono = said.get("black") or (total - colour if total and total >= colour else total)
    if asset.kind not in PRINTING or not mono or max(mono, colour) > 1_000_000_000:
        return
    last = asset.counters.filter(on__lt=on).order_by("-on").first()
    if last is None or (mono >= last.mono and colour >= last.colour):
        values = {"mono": mono, "colour": colour, "scans": said.get("scanned"), "source": Source.AGENT}
        CounterReading.objects.update_or_create(asset=asset, on=on, defaults=values)


@transaction.atomic
def lock(*, asset: Asset, field: str, locked: bool, by: Person | None) -> FieldSource:
    """No agent writes a locked field; unlocked, agents are followed again."""
    if field not in FIELDS:
        raise ValidationError("Ce champ n’est pas de ceux qu’un agent peut dire.")
    row, _ = FieldSource.objects.get_or_create(asset=asset, field=field, defaults={"source": Source.HAND})
    if row.locked != locked:
        row.locked = locked
        row.save(update_fields=["locked"])
        done = "verrouillé" if locked else "déverrouillé"
        write(verb="asset.locked", thing=asset, by=by, summary=f"{FIELDS[field].label} {done}.")
    return row


def model_for(machine: Machine, kind: str = "") -> DeviceModel:
    """The model of the catalogue, whatever its letter case, or a new one."""
    name = model_of(machine.make, machine.model)[:80] or NO_MODEL
    found = DeviceModel.objects.filter(make__iexact=machine.make, name__iexact=name).first()
    if found is not None:
        return found
    return DeviceModel.objects.create(make=machine.make[:60], name=name, kind=kind or machine.kind or Kind.OTHER)


@transaction.atomic
def accept(*, asset: Asset, field: str, by: Person | None) -> None:
    """Take what the agent says: the field is written, and the difference is gone."""
    row = asset.field_sources.filter(field=field).exclude(offered="").first()
    machine = Machine.objects.filter(asset=asset).select_related("release").first()
    if row is None or machine is None:
        raise ValidationError("L’agent ne dit plus rien d’autre de ce champ.")
    before, said = _write_offer(asset, machine, field), row.offered
    note(asset, field, Source.AGENT)
    label = FIELDS[field].label
    changes = {label.lower(): [before, said]}
    write(verb="asset.accepted", thing=asset, by=by, summary=f"{label} : {said}, repris de l’agent.", changes=changes)


def _write_offer(asset: Asset, machine: Machine, field: str) -> str:
    if field == "model":
        before = str(asset.model)
        _save(asset, model=model_for(machine))
        return before
    offer = next(row for row in _offers(asset, machine, timezone.now()) if row.field == field)
    offer.write()
    return offer.current
