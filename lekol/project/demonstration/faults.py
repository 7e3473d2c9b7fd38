"""A year of faults: reported, passed from party to party, solved in time or late; some still open today."""

import datetime as dt
from random import Random

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from lekol.directory.choices import Role
from lekol.directory.models import Person, Post, School
from lekol.equipment.models import Asset, Placement
from lekol.maintenance.choices import (
    BreakKind,
    Channel,
    Days,
    Desk,
    Ending,
    Impact,
    LineKind,
    MailOutcome,
    Nature,
    Status,
    Symptom,
)
from lekol.maintenance.models import (
    Article,
    Break,
    HandOff,
    Leg,
    Line,
    Mail,
    Satisfaction,
    SchoolKey,
    Ticket,
    Transfer,
    new_ref,
)
from lekol.maintenance.rules.routing import Decision, Facts, decide
from lekol.pact.names import plain
from lekol.pact.opening import Calendar
from lekol.pact.policies import Policy, in_force
from lekol.project.demonstration.territory import Territory

COUNT = 420
OPEN = 46
ANSWERS = (
    ("La tablette ne s’allume pas", Nature.DEVICE,
     "Branchez-la une heure sur la mallette, puis appuyez vingt secondes sur le bouton de marche."),
    ("Écran tactile qui ne répond plus", Nature.DEVICE, "Éteignez, essuyez l’écran avec un chiffon sec, rallumez."),
    ("Pas d’Internet dans une seule classe", Nature.OUTLET,
     "Vérifiez que le câble est enfoncé des deux côtés. Essayez l’autre prise de la salle."),
    ("Pas d’Internet dans toute l’école", Nature.LINK,
     "Débranchez la box une minute, rebranchez-la, attendez cinq minutes que les voyants soient fixes."),
    ("Un site utile est bloqué", Nature.FILTER, "Notez son adresse exacte et la séance prévue : l’expert la vérifie."),
)  # fmt: skip
KINDS = (
    (Nature.DEVICE, Symptom.BROKEN_SCREEN, Impact.POST), (Nature.DEVICE, Symptom.NO_POWER, Impact.POST),
    (Nature.DEVICE, Symptom.SLOW, Impact.CLASS), (Nature.DEVICE, Symptom.NO_CHARGE, Impact.POST),
    (Nature.LINK, Symptom.OFFLINE, Impact.SCHOOL), (Nature.OUTLET, Symptom.OFFLINE, Impact.CLASS),
    (Nature.SWITCH, Symptom.OFFLINE, Impact.CLASS), (Nature.FILTER, Symptom.OTHER, Impact.CLASS),
    (Nature.MAIL, Symptom.OTHER, Impact.POST), (Nature.SITE, Symptom.OTHER, Impact.POST),
    (Nature.SOFTWARE, Symptom.SLOW, Impact.CLASS),
)  # fmt: skip
WEIGHTS = (9, 9, 4, 5, 3, 4, 2, 4, 2, 1, 3)
BREAKS = (("Vacances d’été austral", 12, 19, 37), ("Vacances de mars", 3, 13, 16), ("Vacances de mai", 5, 8, 16),
          ("Vacances d’hiver austral", 7, 4, 40), ("Vacances d’octobre", 10, 10, 15))  # fmt: skip


class Year:
    """What a fault is drawn from, and the rows waiting to be written together."""

    def __init__(self, territory: Territory, policy: Policy, *, breaks: bool = True) -> None:
        self.rng: Random = territory.rng
        self.schools = territory.schools
        self.day = territory.day
        self.policy = policy
        self.calendar = self._calendar(territory, breaks=breaks)
        self.assets = self._assets()
        self.staff: dict[int, Person] = {}
        for post in Post.objects.on(territory.day).filter(role=Role.SCHOOL_HEAD).select_related("person"):
            self.staff[post.school_id or 0] = post.person
        self.technicians = [post.person for post in Post.objects.filter(role=Role.TECHNICIAN).select_related("person")]
        self.experts = [post.person for post in Post.objects.filter(role=Role.FILTER_EXPERT).select_related("person")]

    def _calendar(self, territory: Territory, *, breaks: bool) -> Calendar:
        protocol = self.policy.protocol
        rows = Break.objects.bulk_create(_breaks(territory)) if breaks else list(Break.objects.all())
        return Calendar(protocol.opens, protocol.closes, breaks=tuple(row.span for row in rows))

    def _assets(self) -> dict[int, list[Asset]]:
        found: dict[int, list[Asset]] = {}
        rows = Placement.objects.filter(valid__contains=self.day, asset__retired_on=None).select_related("asset")
        for row in rows.order_by("pk"):
            found.setdefault(row.school_id, []).append(row.asset)
        return found

    def agent(self, desk: str) -> Person:
        """Someone of the party that acts."""
        return self.rng.choice(self.experts if desk == Desk.STATE and self.experts else self.technicians)


def build(territory: Territory) -> None:
    """Answers, codes, breaks, then the faults of twelve months."""
    policy = in_force(territory.commune.insee, territory.day)
    if policy is None:
        return
    year = Year(territory, policy)
    _codes(territory)
    _mails(year)
    Article.objects.bulk_create(
        Article(title=title, nature=nature, answer=text, words=plain(f"{title} {text}")[:400],
                published_at=timezone.now(), helped=rank * 3)
        for rank, (title, nature, text) in enumerate(ANSWERS, 1)
    )  # fmt: skip
    made = [one(year, rank) for rank in range(COUNT)]
    write(year, made)
    _exchanges(year, [ticket for ticket, leg, _ in made if leg and ticket.is_open])


def write(year: Year, made: list[tuple[Ticket, Leg | None, list[Line]]]) -> None:
    """Faults drawn, their clocks and their stories, written together."""
    Ticket.objects.bulk_create([ticket for ticket, _, _ in made])
    for ticket, leg, lines in made:
        for line in lines:
            line.ticket_id, line.mailed_at = ticket.pk, line.at
        if leg is not None:
            leg.ticket_id = ticket.pk
    Leg.objects.bulk_create(leg for _, leg, _ in made if leg)
    Line.objects.bulk_create(line for _, _, lines in made for line in lines)
    _judge(year, [ticket for ticket, _, _ in made])


def _breaks(territory: Territory) -> list[Break]:
    """School holidays of the years around: invented days, close to those of the island."""
    years = range(territory.day.year - 2, territory.day.year + 2)
    spans = [(name, dt.date(year, month, day), length) for year in years for name, month, day, length in BREAKS]
    return [
        Break(academy=territory.academy, kind=BreakKind.HOLIDAYS, name=name,
              valid=DateRange(first, first + dt.timedelta(days=length)))
        for name, first, length in spans
    ]  # fmt: skip


MAILS = (
    ("Imprimante de la direction", "Bonjour, l’imprimante de la direction n’imprime plus depuis lundi. Merci.", True,
     "Cette personne n’a pas une seule école : qu’elle signale depuis la page."),
    ("Wifi de la cantine", "Bonjour, le wifi ne passe plus à la cantine.", False,
     "Cette adresse n’est celle d’aucune personne connue."),
    ("Urgent : votre mot de passe expire", "Cliquez sur ce lien pour le garder.", False,
     "Le serveur n’a pas prouvé que ce courriel vient de cette adresse."),
)  # fmt: skip


def _mails(year: "Year") -> None:
    """Messages that wait for someone to decide of them."""
    agent = year.technicians[0]
    Mail.objects.bulk_create(
        Mail(message_id=f"<demonstration-{rank}@courriel.example.org>", subject=subject, text=text, reason=reason,
             sender=agent.email if known else f"inconnu{rank}@courriel.example.org", person=agent if known else None,
             outcome=MailOutcome.REFUSED, at=timezone.now() - dt.timedelta(hours=5 * rank))
        for rank, (subject, text, known, reason) in enumerate(MAILS, 1)
    )  # fmt: skip


def _codes(territory: Territory) -> None:
    SchoolKey.objects.bulk_create(
        SchoolKey(school=school, digits=f"{100_000 + rank * 7_919 % 900_000}")
        for rank, school in enumerate(territory.schools)
    )


def one(year: Year, rank: int) -> tuple[Ticket, Leg | None, list[Line]]:
    """One fault, its clock, its story."""
    school = year.rng.choice(year.schools)
    nature, symptom, impact = year.rng.choices(KINDS, WEIGHTS)[0]
    asset = year.rng.choice(year.assets[school.pk]) if nature == Nature.DEVICE else None
    at = _moment(year, rank)
    expert = nature == Nature.FILTER and year.rng.random() < 0.6
    facts = Facts(nature, impact=impact, expert=expert)
    if asset is not None:
        facts = Facts(nature, asset.origin, warranty_until=asset.warranty_until, impact=impact)
    made = decide(year.policy, facts, at.date())
    ticket = _ticket(year, school, made, timezone.make_aware(at))
    ticket.nature, ticket.symptom, ticket.impact, ticket.asset, ticket.expert = nature, symptom, impact, asset, expert
    name = asset.inventory_number if asset else Nature(nature).label
    ticket.summary = f"{Symptom(symptom).label}, {name}"
    ticket.words = plain(f"{ticket.ref} {ticket.summary}")[:300]
    leg = _clock(year, ticket, made, at)
    return ticket, leg, _story(year, ticket, leg, rank)


def _moment(year: Year, rank: int) -> dt.datetime:
    """An hour of school in the last twelve months; the last ones in the last two weeks."""
    back = year.rng.randint(0, 13) if rank >= COUNT - OPEN else year.rng.randint(14, 365)
    day = year.day - dt.timedelta(days=back)
    while not year.calendar.counts(day):
        day -= dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time(7, 45)) + dt.timedelta(minutes=year.rng.randint(0, 480))


def _ticket(year: Year, school: School, made: Decision, at: dt.datetime) -> Ticket:
    channel = year.rng.choices((Channel.SCAN, Channel.WEB, Channel.PHONE), (6, 5, 2))[0]
    return Ticket(
        ref=new_ref(), school=school, channel=channel, reporter=year.staff.get(school.pk), desk=made.desk,
        routed_desk=made.desk, clause=made.clause, reason=made.reason, convention=made.convention, opened_at=at,
    )  # fmt: skip


def _clock(year: Year, ticket: Ticket, made: Decision, at: dt.datetime) -> Leg | None:
    if made.delay is None:
        return None
    calendar, days = year.calendar, made.delay.days
    solve, respond = calendar.allowed(days=made.delay.solve_days), calendar.allowed(hours=made.delay.respond_hours)
    ticket.due_at = timezone.make_aware(calendar.add(at, solve, days))
    ticket.respond_by = timezone.make_aware(calendar.add(at, respond, days))
    ticket.warn_at = timezone.make_aware(calendar.add(at, solve * year.policy.protocol.warn_percent // 100, days))
    return Leg(
        desk=made.desk, days=Days(days), began_at=ticket.opened_at, respond_minutes=respond, solve_minutes=solve,
        clause=made.delay.clause, due_at=ticket.due_at,
    )  # fmt: skip


def _story(year: Year, ticket: Ticket, leg: Leg | None, rank: int) -> list[Line]:
    """What happened to it until today."""
    head = ticket.reporter
    lines = [
        Line(at=ticket.opened_at, kind=LineKind.REPORTED, by=head, author=str(head or "École"), text=ticket.summary)
    ]
    if leg is None:
        ticket.status, ticket.ending = Status.CLOSED, Ending.NOBODY
        ticket.closed_at = ticket.opened_at + dt.timedelta(hours=3)
        return lines
    if rank >= COUNT - OPEN:
        return lines + _taken(year, ticket)
    used = int(leg.solve_minutes * min(2.4, max(0.05, year.rng.lognormvariate(-0.55, 0.6))))
    solved = timezone.make_aware(year.calendar.add(timezone.make_naive(ticket.opened_at), used, leg.days))
    now = timezone.make_aware(dt.datetime.combine(year.day, dt.time(7, 0)))
    if solved >= now:
        return lines + _taken(year, ticket)
    return lines + _taken(year, ticket) + _solved(year, ticket, leg, solved)


def _taken(year: Year, ticket: Ticket) -> list[Line]:
    if year.rng.random() < 0.3:
        return []
    agent = year.agent(ticket.desk)
    ticket.status, ticket.assignee = Status.TAKEN, agent
    ticket.taken_at = ticket.opened_at + dt.timedelta(minutes=year.rng.randint(10, 300))
    return [
        Line(at=ticket.taken_at, kind=LineKind.TAKEN, by=agent, author=str(agent), text=f"Prise en charge par {agent}.")
    ]


def _solved(year: Year, ticket: Ticket, leg: Leg, at: dt.datetime) -> list[Line]:
    agent = ticket.assignee or year.agent(ticket.desk)
    ticket.solution = year.rng.choice(("Matériel remplacé.", "Câble changé, testé en classe.", "Remis en service."))
    ticket.status, ticket.solved_at, ticket.closed_at = Status.CLOSED, at, at + dt.timedelta(days=1)
    ticket.ending = Ending.CONFIRMED if year.rng.random() < 0.7 else Ending.SILENT
    ticket.reopened = int(year.rng.random() < 0.06)
    leg.ended_at, leg.solved = at, True
    return [
        Line(at=at, kind=LineKind.SOLVED, by=agent, author=str(agent), text=ticket.solution),
        Line(at=ticket.closed_at, kind=LineKind.CLOSED, author="Lékol", text=f"Panne {ticket.get_ending_display()}."),
    ]


def _judge(year: Year, tickets: list[Ticket]) -> None:
    """Half of those who confirmed said how it went."""
    judged = [row for row in tickets if row.ending == Ending.CONFIRMED and year.rng.random() < 0.5]
    Satisfaction.objects.bulk_create(
        Satisfaction(ticket=row, speed=year.rng.choice((4, 4, 3, 3, 2)), result=year.rng.choice((4, 4, 4, 3, 1)))
        for row in judged
    )


def _exchanges(year: Year, tickets: list[Ticket]) -> None:
    """A device at its supplier’s, a transfer that waits for an answer."""
    supplier = next((row for row in tickets if row.desk == Desk.SUPPLIER), None)
    if supplier is not None:
        until = year.day + dt.timedelta(days=90)
        HandOff.objects.create(
            ticket=supplier, supplier="Réparetout", reference="RMA-2207", sent_on=year.day, expires_on=until
        )
    city = next((row for row in tickets if row.desk == Desk.CITY), None)
    if city is not None:
        words = "Le site demandé est bloqué au niveau de l’académie."
        Transfer.objects.create(ticket=city, origin=Desk.CITY, target=Desk.STATE, reason=words, asked_by=city.assignee)
