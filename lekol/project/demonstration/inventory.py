"""What agents have said of the estate: most posts seen of late, some silent, some badly protected, a few to decide."""

import datetime as dt

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from lekol.equipment.choices import POSTS, Channel, Kind, Standing
from lekol.equipment.models import (
    Asset,
    Condition,
    FieldSource,
    Installation,
    InstalledSoftware,
    Machine,
    OperatingSystem,
    Section,
    SoftwareTitle,
)
from lekol.project.demonstration.territory import Territory

TITLES = (
    ("LibreOffice 26.8.2.1", "26.8.2.1", "The Document Foundation"),
    ("Mozilla Firefox ESR (x64 fr)", "140.5.0", "Mozilla"),
    ("GCompris", "25.1", "KDE"),
    ("Tux Paint", "0.9.35", "New Breed Software"),
    ("VLC media player", "3.0.21", "VideoLAN"),
    ("7-Zip 24.09 (x64)", "24.09", "Igor Pavlov"),
    ("GLPI Agent 1.11", "1.11", "Teclib"),
)
OFFICES = ("", "LibreOffice 26.8.2.1", "LibreOffice 25.8.2.2", "Microsoft Office 2021 16.0.14332.20763")
AGENTS_SINCE = 20
"""Months since agents were put on posts: the figures of before have no inventory behind them."""

NEWCOMERS = (
    (
        "PORTABLE-DON-01",
        "Lenovo",
        "ThinkPad L480",
        "PF1ABCD2",
        "Aucun matériel connu ne porte l’un de ses identifiants.",
    ),
    ("PC-RASED", "HP", "ProDesk 400 G6", "CZC0123ABC", "Aucun matériel connu ne porte l’un de ses identifiants."),
    (
        "PC-SANS-SERIE",
        "",
        "Mini PC",
        "To be filled by O.E.M.",
        "Un matériel lui ressemble, sans certitude : à décider.",
    ),
)


def build(territory: Territory) -> None:
    """A machine for most posts, its condition over time, and three machines to decide of."""
    found = Asset.objects.filter(kind__in=POSTS, retired_on=None, school__isnull=False)
    assets = list(found.select_related("commune", "school", "model").order_by("pk"))
    running = Installation.objects.filter(asset__in=assets, valid__contains=territory.day).select_related("system")
    systems = {row.asset_id: row.system for row in running}
    machines = [_machine(territory, asset, systems) for asset in assets if territory.rng.random() < 0.94]
    Machine.objects.bulk_create(machines, batch_size=1000)
    computers = [row for row in machines if row.kind != Kind.TABLET]
    Condition.objects.bulk_create((row for one in computers for row in _conditions(territory, one)), batch_size=2000)
    _details(computers[:200])
    _sources(territory, machines[:200])
    _newcomers(territory, machines)


def _moment(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(7, 45)))


def _machine(territory: Territory, asset: Asset, systems: dict[int, OperatingSystem]) -> Machine:
    rng, number = territory.rng, asset.pk
    silent = rng.random() < 0.05
    seen = territory.day - dt.timedelta(days=rng.randint(70, 200) if silent else rng.randint(0, 6))
    first = max(territory.months_ago(AGENTS_SINCE - rng.random() * 4), asset.acquired_on or territory.day)
    laptop = asset.kind in (Kind.LAPTOP, Kind.TABLET)
    return Machine(
        asset=asset, commune=asset.commune, school=asset.school, standing=Standing.LINKED, nature="ordinateur",
        kind=asset.kind, name=f"PC-{asset.inventory_number}", make=asset.model.make, model=asset.model.name,
        said_serial=asset.serial, serial=asset.serial_key, uuid=f"4c4c454400343010{number:016x}",
        macs=[f"54bf64{number:06x}"], reason="Même numéro de série (+60)", channel=Channel.AGENT,
        agent_version="GLPI-Agent_v1.11", first_seen_at=_moment(min(first, seen)), last_seen_at=_moment(seen),
        changed_at=_moment(seen), release=systems.get(asset.pk),
        updated_on=None if asset.kind == Kind.TABLET else seen - dt.timedelta(days=rng.choice((4, 9, 15, 20, 30, 75))),
        free_percent=rng.choice((4, 8, 22, 35, 48, 60, 71)) if rng.random() < 0.3 else rng.randint(20, 80),
        battery_percent=rng.randint(45, 98) if laptop else None, failing_disk=rng.random() < 0.006,
    )  # fmt: skip


def _conditions(territory: Territory, machine: Machine) -> list[Condition]:
    """Unprotected until the académie’s antivirus came on the post, which some still wait for."""
    rng, first = territory.rng, timezone.localdate(machine.first_seen_at)
    came = max(first + dt.timedelta(days=3), territory.months_ago(rng.triangular(1, 18, 12)))
    office = rng.choices(OFFICES, (4, 70, 18, 8))[0]
    words = {"machine": machine, "office": office}
    if rng.random() < 0.07 or came >= territory.day:
        state = rng.choice(("perime", "arrete", "absent"))
        return [Condition(protection=state, antivirus="" if state == "absent" else "Windows Defender",
                          valid=DateRange(first, None), **words)]  # fmt: skip
    return [
        Condition(protection="absent", valid=DateRange(first, came), **words),
        Condition(protection="protege", antivirus="Windows Defender", valid=DateRange(came, None), **words),
    ]


def _details(machines: list[Machine]) -> None:
    """What the page of a machine shows, for some of them."""
    titles = SoftwareTitle.objects.bulk_create(
        SoftwareTitle(name=name, version=version, publisher=maker) for name, version, maker in TITLES
    )
    InstalledSoftware.objects.bulk_create(
        (InstalledSoftware(machine=machine, title=title) for machine in machines for title in titles), batch_size=2000
    )
    parts = {
        "hardware": [{"chassis": "Desktop", "memory_mb": 8192, "bios_version": "1.4.3", "bios_date": "2023-02-06"}],
        "processors": [{"name": "Intel Core i5-10500T", "cores": 6, "mhz": 2300}],
        "disks": [{"name": "nvme0n1", "model": "PM951 NVMe", "size_mb": 256060}],
        "volumes": [{"name": "C:", "filesystem": "NTFS", "total_mb": 243000, "free_mb": 121000, "system": True}],
    }
    Section.objects.bulk_create(
        (Section(machine=machine, name=name, rows=rows) for machine in machines for name, rows in parts.items()),
        batch_size=2000,
    )


def _sources(territory: Territory, machines: list[Machine]) -> None:
    """Fields confirmed by agents; one in twelve says otherwise than the register."""
    at = _moment(territory.day)
    FieldSource.objects.bulk_create(
        FieldSource(asset=machine.asset, field=field, source="agent", at=at)
        for machine in machines
        for field in ("system", "network")
    )
    FieldSource.objects.bulk_create(
        FieldSource(
            asset=machine.asset, field="model", source="main", at=at, locked=rank % 24 == 0,
            offered=f"{machine.make} {machine.model} SFF", offered_at=at,
        )
        for rank, machine in enumerate(machines)
        if rank % 12 == 0
    )  # fmt: skip


def _newcomers(territory: Territory, machines: list[Machine]) -> None:
    for rank, (name, make, model, serial, reason) in enumerate(NEWCOMERS):
        school = territory.schools[rank * 7]
        like = machines[rank * 11]
        doubt = {
            "key": f"a{like.asset_id}",
            "label": like.name,
            "score": 30,
            "reasons": ["une adresse réseau commune (+30)"],
        }
        Machine.objects.create(
            commune=territory.commune, school=school, nature="ordinateur", kind=Kind.DESKTOP if rank else Kind.LAPTOP,
            name=name, make=make, model=model, said_serial=serial, serial="" if rank == 2 else serial.lower(),
            macs=[f"54bf65{rank:06x}"], candidates=[doubt] if rank == 2 else [], reason=reason,
            agent_version="GLPI-Agent_v1.11", first_seen_at=_moment(territory.day - dt.timedelta(days=rank + 1)),
        )  # fmt: skip
