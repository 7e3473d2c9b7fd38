"""The estate of the 2017 text and what became of it: computers, copiers, boards, trolleys, direction kits."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.backends.postgresql.psycopg_any import DateRange

from lekol.directory.choices import RoomUse
from lekol.directory.models import Room, School
from lekol.equipment import actions
from lekol.equipment.choices import Kind, Origin, SlotKind
from lekol.equipment.models import Asset, DeviceModel, Installation, OperatingSystem, Placement, Slot, SlotFilling
from lekol.project.demonstration.territory import Territory

MODELS = (
    ("HP", "ProDesk 400 G6", Kind.DESKTOP, 6),
    ("Dell", "OptiPlex 3050", Kind.DESKTOP, 6),
    ("Lenovo", "ThinkCentre M70q", Kind.DESKTOP, 6),
    ("HP", "ProBook 450 G8", Kind.LAPTOP, 5),
    ("Dell", "Latitude 3520", Kind.LAPTOP, 5),
    ("Samsung", "Galaxy Tab A8", Kind.TABLET, 5),
    ("Naotic", "Mallette 14", Kind.TROLLEY, 8),
    ("Epson", "EB-W52", Kind.PROJECTOR, 8),
    ("SMART", "Board 885", Kind.BOARD, 8),
    ("Canon", "iR-ADV C3325", Kind.COPIER, 6),
    ("Yealink", "T31P", Kind.PHONE, 8),
    ("Aruba", "AP-505", Kind.ACCESS_POINT, 7),
)
SYSTEMS = (
    ("Windows 10 22H2", dt.date(2025, 10, 14)),
    ("Windows 11 24H2", dt.date(2027, 10, 12)),
    ("Ubuntu 24.04 LTS", dt.date(2029, 5, 31)),
    ("Android 14", dt.date(2028, 3, 31)),
)
TROLLEYS_PLANNED = (*(3,) * 32, *(2,) * 12)  # 120 over 44 élémentaires
TROLLEYS_DELIVERED = (*(3,) * 10, *(2,) * 5)  # 40 in 15 schools
TABLETS_PER_TROLLEY = 14
COPIERS, BOARDS, COMPUTERS = 77, 10, 1_163


@dataclass(slots=True)
class Stock:
    """Rows waiting to be written together, and the next inventory number."""

    territory: Territory
    models: dict[Kind, list[DeviceModel]]
    systems: dict[str, OperatingSystem]
    assets: list[Asset] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)
    installations: list[Installation] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    fillings: list[SlotFilling] = field(default_factory=list)

    def asset(self, kind: Kind, bought: dt.date, origin: Origin = Origin.CITY) -> Asset:
        """A device bought on a day, with three years of warranty, in the City’s numbering."""
        rank, rng = len(self.assets) + 1, self.territory.rng
        gift = origin in (Origin.GIFT, Origin.OWN_FUNDS)
        asset = Asset(
            commune=self.territory.commune,
            inventory_number=f"VSD-{rank:05d}",
            serial=f"{kind[:2].upper()}{rng.randrange(16**8):08X}",
            model=rng.choice(self.models[kind]),
            origin=origin,
            acquired_on=bought,
            warranty_until=None if gift else bought.replace(day=min(bought.day, 28), year=bought.year + 3),
            networked_on=None if rng.random() < 0.05 else bought + dt.timedelta(days=rng.randint(2, 40)),
        )
        self.assets.append(asset)
        return asset

    def place(
        self, asset: Asset, school: School, room: Room | None, since: dt.date, inside: Asset | None = None
    ) -> None:
        """Put a device in a school from a day on."""
        self.placements.append(
            Placement(asset=asset, school=school, room=room, container=inside, valid=DateRange(since, None))
        )

    def retire(self, asset: Asset, on: dt.date) -> None:
        """Take a device out: its placement and its systems end on that day, later ones never were."""
        asset.retired_on = on
        self.installations = [row for row in self.installations if row.asset is not asset or row.valid.lower < on]
        for row in self._dated():
            if row.asset is asset and (row.valid.upper is None or row.valid.upper > on):
                row.valid = DateRange(row.valid.lower, on)

    def _dated(self) -> list[Placement | Installation]:
        return [*self.placements, *self.installations]

    def install(self, asset: Asset, name: str, since: dt.date, until: dt.date | None = None) -> None:
        self.installations.append(Installation(asset=asset, system=self.systems[name], valid=DateRange(since, until)))

    def write(self) -> None:
        """Everything in one COPY-like burst per table."""
        Asset.objects.bulk_create(self.assets, batch_size=2000)
        rows: list[Placement | Installation | SlotFilling] = [*self._dated(), *self.fillings]
        for row in rows:
            row.asset_id = row.asset.pk
        for placement in self.placements:
            placement.container_id = placement.container.pk if placement.container else None
        Placement.objects.bulk_create(self.placements, batch_size=2000)
        Placement.settle(Asset.objects.all(), self.territory.day)
        Installation.objects.bulk_create(self.installations, batch_size=2000)
        Slot.objects.bulk_create(self.slots)
        for filling in self.fillings:
            filling.slot_id = filling.slot.pk
        SlotFilling.objects.bulk_create(self.fillings)


def build(territory: Territory) -> None:
    """Fill every school, then write."""
    stock = Stock(territory, _models(), _systems())
    for rank, school in enumerate(territory.schools):
        _direction(stock, school, gap=_gap(rank))
    _extra_copiers(stock)
    _boards(stock)
    _trolleys(stock)
    _computers(stock)
    _gifts(stock)
    stock.write()


def require(territory: Territory) -> None:
    """The places of the schools in the words of the convention, now that it is loaded; the Internet among them."""
    for day in (territory.months_ago(30), territory.day):
        actions.require(commune=territory.commune, on=day)


def _models() -> dict[Kind, list[DeviceModel]]:
    rows = DeviceModel.objects.bulk_create(
        DeviceModel(make=make, name=name, kind=kind, years_kept=years) for make, name, kind, years in MODELS
    )
    return {kind: [row for row in rows if row.kind == kind] for kind in Kind}


def _systems() -> dict[str, OperatingSystem]:
    rows = OperatingSystem.objects.bulk_create(OperatingSystem(name=name, supported_until=end) for name, end in SYSTEMS)
    return {row.name: row for row in rows}


def _gap(rank: int) -> SlotKind | None:
    """Five directions lack something: what the figure of clause 3.14 must show."""
    lacking = {0: SlotKind.COPIER, 13: SlotKind.SECRETARIAT_POST, 27: SlotKind.PHONE, 41: SlotKind.SECRETARIAT_POST}
    return lacking.get(rank, SlotKind.HEAD_POST if rank == 55 else None)


def _direction(stock: Stock, school: School, gap: SlotKind | None) -> None:
    """The base equipment of a direction (article 3): two exclusive posts, a telephone, a 4-in-1 copier."""
    territory = stock.territory
    rooms = {room.use: room for room in territory.rooms[school.pk]}
    kit = (
        (SlotKind.HEAD_POST, Kind.DESKTOP, RoomUse.HEAD_OFFICE),
        (SlotKind.SECRETARIAT_POST, Kind.DESKTOP, RoomUse.SECRETARIAT),
        (SlotKind.PHONE, Kind.PHONE, RoomUse.HEAD_OFFICE),
        (SlotKind.COPIER, Kind.COPIER, RoomUse.HEAD_OFFICE),
    )
    for slot_kind, kind, use in kit:
        exclusive = slot_kind in (SlotKind.HEAD_POST, SlotKind.SECRETARIAT_POST)
        slot = Slot(
            school=school, kind=slot_kind, exclusive=exclusive, required=DateRange(territory.months_ago(30), None)
        )
        stock.slots.append(slot)
        if slot_kind != gap:
            _fill(stock, slot, kind, rooms[use])


def _fill(stock: Stock, slot: Slot, kind: Kind, room: Room) -> None:
    """A device bought within five years, in its slot since some day of the last two years and a half."""
    rng, territory = stock.territory.rng, stock.territory
    bought = territory.months_ago(rng.uniform(2, 60))
    since = max(bought + dt.timedelta(days=10), territory.months_ago(rng.triangular(0, 30, 30)))
    asset = stock.asset(kind, bought)
    stock.place(asset, slot.school, room, bought + dt.timedelta(days=10))
    stock.fillings.append(SlotFilling(slot=slot, asset=asset, valid=DateRange(since, None)))
    if kind == Kind.DESKTOP:
        _system(stock, asset, bought)


def _extra_copiers(stock: Stock) -> None:
    placed = sum(1 for asset in stock.assets if asset.model.kind == Kind.COPIER)
    for school in stock.territory.elementary[: COPIERS - placed]:
        bought = stock.territory.months_ago(stock.territory.rng.uniform(6, 70))
        room = _room(stock, school, RoomUse.COMPUTER_ROOM)
        stock.place(stock.asset(Kind.COPIER, bought), school, room, bought)


def _boards(stock: Stock) -> None:
    for school in stock.territory.elementary[5 : 5 + BOARDS]:
        bought = stock.territory.months_ago(stock.territory.rng.uniform(40, 100))
        asset = stock.asset(Kind.BOARD, bought)
        stock.place(asset, school, _room(stock, school, RoomUse.CLASSROOM), bought)


def _trolleys(stock: Stock) -> None:
    """120 planned over the 44 élémentaires, 40 delivered in 15 of them, month after month."""
    arrived = 0
    for rank, school in enumerate(stock.territory.elementary):
        delivered = TROLLEYS_DELIVERED[rank] if rank < len(TROLLEYS_DELIVERED) else 0
        for number in range(1, TROLLEYS_PLANNED[rank] + 1):
            slot = Slot(
                school=school,
                kind=SlotKind.TROLLEY,
                rank=number,
                required=DateRange(stock.territory.months_ago(30), None),
            )
            stock.slots.append(slot)
            if number <= delivered:
                arrived += 1
                _trolley(stock, slot, stock.territory.months_ago(25 - arrived * 0.6))


def _trolley(stock: Stock, slot: Slot, since: dt.date) -> None:
    """14 tablets, a laptop, a projector and a Wi-Fi access point in a trolley (report of 2017)."""
    store = _room(stock, slot.school, RoomUse.LIBRARY)
    trolley = stock.asset(Kind.TROLLEY, since, Origin.STATE if slot.rank == 1 else Origin.CITY)
    stock.place(trolley, slot.school, store, since)
    stock.fillings.append(SlotFilling(slot=slot, asset=trolley, valid=DateRange(since, None)))
    parts = [Kind.TABLET] * TABLETS_PER_TROLLEY + [Kind.LAPTOP, Kind.PROJECTOR, Kind.ACCESS_POINT]
    for kind in parts:
        asset = stock.asset(kind, since, Origin(trolley.origin))
        stock.place(asset, slot.school, store, since, inside=trolley)
        if kind == Kind.TABLET:
            stock.install(asset, "Android 14", since)
        elif kind == Kind.LAPTOP:
            stock.install(asset, "Windows 11 24H2", since)


def _computers(stock: Stock) -> None:
    """Computer rooms and classrooms up to 1 163 in use, one in five having replaced an older one."""
    schools, rng = stock.territory.schools, stock.territory.rng
    in_use = sum(1 for asset in stock.assets if asset.model.kind in (Kind.DESKTOP, Kind.LAPTOP))
    for rank in range(COMPUTERS - in_use):
        elementary = rank % 4 < 3
        school = stock.territory.elementary[rank % 44] if elementary else schools[44 + rank % 16]
        kind = Kind.LAPTOP if rank % 5 == 0 else Kind.DESKTOP
        bought = stock.territory.months_ago(rng.triangular(1, 92, 30))
        _computer(stock, school, kind, bought)
        if bought > stock.territory.months_ago(24) and rank % 2:
            old = _computer(stock, school, kind, stock.territory.months_ago(rng.uniform(80, 110)))
            stock.retire(old, bought)


def _computer(stock: Stock, school: School, kind: Kind, bought: dt.date) -> Asset:
    use = RoomUse.COMPUTER_ROOM if school.kind == "elementaire" and len(stock.assets) % 3 else RoomUse.CLASSROOM
    asset = stock.asset(kind, bought)
    stock.place(asset, school, _room(stock, school, use), bought + dt.timedelta(days=7))
    _system(stock, asset, bought)
    return asset


def _system(stock: Stock, asset: Asset, bought: dt.date) -> None:
    """Windows 10 until the City moves the post to a supported system, which a tenth still wait for."""
    rng, start = stock.territory.rng, bought + dt.timedelta(days=7)
    moved = max(start + dt.timedelta(days=30), stock.territory.months_ago(rng.triangular(0, 26, 9)))
    if bought > stock.territory.months_ago(22):
        stock.install(asset, "Windows 11 24H2", start)
    elif rng.random() < 0.1 or moved >= stock.territory.day:
        stock.install(asset, "Windows 10 22H2", start)
    else:
        stock.install(asset, "Windows 10 22H2", start, moved)
        stock.install(asset, "Ubuntu 24.04 LTS" if rng.random() < 0.2 else "Windows 11 24H2", moved)


def _gifts(stock: Stock) -> None:
    """Gifts and own-fund purchases: in the schools, outside the City’s maintenance (article 4)."""
    for rank, school in enumerate(stock.territory.elementary[::4]):
        bought = stock.territory.months_ago(60 + 3 * rank)
        origin = Origin.GIFT if rank % 2 else Origin.OWN_FUNDS
        asset = stock.asset(Kind.TABLET, bought, origin)
        stock.place(asset, school, _room(stock, school, RoomUse.LIBRARY), bought)
        stock.install(asset, "Android 14", bought)


def _room(stock: Stock, school: School, use: RoomUse) -> Room:
    fitting = [room for room in stock.territory.rooms[school.pk] if room.use == use]
    return stock.territory.rng.choice(fitting)
