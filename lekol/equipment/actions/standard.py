"""The places that the convention requires of each school, opened from its own words (clause 3.14)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from lekol.directory.models import Commune, Person, School
from lekol.equipment.actions.estate import end
from lekol.equipment.choices import SlotKind
from lekol.equipment.models import Slot, SlotFilling
from lekol.equipment.rules.standard import Place, places
from lekol.journal.actions import Act, write, write_many
from lekol.kit.templatetags.kit import plural
from lekol.pact.standards import in_force


@transaction.atomic
def require(*, commune: Commune, on: dt.date, by: Person | None = None) -> int:
    """Give each open school of a commune the places its convention requires, close those it no longer does.

    Answers how many schools changed. Nothing moves when no text requires anything there, and a second call
    changes nothing. Planned trolleys are not the text’s to place: they stay.
    """
    standard = in_force(commune.insee, on)
    if standard is None:
        return 0
    wanted = places(standard.requirements, standard.clause)
    held = _held(commune)
    acts = []
    for school in _open(commune, on):
        if words := _settle(school, held[school.pk], wanted, on):
            acts.append(Act("slots.required", str(school.pk), str(school), words, standard.clause))
    write_many(model=School, acts=acts, by=by)
    return len(acts)


def require_everywhere(on: dt.date) -> int:
    """Every commune that has schools, each in its own transaction; how many schools changed."""
    return sum(require(commune=commune, on=on) for commune in Commune.objects.filter(schools__isnull=False).distinct())


def _open(commune: Commune, on: dt.date) -> Iterable[School]:
    return School.objects.open_on(on).filter(commune=commune).order_by("sort_key", "pk")


def _held(commune: Commune) -> dict[int, list[Slot]]:
    held: dict[int, list[Slot]] = defaultdict(list)
    for slot in Slot.objects.filter(school__commune=commune).exclude(kind=SlotKind.TROLLEY).select_for_update():
        held[slot.school_id].append(slot)
    return held


def _settle(school: School, held: Sequence[Slot], wanted: Sequence[Place], on: dt.date) -> str:
    """Make the places of a school those wanted; what was done in words, empty when nothing was."""
    known = {(slot.kind, slot.rank): slot for slot in held}
    opened = [place for place in wanted if _open_one(school, known.get((place.kind, place.rank)), place, on)]
    asked = {(place.kind, place.rank) for place in wanted}
    closed = [slot for key, slot in known.items() if key not in asked and _is_open(slot, on)]
    for slot in closed:
        _close(slot, on)
    said = []
    if opened:
        said.append(f"{len(opened)} {plural(len(opened), 'emplacement requis,emplacements requis')}")
    if closed:
        words = plural(len(closed), "emplacement n’est plus requis,emplacements ne sont plus requis")
        said.append(f"{len(closed)} {words}")
    return f"Équipement de base : {', '.join(said)}." if said else ""


def _open_one(school: School, slot: Slot | None, place: Place, on: dt.date) -> bool:
    """True when the place had to be opened; its words are always those of the text."""
    words = {"exclusive": place.exclusive, "wording": place.wording, "clause": place.clause}
    if slot is None:
        Slot.objects.create(school=school, kind=place.kind, rank=place.rank, required=DateRange(on, None), **words)
        return True
    again = not _is_open(slot, on)
    if again:
        slot.required = DateRange(slot.required.lower, None)
    if again or any(getattr(slot, name) != value for name, value in words.items()):
        for name, value in words.items():
            setattr(slot, name, value)
        slot.save()
    return again


def _is_open(slot: Slot, on: dt.date) -> bool:
    return slot.required.upper is None or bool(slot.required.upper > on)


def _close(slot: Slot, on: dt.date) -> None:
    """What filled it is free; a place opened that very day never was."""
    for filling in SlotFilling.objects.filter(slot=slot, valid__contains=on):
        end(filling, on)
    if slot.required.lower == on:
        slot.delete()
    else:
        slot.required = DateRange(slot.required.lower, on)
        slot.save(update_fields=["required"])


@transaction.atomic
def vacate(*, slot: Slot, on: dt.date, by: Person | None = None) -> None:
    """Say that a required place is empty again; the device stays where it stands."""
    filling = slot.fillings.filter(valid__contains=on).select_related("asset__model").first()
    if filling is None:
        raise ValidationError("Cet emplacement est déjà vide.")
    end(filling, on)
    summary = f"Ne pourvoit plus : {slot}, à {slot.school}."
    write(verb="slot.vacated", thing=filling.asset, by=by, clause=slot.clause or "3.14", summary=summary)


@transaction.atomic
def plan_trolleys(*, school: School, count: int, on: dt.date, by: Person | None = None) -> int:
    """Say how many trolleys a school is promised; never fewer than it has. Answers how many places changed."""
    slots = {slot.rank: slot for slot in Slot.objects.filter(school=school, kind=SlotKind.TROLLEY).select_for_update()}
    planned = [rank for rank, slot in slots.items() if _is_open(slot, on)]
    filled = SlotFilling.objects.filter(slot__in=slots.values(), valid__contains=on).values_list(
        "slot__rank", flat=True
    )
    if (least := max(filled, default=0)) > count:
        raise ValidationError(
            f"{least} mallettes sont déjà livrées dans cette école : le nombre prévu ne descend pas plus bas."
        )
    changed = 0
    for rank in range(1, count + 1):
        changed += _open_one(school, slots.get(rank), Place(SlotKind.TROLLEY, rank, clause="R.2"), on)
    for rank in planned:
        if rank > count:
            _close(slots[rank], on)
            changed += 1
    if changed:
        changes = {"mallettes prévues": [len(planned), count]}
        write(
            verb="slots.planned",
            thing=school,
            by=by,
            clause="R.2",
            summary=f"Mallettes prévues : {count}.",
            changes=changes,
        )
    return changed
