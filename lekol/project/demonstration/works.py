"""What surrounds the faults: the habits of the desks, parts and time, a round today, regular visits, an outage, wishes.

It draws from a chance of its own, so that the chapters after it stay as they were.
"""

import datetime as dt
from dataclasses import replace
from random import Random

from django.utils import timezone

from lekol.directory.choices import Role
from lekol.directory.models import Person, Post, School
from lekol.equipment.choices import Origin
from lekol.equipment.models import Asset, StockItem
from lekol.maintenance import actions
from lekol.maintenance.choices import Channel, Desk, Impact, LineKind, MacroAct, Nature, Side, Status, Symptom, WishKind
from lekol.maintenance.models import Checklist, Effort, HandOff, Line, Macro, Mention, Stop, Ticket, VisitPlan, Wish
from lekol.maintenance.queries import calendar_of, policy_of
from lekol.maintenance.rules.visits import on_a_school_day
from lekol.pact.policies import in_force
from lekol.project.demonstration import faults
from lekol.project.demonstration.territory import Territory

SEED = 4
OLDER = 340
"""Faults of the year before last."""
MACROS = (
    ("Je passe demain", MacroAct.TAKE, "", "Je passe à l’école demain matin avec le matériel.", 5),
    ("Chargeur échangé", MacroAct.SOLVE, Nature.DEVICE, "Chargeur échangé contre un neuf, essayé en classe.", 15),
    ("Quelle salle ?", MacroAct.ASK, Nature.OUTLET, "Dans quelle salle, et quelle prise de la salle ?", 5),
    ("Redémarrage à distance", MacroAct.SOLVE, Nature.LINK, "Routeur redémarré à distance, liaison rétablie.", 10),
    ("Pièce commandée", MacroAct.SAY, Nature.DEVICE, "La pièce est commandée, elle est attendue sous dix jours.", 5),
)
STATE_MACROS = (
    (
        "Adresse exacte ?",
        MacroAct.ASK,
        Nature.FILTER,
        "Quelle est l’adresse exacte du site, et pour quelle séance ?",
        5,
    ),
    ("Site autorisé", MacroAct.SOLVE, Nature.FILTER, "Site vérifié et autorisé pour les écoles.", 20),
)
LISTS = (
    ("Commutateur en panne", Nature.SWITCH, ("Voyants allumés", "Câble montant", "Port de la salle", "Onduleur")),
    ("Écran ou tableau", "", ("Alimentation", "Câble vidéo", "Source choisie", "Lampe ou dalle", "Télécommande")),
    ("Visite préventive", "", (
        "Mises à jour des postes", "Prises et rallonges", "Mallettes : batteries et chargeurs",
        "Copieur : compteurs relevés", "Baie fermée et dépoussiérée", "Étiquettes lisibles",
    )),
)  # fmt: skip
SERVED = {
    "Chargeur USB-C 45 W": ("tablette", "portable"), "Batterie ProBook": ("portable",),
    "Lampe ELPLP96": ("videoprojecteur",), "Câble HDMI 10 m": ("videoprojecteur", "fixe"),
}  # fmt: skip
VISITED = 14


def build(territory: Territory) -> None:
    """After the faults of the year: they are its rows."""
    technicians = [post.person for post in Post.objects.filter(role=Role.TECHNICIAN).select_related("person")]
    if not technicians or not Ticket.objects.exists():
        return
    rng = Random(SEED)
    _older(territory, rng)
    _habits(territory)
    _efforts(rng, technicians)
    _served()
    _visits(territory, technicians)
    _round(territory, technicians[0])
    _outage(territory)
    _wishes()
    _overridden()
    _mention(technicians)


def _older(territory: Territory, rng: Random) -> None:
    """The year before: figures over two years have something to say. Some models break more than others."""
    policy = in_force(territory.commune.insee, territory.day)
    if policy is None:
        return
    past = replace(territory, day=territory.day - dt.timedelta(days=365), rng=rng)
    year = faults.Year(past, policy, breaks=False)
    year.assets = {
        school: sorted(rows, key=lambda row: row.model_id % 5)[: max(3, len(rows) // 3)]
        for school, rows in year.assets.items()
    }
    year.schools = [school for school in year.schools if school.pk in year.assets]
    faults.write(year, [faults.one(year, rank) for rank in range(OLDER)])


def _habits(territory: Territory) -> None:
    """Saved answers and checklists of the City, two answers of the académie."""
    city, state = {"commune": territory.commune}, {"academy": territory.academy}
    for place, rows in ((city, MACROS), (state, STATE_MACROS)):
        Macro.objects.bulk_create(
            Macro(name=name, act=act, nature=nature, text=text, minutes=minutes, used=7 * rank + 3, **place)
            for rank, (name, act, nature, text, minutes) in enumerate(rows)
        )
    Checklist.objects.bulk_create(
        Checklist(name=name, nature=nature, lines=list(lines), commune=territory.commune)
        for name, nature, lines in LISTS
    )


def _efforts(rng: Random, technicians: list[Person]) -> None:
    """Time on what was solved, a part now and then."""
    rows = Ticket.objects.filter(desk=Desk.CITY, solved_at__isnull=False).order_by("-solved_at", "pk")[:300]
    Effort.objects.bulk_create(
        Effort(
            ticket=row, person=row.assignee or rng.choice(technicians), minutes=rng.choice((10, 15, 20, 30, 45, 60)),
            parts=rng.choice(("", "", "", "1 × Chargeur USB-C 45 W", "1 × Câble HDMI 10 m")),
            at=row.solved_at or row.opened_at,
        )
        for row in rows
    )  # fmt: skip


def _served() -> None:
    """Which articles serve which models: what a round loads."""
    for name, kinds in SERVED.items():
        item = StockItem.objects.filter(name=name, school=None).first()
        if item is not None:
            models = Asset.objects.filter(kind__in=kinds).order_by().values_list("model", flat=True)
            item.models_served.set(set(models))


def _visits(territory: Territory, technicians: list[Person]) -> None:
    """A preventive visit a quarter in some schools; the next ones are already in the rounds."""
    lists = {row.name: row for row in Checklist.objects.all()}
    VisitPlan.objects.bulk_create(
        VisitPlan(
            school=school, person=technicians[rank % len(technicians)], name="Visite préventive", every=3, pace="mois",
            next_on=territory.day + dt.timedelta(days=3 + 4 * rank), checklist=lists["Visite préventive"],
        )
        for rank, school in enumerate(territory.elementary[:VISITED])
    )  # fmt: skip
    actions.bring_visits(today=territory.day)


def _round(territory: Territory, person: Person) -> None:
    """A round today and one on the next day of school: the schools whose faults are due first, one already visited."""
    running = Ticket.objects.filter(status__in=(Status.NEW, Status.TAKEN), desk=Desk.CITY)
    running.filter(assignee__isnull=False).order_by().update(assignee=person)
    due = list(dict.fromkeys(running.order_by("due_at", "pk").values_list("school", flat=True)))[:5]
    schools = list(School.objects.filter(pk__in=due).select_related("commune__academy").order_by("pk"))
    if not schools:
        return
    known = calendar_of(schools[0], policy_of(schools[0], territory.day).protocol)
    next_day = on_a_school_day(territory.day + dt.timedelta(days=1), known)
    actions.plan_round(person=person, day=territory.day, schools=schools)
    stops = list(Stop.objects.filter(person=person, day=territory.day).select_related("school").order_by("rank"))
    actions.add_checklist(thing=stops[-1], checklist=Checklist.objects.get(name="Visite préventive"), by=None)
    actions.end_stop(stop=stops[0])
    actions.plan_round(person=person, day=next_day, schools=schools[2:])


def _outage(territory: Territory) -> None:
    """A school without Internet since this morning: one general fault, three that hang on it."""
    school = territory.elementary[-1]
    head = Post.objects.filter(role=Role.SCHOOL_HEAD, school=school).select_related("person").first()
    agent = Post.objects.filter(role=Role.TECHNICIAN).select_related("person")[0].person
    told = actions.Report(
        school=school, nature=Nature.LINK, symptom=Symptom.OFFLINE, impact=Impact.SCHOOL, channel=Channel.PHONE,
        summary="École sans Internet", detail="Plus aucune connexion depuis l’ouverture.",
        by=head.person if head else None,
    )  # fmt: skip
    wide = actions.report(told)
    for words in ("Mallette Letchi sans Internet", "Poste de direction sans messagerie", "Tableau sans réseau, CM2 A"):
        row = actions.report(actions.Report(
            school=school, nature=Nature.OUTLET, symptom=Symptom.OFFLINE, impact=Impact.CLASS, summary=words,
        ))  # fmt: skip
        actions.attach(parent=wide, ticket=row, by=agent)
    actions.take(ticket=wide, by=agent)
    Line.objects.filter(mailed_at=None).update(mailed_at=timezone.now())


def _wishes() -> None:
    """Gifts that break: a piece of advice and a quotation asked this week, a gift offered to the City; one answered."""
    gifts = Asset.objects.filter(origin__in=(Origin.GIFT, Origin.OWN_FUNDS), school__isnull=False).order_by("pk")
    for rank, asset in enumerate(gifts.select_related("school__commune__academy")[:3]):
        school = asset.school
        head = Post.objects.filter(role=Role.SCHOOL_HEAD, school=school).select_related("person").first()
        if school is None or head is None:
            continue
        row = actions.report(actions.Report(
            school=school, nature=Nature.DEVICE, symptom=Symptom.BROKEN_SCREEN, asset=asset,
            summary=f"Écran cassé, {asset.inventory_number}", by=head.person,
        ))  # fmt: skip
        if row.bound:
            continue
        if rank == 1:
            actions.ask_quote(ticket=row, repairer="Atelier du Barachois", by=head.person)
        else:
            kind = WishKind.ADVICE if rank == 0 else WishKind.GIFT
            actions.ask_wish(ticket=row, kind=kind, text="Vaut-il une réparation ?", by=head.person)
    mentor = Post.objects.filter(role=Role.DIGITAL_MENTOR).select_related("person").first()
    first = Wish.objects.order_by("pk").first()
    if mentor and first:
        text = "L’écran coûte plus que l’appareil : gardez-le pour les pièces."
        actions.answer_wish(wish=first, text=text, by=mentor.person)
    Line.objects.filter(mailed_at=None).update(mailed_at=timezone.now())


def _overridden() -> None:
    """A few faults sent against the rule, each with its reason."""
    rows = Ticket.objects.filter(desk=Desk.CITY, closed_at__isnull=False).order_by("-opened_at", "pk")[3:60:8]
    why = "Convenu au comité technique : la Ville s’en charge."
    Ticket.objects.filter(pk__in=[row.pk for row in rows]).update(routed_desk=Desk.STATE, override_reason=why)


def _mention(technicians: list[Person]) -> None:
    """A colleague is named on an open fault; a device waits to be taken to its supplier."""
    row = Ticket.objects.filter(desk=Desk.CITY, status=Status.TAKEN).order_by("due_at", "pk").first()
    head = Post.objects.filter(role=Role.CITY_IT_HEAD).select_related("person").first()
    if row is None or head is None:
        return
    who, now = technicians[0], timezone.now()
    text = f"@{who.first_name[:1].lower()}.{who.last_name.lower()}, as-tu encore une pièce pour celle-ci ?"
    line = Line.objects.create(
        ticket=row,
        kind=LineKind.SAID,
        side=Side.CITY,
        by=head.person,
        author=str(head.person),
        text=text,
        mailed_at=now,
    )
    Mention.objects.create(line=line, person=who, mailed_at=now)
    until = timezone.localdate() + dt.timedelta(days=90)
    HandOff.objects.create(ticket=row, supplier="Océan Informatique", expires_on=until)
