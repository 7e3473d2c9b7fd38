"""Cabling room after room and links from ADSL to fibre, over two years."""

import datetime as dt
from decimal import Decimal

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from lekol.directory.choices import RoomUse
from lekol.directory.models import Room, School
from lekol.network.choices import Category, Technology
from lekol.network.models import Eligibility, Link, Outlet
from lekol.project.demonstration.territory import Territory

DROPS = {RoomUse.CLASSROOM: 2, RoomUse.HEAD_OFFICE: 3, RoomUse.SECRETARIAT: 2, RoomUse.COMPUTER_ROOM: 16}
CABLED, READY = 0.82, 0.94  # share of classrooms cabled today; share of those ready for very high speed
ELIGIBLE, ON_FIBRE, WITHOUT_LINK = 55, 47, 1


def build(territory: Territory) -> None:
    """Outlets of every room, then links and eligibility of every school."""
    Outlet.objects.bulk_create(
        outlet
        for school in territory.schools
        for room in territory.rooms[school.pk]
        for outlet in _outlets(territory, school, room)
    )
    _links(territory)


def _outlets(territory: Territory, school: School, room: Room) -> list[Outlet]:
    """Drops of one room: tested long ago, tested during the works of the last two years, or still to pull."""
    rng = territory.rng
    if room.use == RoomUse.CLASSROOM and rng.random() > CABLED:
        return []
    recent = room.use == RoomUse.CLASSROOM and rng.random() < 0.3
    tested = territory.months_ago(rng.uniform(0.2, 24) if recent else rng.uniform(25, 140))
    category = Category.CAT6 if recent or rng.random() < READY else Category.CAT5E
    return [
        Outlet(school=school, room=room, label=f"{rank:02d}", category=category, tested_on=tested)
        for rank in range(1, DROPS.get(RoomUse(room.use), 1) + 1)
    ]


def _links(territory: Territory) -> None:
    order = territory.schools[:]
    territory.rng.shuffle(order)
    Eligibility.objects.bulk_create(
        Eligibility(
            school=school,
            since=territory.months_ago(territory.rng.uniform(8, 40) if rank >= ON_FIBRE else 40),
            source="Relevé de l’opérateur",
        )
        for rank, school in enumerate(order[:ELIGIBLE])
    )
    Link.objects.bulk_create(
        link for rank, school in enumerate(order) for link in _school_links(territory, rank, school)
    )


def _school_links(territory: Territory, rank: int, school: School) -> list[Link]:
    start, moved = territory.months_ago(60), territory.months_ago(24 - rank * 0.5)
    if rank < ON_FIBRE // 2:
        return [_fibre(territory, school, territory.months_ago(30 + rank % 7), None)]
    if rank < ON_FIBRE:
        return [_copper(territory, school, start, moved), _fibre(territory, school, moved, None)]
    if rank >= len(territory.schools) - WITHOUT_LINK:
        return [_copper(territory, school, start, territory.months_ago(1))]
    return [_copper(territory, school, start, None)]


def _fibre(territory: Territory, school: School, since: dt.date, until: dt.date | None) -> Link:
    classes = territory.classes[school.pk]
    down = 500 if classes > 11 else 300
    measured = down * territory.rng.uniform(0.55, 0.9)
    return _link(territory, school, Technology.FTTH, down, measured, DateRange(since, until), Decimal("54.00"))


def _copper(territory: Territory, school: School, since: dt.date, until: dt.date | None) -> Link:
    vdsl = territory.classes[school.pk] < 11
    technology, down = (Technology.VDSL, 60) if vdsl else (Technology.ADSL, 20)
    measured = down * territory.rng.uniform(0.5, 0.8)
    return _link(territory, school, technology, down, measured, DateRange(since, until), Decimal("36.00"))


def _link(
    territory: Territory,
    school: School,
    technology: Technology,
    down: int,
    measured: float,
    valid: DateRange,
    cost: Decimal,
) -> Link:
    morning = dt.datetime.combine(territory.day, dt.time(6, 10), timezone.get_current_timezone())
    return Link(
        school=school,
        technology=technology,
        downstream_mbps=down,
        upstream_mbps=down // 5 if technology != Technology.FTTH else down // 2,
        measured_mbps=round(Decimal(measured), 1),
        measured_at=morning,
        monthly_cost=cost,
        valid=valid,
    )
