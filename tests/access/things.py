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
from lekol.agreement.models import Act, Agreement, Commitment, Declaration, Draft, DraftItem
from lekol.desks.queries.imports import territory_of
from lekol.directory.choices import Role, RoomUse
from lekol.directory.models import Building, ClassGroup, Floor, Person, Room
from lekol.equipment.choices import Kind, SlotKind
from lekol.equipment.models import AgentKey, Asset, DeviceModel, Machine, Placement, Slot
from lekol.identity.actions import create_token
from lekol.identity.choices import Reach
from lekol.identity.models import Token
from lekol.kit.imports import announced
from lekol.kit.models import ImportRun
from lekol.kit.runs import simulate
from lekol.maintenance import actions as faults
from lekol.maintenance.actions.pictures import add_file
from lekol.maintenance.choices import Desk, Nature
from lekol.maintenance.models import Article, Attachment, Break, HandOff, Stop, Ticket, Transfer
from lekol.network.choices import Technology
from lekol.network.models import Link
from lekol.pact.scopes import Level, Scope
from lekol.pupils.choices import Verdict
from lekol.pupils.models import Pair
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


def machine(world: World) -> Machine:
    """A machine announced for alpha, that nobody has decided of."""

    def make() -> Machine:
        return Machine.objects.create(
            commune=world.commune,
            school=world.alpha,
            name="PC-0001",
            said_serial="SN1",
            serial="sn1",
            kind=Kind.DESKTOP,
        )

    found: Machine = _once(world, "machine", make)
    return found


def agent_key(world: World) -> AgentKey:
    """A key of alpha’s agents."""

    def make() -> AgentKey:
        return AgentKey.objects.create(
            commune=world.commune, school=world.alpha, name="Postes", login="agent-aaaaaaaaaa", digest="0" * 64
        )

    found: AgentKey = _once(world, "agent_key", make)
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


def pupil_pair(world: World) -> Pair:
    """Two entries of a pupil of alpha, that wait for a person."""

    def make() -> Pair:
        return Pair.objects.create(
            commune=world.commune, school=world.alpha, state_reference="E1", city_reference="V1", probability=0.7,
            verdict=Verdict.REVIEW, cells=[{"titre": "Nom", "etat": "TÉVANÉ", "ville": "TEVANE", "memes": True}],
        )  # fmt: skip

    found: Pair = _once(world, "pupil_pair", make)
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


DRAFTED = """CONVENTION D’ESSAI POUR LES ÉCOLES
Entre la Ville de Saint-Denis, représentée par le Maire, Mme Anne Payet, ci-après « la Ville »,
et l’Académie de La Réunion, représentée par le Recteur, M. Paul Robert, ci-après « l’Académie »,
il a été convenu ce qui suit :

Article 1 : Matériel

La Ville s’engage à câbler les classes. La Ville entretient les postes.
L’Académie assure la formation des maîtres.

Article 2 : Durée

La convention est conclue pour quatre ans à compter de sa signature.
"""


def draft(world: World) -> Draft:
    """A text about the first commune, read and not yet corrected."""

    def make() -> Draft:
        scope = Scope(Level.COMMUNE, world.commune.insee)
        content = DRAFTED.encode()
        return actions.send(content=content, name="essai.txt", scope=scope, by=None, later=lambda pk: None)

    found: Draft = _once(world, "draft", make)
    return found


def draft_item(world: World, kind: str = "engagement") -> DraftItem:
    """The first item of a kind in that draft."""
    return draft(world).items.filter(kind=kind)[0]


def ticket(world: World) -> Ticket:
    """A fault of alpha’s computer, reported by its teacher, with the City."""

    def make() -> Ticket:
        told = faults.Report(
            school=world.alpha, nature=Nature.DEVICE, summary="Écran noir", asset=asset(world),
            by=world.person(Role.TEACHER),
        )  # fmt: skip
        return faults.report(told)

    found: Ticket = _once(world, "ticket", make)
    return found


def transfer(world: World) -> Transfer:
    """The City asks the Rectorat to take it."""

    def make() -> Transfer:
        agent = world.person(Role.TECHNICIAN)
        return faults.ask_transfer(ticket=ticket(world), target=Desk.STATE, reason="Messagerie", by=agent)

    found: Transfer = _once(world, "transfer", make)
    return found


def handoff(world: World) -> HandOff:
    """The device went to its supplier."""

    def make() -> HandOff:
        return faults.hand_off(ticket=ticket(world), supplier="Réparetout", by=world.person(Role.TECHNICIAN))

    found: HandOff = _once(world, "handoff", make)
    return found


def picture(world: World) -> Attachment:
    """A file of the first line of the ticket."""
    found: Attachment = _once(world, "picture", lambda: add_file(ticket(world).lines.all()[0], b"mot", "mot.txt"))
    return found


def article(world: World) -> Article:
    """A published answer."""

    def make() -> Article:
        words = {"title": "Écran noir", "answer": "Rallumez l’écran.", "nature": Nature.DEVICE}
        return faults.publish_article(article=Article(), by=world.person(Role.CITY_IT_HEAD), **words)

    found: Article = _once(world, "article", make)
    return found


def closure(world: World) -> Break:
    """A day when the commune was closed."""

    def make() -> Break:
        day = timezone.localdate()
        return faults.declare_closure(place=world.commune, first=day, last=day, reason="Cyclone")[0]

    found: Break = _once(world, "closure", make)
    return found


def stop(world: World) -> Stop:
    """Alpha, on the technician’s round of today."""

    def make() -> Stop:
        person = world.person(Role.TECHNICIAN)
        return faults.plan_round(person=person, day=timezone.localdate(), schools=[world.alpha])[0]

    found: Stop = _once(world, "stop", make)
    return found
