"""Buildings, floors, rooms, classes and head-counts of a school."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError

from lekol.directory.models import Building, ClassGroup, Floor, Headcount, Person, Room, School
from lekol.journal.actions import write
from lekol.pact.calendars import label


@transaction.atomic
def add_room(*, school: School, building: str, level: int, name: str, use: str, by: Person | None = None) -> Room:
    """A room, in a building and on a floor that are created when they do not exist yet."""
    house, _ = Building.objects.get_or_create(school=school, name=building.strip())
    floor, _ = Floor.objects.get_or_create(building=house, level=level)
    room = Room(school=school, floor=floor, name=name.strip(), use=use)
    room.full_clean(exclude=["sort_key"])
    room.save()
    write(verb="room.added", thing=school, by=by, summary=f"Salle ajoutée : {room}, {room.get_use_display()}.")
    return room


@transaction.atomic
def edit_room(*, room: Room, name: str, use: str, by: Person | None = None) -> Room:
    """Rename a room or change its use."""
    before = f"{room.name}, {room.get_use_display()}"
    room.name, room.use = name.strip(), use
    room.full_clean()
    room.save()
    after = f"{room.name}, {room.get_use_display()}"
    if before != after:
        write(
            verb="room.edited",
            thing=room.school,
            by=by,
            summary=f"Salle modifiée : {after}.",
            changes={"salle": [before, after]},
        )
    return room


@transaction.atomic
def remove_room(*, room: Room, by: Person | None = None) -> None:
    """Remove a room that nothing stands on; one with outlets is refused."""
    school, name = room.school, room.name
    try:
        with transaction.atomic():
            room.delete()
    except ProtectedError:
        raise ValidationError(
            f"La salle {name} porte des prises réseau : déposez-les d’abord, ou changez son usage."
        ) from None
    write(verb="room.removed", thing=school, by=by, summary=f"Salle retirée : {name}.")


@transaction.atomic
def set_headcount(
    *, school: School, school_year: int, pupils: int, classes: int, by: Person | None = None
) -> Headcount:
    """How many pupils and classes a school counts in a school year."""
    row = Headcount.objects.filter(school=school, school_year=school_year).first() or Headcount(
        school=school, school_year=school_year
    )
    before = [row.pupils, row.classes] if row.pk else [None, None]
    row.pupils, row.classes = pupils, classes
    row.full_clean()
    row.save()
    if before != [pupils, classes]:
        changes = {"élèves": [before[0], pupils], "classes": [before[1], classes]}
        write(
            verb="headcount.set",
            thing=school,
            by=by,
            summary=f"Effectif {label(school_year)} : {pupils} élèves, {classes} classes.",
            changes=changes,
        )
    return row


@transaction.atomic
def keep_class(
    *,
    school: School,
    school_year: int,
    name: str,
    levels: list[str],
    pupils: int,
    room: Room | None = None,
    group: ClassGroup | None = None,
    by: Person | None = None,
) -> ClassGroup:
    """A class of a school year, new or corrected; a class may hold several levels."""
    found = group or ClassGroup(school=school, school_year=school_year)
    before = _class_words(found) if group else None
    found.name, found.levels, found.pupils, found.room = name.strip(), list(levels), pupils, room
    found.full_clean()
    found.save()
    after = _class_words(found)
    if before != after:
        changes = {"classe": [before, after]}
        write(
            verb="class.kept", thing=school, by=by, summary=f"Classe {label(school_year)} : {after}.", changes=changes
        )
    return found


def _class_words(group: ClassGroup) -> str:
    place = f", salle {group.room}" if group.room else ""
    return f"{group.name} ({', '.join(group.levels)}), {group.pupils} élèves{place}"


@transaction.atomic
def remove_class(*, group: ClassGroup, by: Person | None = None) -> None:
    """A class that was never opened, or entered twice."""
    school, words = group.school, _class_words(group)
    group.delete()
    write(verb="class.removed", thing=school, by=by, summary=f"Classe retirée : {words}.")
