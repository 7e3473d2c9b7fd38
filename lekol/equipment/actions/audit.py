"""Recording a check on the ground, and settling what it found. A check sent again is the same check."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone
from django.utils.text import capfirst

from lekol.directory.access import visible_to as schools_visible_to
from lekol.directory.models import Person, Room, School
from lekol.equipment.actions.estate import move
from lekol.equipment.actions.life import advance
from lekol.equipment.choices import IN_SCHOOL, Status
from lekol.equipment.choices.audit import Finding, Settled, counted
from lekol.equipment.models import Asset, AssetQuerySet, Placement
from lekol.equipment.models.audit import Audit, AuditLine
from lekol.equipment.rules.audit import compare, number_in
from lekol.journal.actions import write


@transaction.atomic
def record_audit(
    *, key: uuid.UUID, place: Room | Asset, shown: Sequence[str], missing: Collection[str], extra: Sequence[str],
    taken_at: dt.datetime, by: Person,
) -> Audit:  # fmt: skip
    """Keep what was seen in a room or a trolley; the second time the same key comes, answer what the first wrote."""
    known = Audit.objects.select_for_update().filter(key=key).first()
    if known is not None:
        return known
    room, trolley, school = _where(place)
    audit = Audit.objects.create(
        key=key, school=school, room=room, trolley=trolley, taken_at=min(taken_at, timezone.now()), actor_ref=by.ref,
        actor_name=str(by)[:160],
    )  # fmt: skip
    read = [number_in(text) for text in extra]
    assets = _assets(school, [*shown, *read])
    here = {number for number, asset in assets.items() if _stands(asset, room, trolley)}
    sees = set(schools_visible_to(by).values_list("pk", flat=True))
    places = {number: _place(asset, sees) for number, asset in assets.items()}
    lines = [
        AuditLine(audit=audit, asset=assets.get(seen.number), number=seen.number, finding=seen.finding, said=seen.said,
                  settled=Settled.NONE if seen.finding in (Finding.FOUND, Finding.MOVED) else Settled.OPEN)
        for seen in compare(shown, here, set(missing), read, places)
    ]  # fmt: skip
    AuditLine.objects.bulk_create(lines)
    found = sum(line.finding == Finding.FOUND for line in lines)
    summary = f"{capfirst(str(audit))} : {counted(Finding.FOUND, found)} sur {len(lines)}."
    write(verb="audit.recorded", thing=school, by=by, clause="3.14", summary=summary)
    return audit


def _where(place: Room | Asset) -> tuple[Room | None, Asset | None, School]:
    """(room, trolley, school) of what is checked: a room, or a trolley that stands in a school."""
    if isinstance(place, Room):
        return place, None, place.school
    if place.school is None:
        raise ValidationError("Cette mallette n’est dans aucune école : placez-la d’abord.")
    return None, place, place.school


def _stands(asset: Asset, room: Room | None, trolley: Asset | None) -> bool:
    """Is the device expected in what is checked?"""
    if asset.status not in IN_SCHOOL:
        return False
    if trolley is not None:
        return bool(asset.inside == trolley.pk)  # type: ignore[attr-defined]
    return room is not None and asset.room_id == room.pk


def expected_in(trolley: Asset, on: dt.date) -> AssetQuerySet:
    """What a trolley must hold on a day."""
    rows = Placement.objects.filter(container=trolley, valid__contains=on)
    return Asset.objects.filter(pk__in=rows.values("asset"), status__in=IN_SCHOOL)


def _assets(school: School, numbers: Sequence[str]) -> dict[str, Asset]:
    """The devices of the commune by their numbers; one query."""
    today = Placement.objects.filter(asset=OuterRef("pk"), valid__contains=timezone.localdate())
    rows = Asset.objects.filter(commune=school.commune_id, inventory_number__in=numbers)
    rows = rows.annotate(
        school_name=F("school__name"), room_name=F("room__name"), inside=Subquery(today.values("container")[:1])
    )
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
        .select_related("audit__room__school", "audit__trolley__school", "audit__trolley__room", "asset__model")
        .get(pk=line.pk)
    )
    if line.settled != Settled.OPEN:
        raise ValidationError(f"{line.number} est déjà réglé : {line.get_settled_display()}.")
    today, asset, audit = timezone.localdate(), line.asset, line.audit
    if how == Settled.PLACED:
        if line.finding != Finding.UNEXPECTED or asset is None or not (audit.room or audit.trolley):
            raise ValidationError("Seul un matériel attendu ailleurs peut être placé ici.")
        if asset.status not in IN_SCHOOL:
            raise ValidationError(
                f"{line.number} est {asset.get_status_display()} : changez d’abord son état sur sa fiche."
            )
        _put(asset, audit, today, by)
    elif how == Settled.LOST:
        if line.finding != Finding.MISSING or asset is None:
            raise ValidationError("Seul un matériel absent peut être déclaré introuvable.")
        advance(asset=asset, after=Status.MISSING, on=today, reason=str(audit)[:200], by=by)
    elif how != Settled.NONE:
        raise ValidationError("Cette suite n’existe pas.")
    line.settled = how
    line.save(update_fields=["settled"])
    return line


def _put(asset: Asset, audit: Audit, on: dt.date, by: Person) -> None:
    """Place a device in the room checked, or inside the trolley checked, where that stands today."""
    if audit.trolley is not None:
        if audit.trolley.school is None:
            raise ValidationError("Cette mallette n’est plus dans aucune école : placez-la d’abord.")
        move(asset=asset, school=audit.trolley.school, room=audit.trolley.room, on=on, by=by, inside=audit.trolley)
    elif audit.room is not None:
        move(asset=asset, school=audit.room.school, room=audit.room, on=on, by=by)
