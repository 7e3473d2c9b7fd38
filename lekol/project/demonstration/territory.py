"""Académie, commune, circonscriptions, schools, premises, classes and head-counts."""

import datetime as dt
import random
from dataclasses import dataclass, field

from django.db.backends.postgresql.psycopg_any import DateRange

from lekol.directory.choices import PriorityEducation, RoomUse, SchoolKind
from lekol.directory.models import (
    Academy,
    Building,
    ClassGroup,
    Commune,
    District,
    Floor,
    Headcount,
    Room,
    School,
    SchoolCode,
)
from lekol.pact.names import sort_key
from lekol.pact.uai import complete
from lekol.project.demonstration import names

PUPILS = 17_000
ELEMENTARY_LEVELS = ("CP", "CE1", "CE2", "CM1", "CM2")
NURSERY_LEVELS = ("PS", "MS", "GS")
EXTRA_ROOMS = (
    ("Direction", RoomUse.HEAD_OFFICE),
    ("Secrétariat", RoomUse.SECRETARIAT),
    ("Bibliothèque", RoomUse.LIBRARY),
    ("Salle des maîtres", RoomUse.STAFF_ROOM),
    ("Réfectoire", RoomUse.CANTEEN),
)


@dataclass(slots=True)
class Territory:
    """What later chapters build on. `day` is the day the demonstration is loaded, `rng` its only chance."""

    day: dt.date
    rng: random.Random
    academy: Academy
    commune: Commune
    districts: list[District]
    schools: list[School] = field(default_factory=list)
    classes: dict[int, int] = field(default_factory=dict)
    rooms: dict[int, list[Room]] = field(default_factory=dict)

    @property
    def year(self) -> int:
        """The present school year."""
        return self.academy.school_year(self.day)

    def months_ago(self, months: float) -> dt.date:
        """A day in the past, in months of 30.4 days."""
        return self.day - dt.timedelta(days=round(months * 30.4))

    @property
    def elementary(self) -> list[School]:
        return [school for school in self.schools if school.kind == SchoolKind.ELEMENTARY]


def build(day: dt.date, rng: random.Random) -> Territory:
    """Create the whole territory, premises and classes included."""
    academy = Academy.objects.create(code="28", name="Académie de La Réunion")
    commune = Commune.objects.create(
        academy=academy, insee="97411", name="Saint-Denis", siren="219740115", outline=[list(p) for p in names.OUTLINE]
    )
    districts = [
        District.objects.create(academy=academy, code=complete(f"97480{rank:02d}"), name=name)
        for rank, name in enumerate(names.DISTRICTS, 11)
    ]
    territory = Territory(day, rng, academy, commune, districts)
    _schools(territory)
    _premises(territory)
    _years(territory)
    return territory


def _schools(territory: Territory) -> None:
    wanted = [(name, SchoolKind.ELEMENTARY) for name in names.ELEMENTARY]
    wanted += [(name, SchoolKind.NURSERY) for name in names.NURSERY]
    rows = [_school(territory, rank, name, kind) for rank, (name, kind) in enumerate(wanted)]
    territory.schools = School.objects.bulk_create(rows)
    SchoolCode.objects.bulk_create(
        SchoolCode(school=school, uai=school.uai, valid=DateRange(school.opened_on, None)) for school in rows
    )
    for school in territory.schools:
        low, high = (12, 18) if school.kind == SchoolKind.ELEMENTARY else (8, 14)
        territory.classes[school.pk] = territory.rng.randint(low, high)


def _school(territory: Territory, rank: int, name: str, kind: SchoolKind) -> School:
    rng, quarter = territory.rng, rank % 4
    centre = ((55.440, -20.888), (55.466, -20.897), (55.492, -20.902), (55.512, -20.908))[quarter]
    uai = complete(f"97490{rank + 11:02d}")
    return School(
        commune=territory.commune,
        district=territory.districts[quarter],
        uai=uai,
        name=name,
        sort_key=sort_key(name),
        kind=kind,
        priority_education=_priority(rank),
        address=f"{rng.randint(1, 120)}, {rng.choice(names.STREETS)}",
        postal_code="97400" if quarter < 2 else "97490",
        phone=f"0262 00 {rng.randint(10, 99)} {rng.randint(10, 99)}",
        email=f"ce.{uai.lower()}@ecoles.example.org",
        longitude=round(centre[0] + rng.uniform(-0.017, 0.012), 5),
        latitude=round(centre[1] + rng.uniform(-0.011, 0.035) * -0.9, 5),
        opened_on=dt.date(rng.randint(1958, 2012), 8, 20),
    )


def _priority(rank: int) -> PriorityEducation:
    """24 schools in priority education: 17 REP+ and 7 REP."""
    if rank % 5 in (0, 3) and rank < 59:
        return PriorityEducation.REP if rank % 10 == 3 or rank == 50 else PriorityEducation.REP_PLUS
    return PriorityEducation.NONE


def _premises(territory: Territory) -> None:
    for school in territory.schools:
        floors = _floors(territory, school)
        labels = _class_names(school, territory.classes[school.pk])
        wanted = [(name, RoomUse.CLASSROOM) for name in labels] + list(EXTRA_ROOMS)
        if school.kind == SchoolKind.ELEMENTARY:
            wanted.append(("Salle informatique", RoomUse.COMPUTER_ROOM))
        if school.pk % 3 == 0:
            wanted.append(("Classe libre", RoomUse.CLASSROOM))
        rows = [
            Room(
                school=school,
                floor=floors[_floor_rank(use, rank, len(floors))],
                name=name,
                sort_key=sort_key(name),
                use=use,
            )
            for rank, (name, use) in enumerate(wanted)
        ]
        territory.rooms[school.pk] = Room.objects.bulk_create(rows)


def _floors(territory: Territory, school: School) -> list[Floor]:
    buildings = Building.objects.bulk_create(
        Building(school=school, name=name) for name in names.BUILDINGS[: 1 + (territory.classes[school.pk] > 14)]
    )
    levels = (0, 1) if school.kind == SchoolKind.ELEMENTARY else (0,)
    return Floor.objects.bulk_create(Floor(building=b, level=level) for b in buildings for level in levels)


def _floor_rank(use: RoomUse, rank: int, floors: int) -> int:
    return rank % floors if use == RoomUse.CLASSROOM else 0


def _class_names(school: School, count: int) -> list[str]:
    levels = ELEMENTARY_LEVELS if school.kind == SchoolKind.ELEMENTARY else NURSERY_LEVELS
    return [f"{levels[rank % len(levels)]} {'ABCDEF'[rank // len(levels)]}" for rank in range(count)]


def _years(territory: Territory) -> None:
    """Head-counts of three school years; this year’s add up to 17 000 pupils exactly."""
    counts = _pupils(territory)
    Headcount.objects.bulk_create(
        Headcount(
            school=school,
            school_year=territory.year - back,
            pupils=round(counts[school.pk] * (1 + 0.006 * back)),
            classes=territory.classes[school.pk],
        )
        for school in territory.schools
        for back in (0, 1, 2)
    )
    ClassGroup.objects.bulk_create(
        group for school in territory.schools for group in _groups(territory, school, counts[school.pk])
    )


def _pupils(territory: Territory) -> dict[int, int]:
    total = sum(territory.classes.values())
    counts = {pk: classes * PUPILS // total for pk, classes in territory.classes.items()}
    missing = PUPILS - sum(counts.values())
    for school in territory.schools[:missing]:
        counts[school.pk] += 1
    return counts


def _groups(territory: Territory, school: School, pupils: int) -> list[ClassGroup]:
    count = territory.classes[school.pk]
    rooms = {room.name: room for room in territory.rooms[school.pk]}
    return [
        ClassGroup(
            school=school,
            school_year=territory.year,
            name=name,
            levels=[name.split()[0]],
            pupils=pupils // count + (rank < pupils % count),
            room=rooms[name],
        )
        for rank, name in enumerate(_class_names(school, count))
    ]
