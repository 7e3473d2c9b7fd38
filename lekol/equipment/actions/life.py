"""The steps of a device’s life, as the table of `rules.life` allows them: one transaction, one line in the journal."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from lekol.directory.models import Person, Room, School
from lekol.equipment.actions.estate import end, place
from lekol.equipment.choices import MEMORIES, OUT, Status
from lekol.equipment.models import Asset, Installation, Placement, SlotFilling, Transition
from lekol.equipment.rules import life
from lekol.journal.actions import write


@transaction.atomic
def advance(
    *,
    asset: Asset,
    after: str,
    on: dt.date,
    reason: str = "",
    proofs: Mapping[str, Any] | None = None,
    school: School | None = None,
    room: Room | None = None,
    store: str = "",
    by: Person | None = None,
) -> Transition:
    """Take a device to its next state; ValidationError says what the rules refuse."""
    asset = Asset.objects.select_for_update(of=("self",)).select_related("model", "commune").get(pk=asset.pk)
    given = {key: str(value).strip() for key, value in (proofs or {}).items() if value not in (None, "")}
    step = _allowed(asset, after, on, reason, given)
    memory = _place(asset, step, school, room, on)
    row = Transition(
        asset=asset, before=asset.status, after=after, on=on, reason=reason.strip(), proofs=given, memory=memory
    )
    row.full_clean()
    row.save()
    _become(asset, after, on, store)
    _tell(row, step, by)
    return row


def _allowed(asset: Asset, after: str, on: dt.date, reason: str, given: Mapping[str, str]) -> life.Step:
    """The step asked, when the rules allow it that day with these proofs."""
    try:
        step = life.step(asset.status, after)
        life.check(step, memories=asset.kind in MEMORIES, reason=reason, given=given, on=on, today=timezone.localdate())
    except life.Refused as fault:
        raise ValidationError({fault.key: str(fault)} if fault.key else str(fault)) from None
    last = asset.transitions.filter(undone=False).first()
    if last is not None and on < last.on:
        raise ValidationError({"on": f"Ce matériel est {asset.get_status_display()} depuis le {last.on:%d/%m/%Y}."})
    return step


def _place(asset: Asset, step: life.Step, school: School | None, room: Room | None, on: dt.date) -> dict[str, Any]:
    """What the step does to the place of the device; what it undid, to be able to take it back."""
    memory: dict[str, Any] = {
        "retired_on": asset.retired_on,
        "status_since": asset.status_since,
        "acquired_on": asset.acquired_on,
    }
    if step.place is life.Place.LEAVES:
        memory["ended"] = _leave(asset, on, whole=step.after in life.FINAL)
    if step.place is life.Place.ENTERS:
        if school is None:
            raise ValidationError({"school": "Choisissez l’école où il entre en service."})
        if school.commune_id != asset.commune_id:
            raise ValidationError({"school": f"Ce matériel appartient à la commune de {asset.commune}."})
        memory["placed"] = place(asset, school, room, on).pk
    if step.after == Status.RECEIVED and step.before == {Status.ORDERED}:
        asset.acquired_on = on
    return {key: str(value) if isinstance(value, dt.date) else value for key, value in memory.items()}


def _leave(asset: Asset, on: dt.date, whole: bool) -> list[dict[str, Any]]:
    """End what holds that day: the place, the slot and, when it leaves for good, the system."""
    rows: list[Placement | SlotFilling | Installation] = [
        *asset.placements.filter(valid__contains=on),
        *asset.fillings.filter(valid__contains=on),
        *(asset.installations.filter(valid__contains=on) if whole else ()),
    ]
    kept = [_remembered(row) for row in rows]
    for row in rows:
        end(row, on)
    return kept


def _remembered(row: Placement | SlotFilling | Installation) -> dict[str, Any]:
    names = {"Placement": ("school_id", "room_id", "container_id"), "SlotFilling": ("slot_id",)}
    fields = names.get(type(row).__name__, ("system_id",))
    upper = row.valid.upper
    dates = {"since": str(row.valid.lower), "until": str(upper) if upper else None}
    return {"noun": type(row).__name__, **dates, **{name: getattr(row, name) for name in fields}}


def _become(asset: Asset, after: str, on: dt.date, store: str) -> None:
    asset.status, asset.status_since = after, on
    asset.retired_on = on if after in OUT else None
    asset.store = store.strip() if after == Status.STORED else ""
    asset.full_clean(exclude=["model", "commune", "purchase"])
    asset.save(update_fields=["status", "status_since", "retired_on", "store", "acquired_on"])


def _tell(row: Transition, step: life.Step, by: Person | None) -> None:
    labels = {proof.key: proof.label for proof in step.proofs}
    changes: dict[str, list[Any]] = {"état": [row.get_before_display(), row.get_after_display()]}
    changes |= {labels[key].lower(): [None, value] for key, value in row.proofs.items() if key in labels}
    summary = f"{step.verb} : {row.get_before_display()} → {row.get_after_display()} le {row.on:%d/%m/%Y}."
    if row.reason:
        summary = f"{summary} {row.reason}"
    clause = str(step.clause) if step.clause else ""
    write(verb=f"asset.{row.after}", thing=row.asset, by=by, clause=clause, summary=summary, changes=changes)


@transaction.atomic
def retire(*, asset: Asset, on: dt.date, reason: str = "Sorti du parc.", by: Person | None = None) -> Asset:
    """Take a device out of the estate from a day on: its place, its system and its slot end with it."""
    done = advance(asset=asset, after=Status.RETIRED, on=on, reason=reason, by=by)
    asset.refresh_from_db()
    return done.asset


@transaction.atomic
def undo(*, step: Transition, by: Person | None = None) -> Asset:
    """Take back the last step of a device, within the days the rules give: its place comes back as it was."""
    asset = Asset.objects.select_for_update(of=("self",)).select_related("model", "commune").get(pk=step.asset_id)
    last = asset.transitions.filter(undone=False).first()
    if last is None or last.pk != step.pk:
        raise ValidationError("On annule seulement le dernier changement d’état.")
    if not life.may_undo(life.step(last.before, last.after), last.on, timezone.localdate()):
        raise ValidationError("Ce changement est trop ancien pour être annulé : inscrivez-en un nouveau.")
    _restore(asset, last.memory)
    asset.status = last.before
    asset.save(update_fields=["status", "status_since", "retired_on", "acquired_on"])
    last.undone = True
    last.save(update_fields=["undone"])
    changes = {"état": [last.get_after_display(), last.get_before_display()]}
    write(verb="asset.undone", thing=asset, by=by, summary="Dernier changement d’état annulé.", changes=changes)
    return asset


def _restore(asset: Asset, memory: Mapping[str, Any]) -> None:
    for name in ("retired_on", "status_since", "acquired_on"):
        setattr(asset, name, _day(memory.get(name)))
    if placed := memory.get("placed"):
        for placement in asset.placements.filter(pk=placed):
            placement.delete()
    for row in memory.get("ended", ()):
        _reopen(asset, row)


def _reopen(asset: Asset, row: Mapping[str, Any]) -> None:
    """Give back a row the step had ended; a place taken by another since then stays with it."""
    nouns: dict[str, Any] = {"Placement": Placement, "SlotFilling": SlotFilling, "Installation": Installation}
    noun = nouns[row["noun"]]
    fields = {name: value for name, value in row.items() if name.endswith("_id")}
    for before in noun.objects.filter(asset=asset, valid__startswith=_day(row["since"])):
        before.delete()
    back = noun(asset=asset, valid=DateRange(_day(row["since"]), _day(row["until"])), **fields)
    try:
        back.full_clean()
    except ValidationError:
        return
    back.save()


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
