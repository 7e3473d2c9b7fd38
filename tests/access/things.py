"""The rows the addresses of the table are about, made once per world. All belong to alpha or to its commune."""

import datetime as dt
import tempfile
from importlib import resources
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from lekol.agreement import actions
from lekol.agreement.choices import ActNature, Part
from lekol.agreement.models import Act, Agreement, Commitment, Declaration, MeasurePass
from lekol.desks.queries.imports import territory_of
from lekol.directory.choices import Role, RoomUse
from lekol.directory.models import Building, ClassGroup, Floor, Person, Room
from lekol.equipment.choices import Kind, SlotKind
from lekol.equipment.models import Asset, DeviceModel, Placement, Slot
from lekol.governance import actions as governance
from lekol.governance.models import Accord, Action, Appointment, Freezing, Meeting, Review
from lekol.governance.queries.freezing import years_over
from lekol.governance.rules.seats import committee_of
from lekol.identity.actions import create_token
from lekol.identity.choices import Reach
from lekol.identity.models import Token
from lekol.kit.imports import announced
from lekol.kit.models import ImportRun
from lekol.kit.runs import simulate
from lekol.network.choices import Technology
from lekol.network.models import Link
from tests.access.world import SINCE, World, post


def _once(world: World, name: str, make: Any) -> Any:
    if name not in world.things:
        world.things[name] = make()
    return world.things[name]


def agreement(world: World) -> Agreement:
    """The convention in force of the first commune, with every promise of its pack; its predecessor is unsigned."""

    def make() -> Agreement:
        texts = resources.files("lekol.agreement") / "texts"
        for name in ("saint_denis_2017.toml", "saint_denis_2025.toml"):
            made, _ = actions.load(text=(texts / name).read_text(encoding="utf-8"))
        return made

    found: Agreement = _once(world, "agreement", make)
    return found


def unsigned(world: World) -> Agreement:
    """The 2017 text, whose signature date is unknown."""
    agreement(world)
    return Agreement.objects.get(signed_on=None)


def declared(world: World) -> Declaration:
    """A promise of the City that no measure counts, declared by the City with a file."""

    def make() -> Declaration:
        rows = Commitment.objects.filter(agreement=agreement(world), indicator="", stakes__part=Part.DEBTOR)
        commitment = rows.filter(stakes__party__commune=world.commune).order_by("rank")[0]
        party = commitment.stakes.get(party__commune=world.commune, part=Part.DEBTOR).party
        today = timezone.localdate()
        made = Declaration(
            commitment=commitment,
            party=party,
            by=world.person(Role.EDUCATION_HEAD),
            statement="Fait dans chaque école.",
            observed_on=today,
            valid_until=today + dt.timedelta(days=90),
            evidence_name="releve.txt",
        )
        made.evidence.save("releve.txt", ContentFile(b"releve"))
        made.save()
        return made

    found: Declaration = _once(world, "declared", make)
    return found


def class_group(world: World) -> ClassGroup:
    """A class of alpha."""

    def make() -> ClassGroup:
        return ClassGroup.objects.create(school=world.alpha, school_year=2026, name="CP A", levels=["CP"], pupils=12)

    found: ClassGroup = _once(world, "class", make)
    return found


def room(world: World) -> Room:
    """A classroom of alpha."""

    def make() -> Room:
        floor = Floor.objects.create(building=Building.objects.create(school=world.alpha, name="A"), level=0)
        return Room.objects.create(school=world.alpha, floor=floor, name="CP A", use=RoomUse.CLASSROOM)

    found: Room = _once(world, "room", make)
    return found


def asset(world: World) -> Asset:
    """A computer of the City, in alpha’s classroom."""

    def make() -> Asset:
        model = DeviceModel.objects.create(kind=Kind.DESKTOP, make="HP", name="Pro 400", years_kept=6)
        made = Asset.objects.create(
            commune=world.commune, inventory_number="VSD-00412", serial="SN412", model=model, acquired_on=SINCE
        )
        Placement.objects.create(asset=made, school=world.alpha, room=room(world), valid=DateRange(SINCE, None))
        return made

    found: Asset = _once(world, "asset", make)
    return found


def slot(world: World) -> Slot:
    """The first post alpha’s direction is owed."""

    def make() -> Slot:
        return Slot.objects.create(school=world.alpha, kind=SlotKind.HEAD_POST, rank=1, required=DateRange(SINCE, None))

    found: Slot = _once(world, "slot", make)
    return found


def link(world: World) -> Link:
    """Alpha’s access to the Internet, paid by the City."""

    def make() -> Link:
        return Link.objects.create(
            school=world.alpha,
            technology=Technology.FTTH,
            downstream_mbps=300,
            upstream_mbps=100,
            valid=DateRange(SINCE, None),
        )

    found: Link = _once(world, "link", make)
    return found


def newcomer(world: World) -> Any:
    """A teacher of alpha without an account."""

    def make() -> Any:
        person = Person.objects.create(first_name="Nouvelle", last_name="Arrivée", email="nouvelle@ecoles.example.org")
        post(person, Role.TEACHER, world.alpha)
        return person

    return _once(world, "newcomer", make)


def import_run(world: World) -> ImportRun:
    """A file of schools sent and simulated by the head of the City’s service, not written."""

    def make() -> ImportRun:
        person = world.person(Role.CITY_IT_HEAD)
        head = "UAI;Nom_etablissement;Code_commune;Nom_commune;Ecole_maternelle;Ecole_elementaire\n"
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "ecoles.csv"
            path.write_text(f"{head}{world.alpha.uai};Les Badamiers;97411;Saint-Denis;0;1\n", encoding="utf-8")
            territory = territory_of(person, announced()["directory.schools"])
            return simulate(kind="directory.schools", path=path, name="ecoles.csv", by=person, territory=territory)

    found: ImportRun = _once(world, "import_run", make)
    return found


def token(world: World) -> Token:
    """A token of the head of alpha."""

    def make() -> Token:
        until = timezone.localdate() + dt.timedelta(days=30)
        account = world.users[Role.SCHOOL_HEAD]
        return create_token(account=account, name="essai", reaches=[Reach.SCHOOLS], expires_on=until, by=None)[0]

    return _once(world, "token", make)


def act(world: World) -> Act:
    """A resolution of the first commune, with a file."""

    def make() -> Act:
        made = Act(nature=ActNature.RESOLUTION, number="26-01", subject="Convention", commune=world.commune)
        actions.record_act(act=made, by=None)
        actions.attach(act=made, content=b"%PDF-1.4 essai", name="acte.pdf", by=None)
        return made

    return _once(world, "act", make)


def held_seat(world: World) -> Appointment:
    """The mayor and the academic director sit in the steering committee since the agreement started."""

    def make() -> Appointment:
        found = agreement(world)
        copil = committee_of(found.data, "copil")
        filled = governance.fill_from_directory(agreement=found, committee=copil, on=found.starts_on)
        return next(row for row in filled if row.post.role == Role.MAYOR)

    return _once(world, "held_seat", make)


def meeting(world: World) -> Meeting:
    """A steering committee of last month: convened, with a point, a document and a decision entrusted to someone."""

    def make() -> Meeting:
        held_seat(world)
        found = agreement(world)
        made = governance.plan(
            agreement=found, committee=committee_of(found.data, "copil"), minutes=60, place="Mairie",
            starts_at=timezone.now() - dt.timedelta(days=30),
        )  # fmt: skip
        item = governance.add_item(meeting=made, title="Câblage", clause="3.1")
        governance.attach(meeting=made, content=b"%PDF-1.4 essai", name="note.pdf")
        governance.convene(meeting=made)
        asked = made.attendances.filter(person__in=[world.person(Role.MAYOR), world.person(Role.ACADEMIC_DIRECTOR)])
        made.attendances.exclude(pk__in=asked).update(invited_at=None)
        governance.decide(meeting=made, title="Câbler", text="On câble.", item=item)
        return made

    return _once(world, "meeting", make)


def task(world: World) -> Action:
    """An action entrusted to the technician."""

    def make() -> Action:
        due = timezone.localdate() + dt.timedelta(days=30)
        what = governance.Task("Câbler la salle", world.person(Role.TECHNICIAN), "ville", due)
        return governance.entrust(decision=meeting(world).decisions.get(), task=what)

    return _once(world, "task", make)


def asked(world: World) -> Accord:
    """The minutes of the meeting, put to both parties."""

    def make() -> Accord:
        held = meeting(world)
        governance.note_presences(meeting=held, presences={row.pk: "present" for row in held.attendances.all()})
        governance.hold(meeting=held)
        return governance.submit(meeting=held)

    return _once(world, "asked", make)


def review(world: World) -> Review:
    """The last year of the agreement that is over, frozen."""

    def make() -> Review:
        found = agreement(world)
        over = years_over(found, timezone.localdate())
        MeasurePass.objects.create(on=over[-1].first)
        return governance.freeze(agreement=found, school_year=over[0].year)

    return _once(world, "review", make)


def unfrozen_year(world: World) -> int:
    """The school year under way."""
    return review(world).school_year + 1


def freezing(world: World) -> Freezing:
    """A freeze asked on screen that could not be done."""

    def make() -> Freezing:
        return Freezing.objects.create(
            agreement=agreement(world), school_year=2030, asked_by=world.person(Role.MAYOR), fault="Année à venir."
        )

    return _once(world, "freezing", make)
