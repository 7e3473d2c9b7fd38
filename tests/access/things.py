"""The rows the addresses of the table are about, made once per world. All belong to alpha or to its commune."""

import datetime as dt
import io
import tempfile
import uuid
from importlib import resources
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from PIL import Image

from lekol.agreement import actions
from lekol.agreement.choices import ActNature, Part
from lekol.agreement.models import (
    Act,
    Agreement,
    Amendment,
    Commitment,
    Declaration,
    Draft,
    DraftItem,
    MeasurePass,
    Notice,
)
from lekol.desks.queries.imports import territory_of
from lekol.directory.choices import Role, RoomUse
from lekol.directory.models import Building, ClassGroup, Floor, Person, Room
from lekol.equipment import actions as estate
from lekol.equipment.actions.audit import record_audit
from lekol.equipment.choices import Kind, SlotKind
from lekol.equipment.models import (
    AgentKey,
    Asset,
    Audit,
    Contract,
    CustomField,
    DeviceModel,
    Document,
    HandOver,
    Machine,
    Photo,
    Placement,
    Responsibility,
    SavedList,
    Scenario,
    Slot,
    StockItem,
    Supplier,
    Transition,
)
from lekol.governance import actions as governance
from lekol.governance.models import (
    Accord,
    Action,
    Appointment,
    Freezing,
    Indicator,
    Meeting,
    Operation,
    Programme,
    Review,
)
from lekol.governance.queries.freezing import years_over
from lekol.governance.rules.seats import committee_of
from lekol.identity.actions import create_token
from lekol.identity.choices import Reach
from lekol.identity.models import Token
from lekol.kit.imports import announced
from lekol.kit.models import ImportRun
from lekol.kit.runs import simulate
from lekol.maintenance import actions as faults
from lekol.maintenance.actions.pictures import add_file
from lekol.maintenance.choices import Desk, Nature
from lekol.maintenance.models import (
    Article,
    Attachment,
    Break,
    Checklist,
    HandOff,
    Macro,
    Mail,
    Stop,
    Ticket,
    Transfer,
    VisitPlan,
    Wish,
)
from lekol.maintenance.ports import Incoming, Joined
from lekol.network.choices import Technology
from lekol.network.models import Link
from lekol.pact.calendars import school_year_of
from lekol.pact.scopes import Level, Scope
from lekol.pupils.choices import Verdict
from lekol.pupils.models import Comparing, Discrepancy, Objection, Pair
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


def _of_asset(world: World, name: str, make: Any) -> Any:
    """A row of the computer, made once."""
    return _once(world, name, lambda: make(asset(world)))


def repair(world: World) -> Transition:
    """The computer sent to repair today."""

    def make(device: Asset) -> Transition:
        return estate.advance(asset=device, after="en_reparation", on=timezone.localdate(), reason="Écran cassé")

    found: Transition = _of_asset(world, "transition", make)
    return found


def duty(world: World) -> Responsibility:
    """The custodian of the computer."""

    def make(device: Asset) -> Responsibility:
        words = {"duty": "depositaire", "holder": "ecole", "name": "La direction"}
        return estate.entrust(asset=device, on=SINCE, words=words)

    found: Responsibility = _of_asset(world, "duty", make)
    return found


def paper(world: World) -> Document:
    """The invoice of the computer."""

    def make(device: Asset) -> Document:
        words = {"title": "Facture", "kind": "facture"}
        return estate.keep_document(thing=device, content=b"%PDF-1.7 facture", name="f.pdf", words=words)

    found: Document = _of_asset(world, "paper", make)
    return found


def device_photo(world: World) -> Photo:
    """A photograph of the computer."""

    def make(device: Asset) -> Photo:
        kept = io.BytesIO()
        Image.new("RGB", (8, 6), "white").save(kept, "PNG")
        return estate.keep_photo(asset=device, content=kept.getvalue(), caption="Face")

    found: Photo = _of_asset(world, "device_photo", make)
    return found


def device_model(world: World) -> DeviceModel:
    """The model of the computer, with its image."""

    def make(device: Asset) -> DeviceModel:
        kept = io.BytesIO()
        Image.new("RGB", (8, 6), "white").save(kept, "PNG")
        return estate.show_model(model=device.model, content=kept.getvalue())

    found: DeviceModel = _of_asset(world, "device_model", make)
    return found


def supplier(world: World) -> Supplier:
    """A company of the commune."""
    found: Supplier = _once(
        world, "supplier", lambda: estate.know_supplier(commune=world.commune, words={"name": "Océan Info"})
    )
    return found


def contract(world: World) -> Contract:
    """A warranty of the commune that covers the computer, with its paper."""

    def make() -> Contract:
        words = {"kind": "garantie", "supplier": supplier(world), "reference": "G-1"}
        until = timezone.localdate() + dt.timedelta(days=400)
        made = estate.sign_contract(commune=world.commune, since=SINCE, until=until, words=words)
        estate.cover(contract=made, assets=[asset(world)])
        title = {"title": "Contrat", "kind": "garantie"}
        estate.keep_document(thing=made, content=b"%PDF-1.7 contrat", name="c.pdf", words=title)
        return made

    found: Contract = _once(world, "contract", make)
    return found


def field(world: World) -> CustomField:
    """A field of the commune’s own."""
    words = {"label": "Étiquette antivol", "type": "texte"}
    found: CustomField = _once(world, "field", lambda: estate.declare_field(commune=world.commune, words=words))
    return found


def stock_item(world: World) -> StockItem:
    """Toner in the City’s store."""
    words = {"name": "Toner noir", "kind": "toner", "threshold": 2}
    found: StockItem = _once(world, "stock_item", lambda: estate.keep_item(commune=world.commune, words=words))
    return found


def loan(world: World) -> HandOver:
    """The computer lent to a teacher of alpha, still to sign."""

    def make(device: Asset) -> HandOver:
        today = timezone.localdate()
        words = {"kind": "pret", "name": "Anne Hoarau", "on": today, "due_on": today, "school": world.alpha}
        return estate.hand_over(commune=world.commune, assets=[device], words=words)

    found: HandOver = _of_asset(world, "loan", make)
    return found


def saved_list(world: World) -> SavedList:
    """A list a technician shares with the City."""

    def make() -> SavedList:
        person = world.person(Role.TECHNICIAN)
        return estate.save_list(person=person, name="Portables", words={"type": "portable"}, columns=[], shared=True)

    found: SavedList = _once(world, "saved_list", make)
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


def scenario(world: World) -> Scenario:
    """A scenario of renewal of the first commune."""
    found: Scenario = _once(world, "scenario", lambda: Scenario.objects.create(commune=world.commune, name="Essai"))
    return found


def audit(world: World) -> Audit:
    """A check of alpha’s classroom, where the computer was not seen."""

    def make() -> Audit:
        device = asset(world)
        return record_audit(
            key=uuid.uuid4(), place=room(world), shown=[device.inventory_number], missing=[device.inventory_number],
            extra=[], taken_at=timezone.now(), by=world.person(Role.SCHOOL_HEAD),
        )  # fmt: skip

    found: Audit = _once(world, "audit", make)
    return found


def trolley(world: World) -> Asset:
    """An empty trolley in alpha’s classroom."""

    def make() -> Asset:
        model = DeviceModel.objects.create(make="Naotic", name="Mallette 14", kind=Kind.TROLLEY)
        found = Asset.objects.create(commune=world.commune, inventory_number="MAL-1", model=model)
        Placement.objects.create(asset=found, school=world.alpha, room=room(world), valid=DateRange(SINCE, None))
        found.refresh_from_db()
        return found

    found: Asset = _once(world, "trolley", make)
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
            hidden={"g1_phone": {"etat": "0692123417", "ville": ""}},
        )  # fmt: skip

    found: Pair = _once(world, "pupil_pair", make)
    return found


def pupil_gap(world: World) -> Discrepancy:
    """A date of birth that the two bases write differently, for the City to correct, of a link the engine made."""

    def make() -> Discrepancy:
        Pair.objects.create(
            commune=world.commune, school=world.alpha, state_reference="E5", city_reference="V5", probability=0.99,
            verdict=Verdict.ENGINE,
        )  # fmt: skip
        return Discrepancy.objects.create(
            commune=world.commune, school=world.alpha, kind="champ", field="naissance", state_reference="E5",
            city_reference="V5", owner="ville", presumed="etat", state_value="14/03/2019", city_value="15/03/2019",
            identity={"etat": {"name": "TÉVANÉ", "ine": "123456789AB"}, "ville": {"name": "TEVANE"}},
        )  # fmt: skip

    found: Discrepancy = _once(world, "pupil_gap", make)
    return found


def pupil_comparing(world: World) -> Comparing:
    """A comparison asked on screen, in the queue."""

    def make() -> Comparing:
        return Comparing.objects.create(commune=world.commune, sent=True, percent=20)

    found: Comparing = _once(world, "pupil_comparing", make)
    return found


def pupil_deposit(world: World) -> Comparing:
    """The extraction of a school that waits for the City’s base."""

    def make() -> Comparing:
        return Comparing.objects.create(commune=world.commune, school=world.alpha, state_file="bases-eleves/x")

    found: Comparing = _once(world, "pupil_deposit", make)
    return found


def pupil_objection(world: World) -> Objection:
    """A family’s objection that waits for its answer."""

    def make() -> Objection:
        by = world.person(Role.CITY_DPO)
        return Objection.objects.create(commune=world.commune, side="ville", reference="V8", grounds="x", by=by)

    found: Objection = _once(world, "pupil_objection", make)
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


def mail(world: World) -> Mail:
    """A message of nobody known, refused, with a file."""

    def make() -> Mail:
        file = Joined("mot.txt", b"mot")
        return faults.receive(Incoming("<1@x>", "inconnu@x.example", "", "Panne", "Plus rien", (), False, (file,)))

    found: Mail = _once(world, "mail", make)
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


def macro(world: World) -> Macro:
    """A saved answer of the City."""
    found: Macro = _once(
        world, "macro", lambda: Macro.objects.create(commune=world.commune, name="Échangé", text="Échangé sur place.")
    )
    return found


def checklist(world: World) -> Checklist:
    """What the City looks at on a visit."""
    found: Checklist = _once(
        world, "checklist", lambda: Checklist.objects.create(commune=world.commune, name="Visite", lines=["Prises"])
    )
    return found


def plan(world: World) -> VisitPlan:
    """Alpha is visited every four weeks."""

    def make() -> VisitPlan:
        agent, day = world.person(Role.TECHNICIAN), timezone.localdate()
        return VisitPlan.objects.create(school=world.alpha, person=agent, name="Préventive", next_on=day)

    found: VisitPlan = _once(world, "plan", make)
    return found


def orphan(world: World) -> Ticket:
    """A fault of alpha that nobody is bound to repair."""

    def make() -> Ticket:
        row = faults.report(faults.Report(school=world.alpha, nature=Nature.DEVICE, summary="Don en panne"))
        Ticket.objects.filter(pk=row.pk).update(desk=Desk.SCHOOL, routed_desk=Desk.SCHOOL)
        return Ticket.objects.get(pk=row.pk)

    found: Ticket = _once(world, "orphan", make)
    return found


def wish(world: World) -> Wish:
    """Its school asks for advice."""
    found: Wish = _once(world, "wish", lambda: Wish.objects.create(ticket=orphan(world), kind="conseil"))
    return found


def amendment(world: World) -> Amendment:
    """An avenant the City proposes, with one change."""

    def make() -> Amendment:
        found = agreement(world)
        party = found.parties.get(commune=world.commune)
        draft = actions.propose_amendment(agreement=found, party=party, by=None, title="Essai")
        change = {"does": "abroge", "clause": found.commitments.order_by("rank")[0].clause}
        return actions.add_change(amendment=draft, version=1, change=change, by=None)

    found: Amendment = _once(world, "amendment", make)
    return found


def notice(world: World) -> Notice:
    """A formal notice from the City to the académie, sent today."""

    def make() -> Notice:
        found, today = agreement(world), timezone.localdate()
        sender, recipient = (found.parties.get(key=key) for key in ("ville", "rectorat"))
        owed = recipient.stakes.filter(part=Part.DEBTOR)[0].commitment.clause
        made = actions.prepare_notice(
            agreement=found, sender=sender, recipient=recipient, clauses=[owed], grounds="Essai", by=None
        )
        return actions.send_notice(notice=made, on=today, tracking="", by=None)

    found: Notice = _once(world, "notice", make)
    return found


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


def indicator(world: World) -> Indicator:
    """An indicator that nobody has retained yet."""

    def make() -> Indicator:
        return governance.define(
            agreement=agreement(world), title="Salles câblées", measures=["network.classrooms_cabled"]
        )

    found: Indicator = _once(world, "indicator", make)
    return found


def programme(world: World) -> Programme:
    """The programme of this school year, with its operation."""
    return operation(world).programme


def operation(world: World) -> Operation:
    """An operation that the technician answers for."""

    def make() -> Operation:
        today = timezone.localdate()
        made = governance.open_programme(agreement=agreement(world), school_year=school_year_of(today))
        return governance.add_operation(
            programme=made, title="Câbler", strand="equipement", party="ville", starts_on=today, ends_on=today,
            owner=world.person(Role.TECHNICIAN),
        )  # fmt: skip

    found: Operation = _once(world, "operation", make)
    return found
