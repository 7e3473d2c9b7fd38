"""Recording a check on the ground, and settling what it found. A check sent again is the same check."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from lekol.directory.access import visible_to as schools_visible_to
from lekol.directory.models import Person, Room
from lekol.equipment.actions.estate import leave, move
from lekol.equipment.choices import IN_SCHOOL, Status
from lekol.equipment.choices.audit import Finding, Settled
from lekol.equipment.models import Asset, Transition
from lekol.equipment.models.audit import Audit, AuditLine
from lekol.equipment.rules.audit import compare, number_in
from lekol.journal.actions import write


@transaction.atomic
def record_audit(
    *, key: uuid.UUID, room: Room, shown: Sequence[str], missing: Collection[str], extra: Sequence[str],
    taken_at: dt.datetime, by: Person,
) -> Audit:  # fmt: skip
    """Keep what was seen in a room; the second time the same key comes, answer what the first one wrote."""
    known = Audit.objects.select_for_update().filter(key=key).first()
    if known is not None:
        return known
    audit = Audit.objects.create(
        key=key, school=room.school, room=room, taken_at=min(taken_at, timezone.now()), actor_ref=by.ref,
        actor_name=str(by)[:160],
    )  # fmt: skip
    read = [number_in(text) for text in extra]
    assets = _assets(room, [*shown, *read])
    here = {number for number, asset in assets.items() if asset.room_id == room.pk and asset.status in IN_SCHOOL}
    sees = set(schools_visible_to(by).values_list("pk", flat=True))
    places = {number: _place(asset, sees) for number, asset in assets.items()}
    lines = [
        AuditLine(audit=audit, asset=assets.get(seen.number), number=seen.number, finding=seen.finding, said=seen.said,
                  settled=Settled.NONE if seen.finding in (Finding.FOUND, Finding.MOVED) else Settled.OPEN)
        for seen in compare(shown, here, set(missing), read, places)
    ]  # fmt: skip
    AuditLine.objects.bulk_create(lines)
    found = sum(line.finding == Finding.FOUND for line in lines)
    summary = f"Vérification de {room} : {found} présents sur {len(lines)}."
    write(verb="audit.recorded", thing=room.school, by=by, clause="3.14", summary=summary)
    return audit


def _assets(room: Room, numbers: Sequence[str]) -> dict[str, Asset]:
    """The devices of the commune by their numbers; one query."""
    rows = Asset.objects.filter(commune=room.school.commune_id, inventory_number__in=numbers)
    rows = rows.annotate(school_name=F("school__name"), room_name=F("room__name"))
    return {row.inventory_number: row for row in rows}


def _place(asset: Asset, sees: Collection[int]) -> str:
    """Where a device stands, for someone who sees some schools only."""
    if asset.school_id and asset.school_id not in sees:
        return "une autre école"
    names = (asset.school_name, asset.room_name)  # type: ignore[attr-defined]
    return ", ".join(filter(None, names)) or asset.get_status_display()


@transaction.atomic
def settle(*, line: AuditLine, how: str, by: Person) -> AuditLine:
    """Do what a line calls for: place the device here, declare it lost, or leave it so."""
    line = (
        AuditLine.objects.select_for_update(of=("self",))
        .select_related("audit__room__school", "asset__model")
        .get(pk=line.pk)
    )
    if line.settled != Settled.OPEN:
        raise ValidationError(f"{line.number} est déjà réglé : {line.get_settled_display()}.")
    today, asset, room = timezone.localdate(), line.asset, line.audit.room
    if how == Settled.PLACED:
        if line.finding != Finding.UNEXPECTED or asset is None or room is None:
            raise ValidationError("Seul un matériel attendu ailleurs peut être placé ici.")
        if asset.status not in IN_SCHOOL:
            raise ValidationError(
                f"{line.number} est {asset.get_status_display()} : changez d’abord son état sur sa fiche."
            )
        move(asset=asset, school=room.school, room=room, on=today, by=by)
    elif how == Settled.LOST:
        if line.finding != Finding.MISSING or asset is None:
            raise ValidationError("Seul un matériel absent peut être déclaré introuvable.")
        _lose(asset, str(line.audit), today, by)
    elif how != Settled.NONE:
        raise ValidationError("Cette suite n’existe pas.")
    line.settled = how
    line.save(update_fields=["settled"])
    return line


def _lose(asset: Asset, reason: str, on: dt.date, by: Person) -> None:
    """The device leaves its room and its slot, and waits to be found or written off."""
    Transition.objects.create(asset=asset, before=asset.status, after=Status.MISSING, on=on, reason=reason[:200])
    asset.status, asset.status_since = Status.MISSING, on
    asset.save(update_fields=["status", "status_since"])
    leave(asset=asset, on=on)
    write(verb="asset.lost", thing=asset, by=by, summary=f"Déclaré introuvable, {reason}.")
