"""What people did of the estate this year: scenarios and prices of the plan, checks of rooms, a file brought in."""

import datetime as dt
import tempfile
import uuid
from decimal import Decimal
from pathlib import Path

from django.utils import timezone

from lekol.directory.choices import Role
from lekol.directory.models import Person, Post, School
from lekol.equipment.actions.audit import expected_in, record_audit, settle
from lekol.equipment.actions.renewal import price_kinds, save_scenario
from lekol.equipment.choices import IN_SCHOOL, Kind
from lekol.equipment.models import Asset
from lekol.kit.imports.importer import Territory as Perimeter
from lekol.kit.runs import simulate
from lekol.project.demonstration.territory import Territory

SCENARIOS = (
    {"name": "Un an de plus", "extension": 1, "failures": 2, "reused": 20, "subsidy": 0},
    {"name": "Budget tenu", "extension": 0, "failures": 2, "cap": Decimal(220000), "reused": 20, "subsidy": 0},
    {"name": "Réemploi et aide de l’État", "extension": 0, "failures": 3, "reused": 40, "subsidy": 30},
)
PRICES = {"fixe": Decimal(690), "portable": Decimal(780), "tablette": Decimal(420), "copieur": Decimal(3900)}
COSTS = {Kind.DESKTOP: 690, Kind.LAPTOP: 780}
TABLE = """Inventaire des écoles, mise à jour de la rentrée;;;;;
Numéro;Type;Marque;Modèle;N° de série;École
{known};;;;{serial};
VSD-95001;Ordinateur portable;HP;ProBook 450 G8;5CD4401QZX;{school}
VSD-95002;Ordinateur portable;HP;ProBook 450 G8;1,23E+12;{school}
VSD-95003;Vidéoprojecteur;Epson;EB-W52;X5LW021;École des Lataniers Bleus
"""


def build(territory: Territory) -> None:
    """Rows of the City’s project lead, then of two directions."""
    lead = _holder(Role.PROJECT_LEAD)
    _plan(territory, lead)
    _reused(territory)
    for school in (territory.elementary[0], territory.elementary[1]):
        _check(territory, school)
    _file(territory, lead)


def _holder(role: Role, school: School | None = None) -> Person:
    """Who holds a post today."""
    posts = Post.objects.filter(role=role, valid__endswith=None).select_related("person").order_by("pk")
    return (posts.filter(school=school) if school else posts)[0].person


def _plan(territory: Territory, lead: Person) -> None:
    for words in SCENARIOS:
        save_scenario(commune=territory.commune, by=lead, **words)
    price_kinds(commune=territory.commune, prices=PRICES, by=lead)


def _reused(territory: Territory) -> None:
    """This year’s computers have their price; one in six comes from re-use, at little more than half of it."""
    rows = list(Asset.objects.filter(acquired_on__year=territory.day.year, kind__in=COSTS).order_by("pk"))
    for rank, asset in enumerate(rows):
        asset.reused = rank % 6 == 0
        asset.cost = Decimal(COSTS[Kind(asset.kind)] * (55 if asset.reused else 100)) / 100
    Asset.objects.bulk_update(rows, ["reused", "cost"], batch_size=500)


def _check(territory: Territory, school: School) -> None:
    """A room where one device lacks and a stranger was read, and a trolley where all is there."""
    by = _holder(Role.SCHOOL_HEAD, school)
    here = Asset.objects.filter(school=school, status__in=IN_SCHOOL, room__isnull=False).select_related("room__school")
    room = next(asset.room for asset in here.order_by("pk") if asset.room)
    shown = list(here.filter(room=room).order_by("pk").values_list("inventory_number", flat=True))
    at = timezone.make_aware(dt.datetime.combine(territory.day - dt.timedelta(days=9), dt.time(10, 20)))
    extra = ["VSD-77777"] if school == territory.elementary[0] else []
    made = record_audit(
        key=uuid.UUID(int=territory.rng.getrandbits(128)), place=room, shown=shown, missing=shown[:1], extra=extra,
        taken_at=at, by=by,
    )  # fmt: skip
    for line in made.lines.filter(finding="inconnu"):
        settle(line=line, how="sans_suite", by=by)
    trolley = Asset.objects.filter(school=school, kind=Kind.TROLLEY).select_related("school", "room").first()
    if trolley is not None:
        held = expected_in(trolley, territory.day).order_by("pk").values_list("inventory_number", flat=True)
        record_audit(
            key=uuid.UUID(int=territory.rng.getrandbits(128)), place=trolley, shown=list(held), missing=(), extra=(),
            taken_at=at + dt.timedelta(minutes=15), by=by,
        )  # fmt: skip


def _file(territory: Territory, lead: Person) -> None:
    """A file of the City simulated and left to decide: a serial mangled by a spreadsheet, a school nobody knows."""
    known = Asset.objects.filter(kind=Kind.PROJECTOR).order_by("pk")[0]
    text = TABLE.format(known=known.inventory_number, serial="X5LW0999", school=territory.elementary[2].name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rentree.csv"
        path.write_text(text, encoding="utf-8")
        perimeter = Perimeter(communes=frozenset({territory.commune.insee}), academies=frozenset())
        simulate(kind="equipment.devices", path=path, name="rentree.csv", territory=perimeter, by=lead)
