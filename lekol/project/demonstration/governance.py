"""Two years of committees: seats, meetings, approved minutes, decisions carried out or not, frozen years."""

import datetime as dt

from django.utils import timezone

from lekol.agreement.models import Agreement, Party
from lekol.directory.choices import Role
from lekol.directory.models import Person, Post
from lekol.governance import actions
from lekol.governance.choices import Presence
from lekol.governance.models import Accord, Decision, Meeting, Review
from lekol.governance.queries.agenda import proposals
from lekol.governance.queries.freezing import years_over
from lekol.governance.queries.seats import appointments_on, candidates
from lekol.governance.rules.seats import Committee, Seat, committee_of
from lekol.project.demonstration.territory import Territory

PLACES = {"copil": "Hôtel de ville, salle du conseil", "cotech": "DSI de la Ville, salle 2"}
CHAIRS = {"ville": Role.MAYOR, "rectorat": Role.ACADEMIC_DIRECTOR}

# Committee, months ago, what was said under the first point, decisions; an action is (title, role, days, done).
Task = tuple[str, Role, int, bool]
Made = tuple[str, str, str, list[Task]]
MEETINGS: tuple[tuple[str, int, str, list[Made]], ...] = (
    ("copil", 18, "Le comité prend acte de l’état des lieux et fixe ses priorités.", [
        ("Membres du comité technique", "Le comité désigne les référents des deux parties.", "8.5", []),
        ("Câblage d’abord", "Les salles sans prise sont câblées avant tout renouvellement de matériel.", "3.1", [
            ("Arrêter la liste des salles à câbler", Role.CITY_IT_HEAD, 60, True),
        ]),
    ]),
    ("cotech", 15, "Revue des chantiers d’été et des livraisons de mallettes.", [
        ("Calendrier des livraisons", "Les mallettes sont livrées hors des semaines d’évaluation.", "R.2", [
            ("Publier le calendrier aux écoles", Role.PROJECT_LEAD, 30, True),
        ]),
    ]),
    ("cotech", 10, "Point sur l’antivirus et les licences académiques.", [
        ("Licences de protection", "L’académie donne une date de renouvellement du lot.", "6.3", [
            ("Donner la date du prochain lot de licences", Role.ACADEMY_IT_HEAD, 90, False),
        ]),
    ]),
    ("copil", 6, "Bilan de mi-convention, orientations de la rentrée.", [
        ("Orientations de la rentrée", "Priorité aux écoles encore sans très haut débit.", "8.7", [
            ("Chiffrer le raccordement des écoles restantes", Role.CITY_IT_HEAD, 90, True),
            ("Réunir les directions des écoles concernées", Role.INSPECTOR_ICT, 200, False),
        ]),
        ("Protection contre le vol", "Les dernières écoles sont équipées sur le budget de l’année.", "3.2", [
            ("Inscrire la dépense au budget", Role.EDUCATION_HEAD, 120, False),
        ]),
    ]),
    ("cotech", 2, "Préparation du comité de pilotage.", []),
)  # fmt: skip
WORDS = {
    "introduction": "Deuxième année de la convention. Le câblage et le très haut débit avancent au rythme prévu ; "
    "la protection des postes et le délai de réparation demandent une décision.",
    "conclusion": "Le comité fera de la protection des postes sa priorité de l’année qui vient.",
}


def meet(territory: Territory) -> None:
    """Seats, and the meetings held, in their order; nothing when the text has not both committees."""
    agreement = Agreement.objects.in_force_on(territory.day).prefetch_related("parties").get()
    copil, cotech = committee_of(agreement.data, "copil"), committee_of(agreement.data, "cotech")
    if copil is None or cotech is None or agreement.starts_on is None:
        return
    actions.fill_from_directory(agreement=agreement, committee=copil, on=_since(territory, agreement))
    committees = {"copil": copil, "cotech": cotech}
    for rank, (key, months, said, made) in enumerate(MEETINGS):
        _held(territory, agreement, committees[key], months, said, made, last=rank == len(MEETINGS) - 1)
        if rank == 0:
            _name_members(agreement, cotech)


def report(territory: Territory) -> None:
    """Once the measures are taken: each year that is over is frozen, and the next meeting is convened."""
    agreement = Agreement.objects.in_force_on(territory.day).prefetch_related("parties").get()
    copil = committee_of(agreement.data, "copil")
    if copil is not None and agreement.starts_on is not None:
        _reviews(territory, agreement)
        _to_come(territory, agreement, copil)


def _since(territory: Territory, agreement: Agreement) -> dt.date:
    """The day the agreement started, once the posts of the demonstration are held."""
    first = territory.months_ago(26)
    return max(first, agreement.starts_on or first)


def _name_members(agreement: Agreement, cotech: Committee) -> None:
    decision = Decision.objects.get(agreement=agreement, clause="8.5")
    roles = (Role.DIGITAL_DELEGATE, Role.PROJECT_LEAD)
    for seat in cotech.seats:
        _seat(agreement, cotech, seat, roles, decision)


def _seat(agreement: Agreement, cotech: Committee, seat: Seat, roles: tuple[Role, ...], decision: Decision) -> None:
    party, on = agreement.parties.get(key=seat.party), decision.meeting.on
    post = candidates(party, on).filter(role__in=roles).first()
    if post is not None:
        actions.appoint(agreement=agreement, committee=cotech, seat=seat, post=post, since=on, decision=decision)


def _at(day: dt.date) -> dt.datetime:
    """Two in the afternoon, on a working day."""
    day -= dt.timedelta(days=max(0, day.weekday() - 4))
    return timezone.make_aware(dt.datetime.combine(day, dt.time(14)))


def _held(
    territory: Territory,
    agreement: Agreement,
    committee: Committee,
    months: int,
    said: str,
    made: list[Made],
    last: bool,
) -> None:
    meeting = actions.plan(
        agreement=agreement, committee=committee, starts_at=_at(territory.months_ago(months)), minutes=120,
        place=PLACES[committee.key],
    )  # fmt: skip
    item = actions.add_item(meeting=meeting, title="Situation des engagements", text="D’après les mesures du mois.")
    actions.add_item(meeting=meeting, title="Questions diverses")
    _attend(meeting)
    actions.hold(meeting=meeting)
    actions.write_notes(item=item, base=0, text=said, by=None)
    for title, text, clause, tasks in made:
        decision = actions.decide(meeting=meeting, title=title, text=text, item=item, clause=clause)
        for task in tasks:
            _entrust(agreement, decision, task, territory.day)
    _agree(agreement, actions.submit(meeting=meeting), ["ville"] if last else ["ville", "rectorat"])


def _attend(meeting: Meeting) -> None:
    """Everyone came, but the last of the list, excused."""
    rows = [row for row in actions.call_roll(meeting) if row.person]
    marks = {row.pk: Presence.PRESENT for row in rows}
    if len(rows) > 3:
        marks[rows[-1].pk] = Presence.EXCUSED
    actions.note_presences(meeting=meeting, presences={pk: str(mark) for pk, mark in marks.items()})


def _entrust(agreement: Agreement, decision: Decision, task: Task, today: dt.date) -> None:
    title, role, days, done = task
    post = Post.objects.select_related("person").filter(role=role, valid__contains=decision.meeting.on).first()
    if post is None:
        return
    due = decision.meeting.on + dt.timedelta(days=days)
    party = "ville" if post.commune_id else "rectorat"
    action = actions.entrust(decision=decision, task=actions.Task(title, post.person, party, due))
    if done:
        actions.follow(action=action, text="Fait, et présenté au comité.", done=True, by=post.person)
    elif due < today:
        actions.follow(action=action, text="Le prestataire a été relancé.", by=post.person)


def _agree(agreement: Agreement, accord: Accord, parties: list[str]) -> None:
    for key in parties:
        party = agreement.parties.get(key=key)
        person = _chair(agreement, party)
        if person is not None and accord.parties.filter(pk=party.pk).exists():
            actions.speak(accord=accord, party=party, by=person, agrees=True)


def _chair(agreement: Agreement, party: Party) -> Person | None:
    """Who signs for a party: its chair’s holder."""
    rows = appointments_on(agreement, timezone.localdate()).filter(committee="copil", post__role=CHAIRS[party.key])
    held = rows.first()
    return held.post.person if held else None


def _to_come(territory: Territory, agreement: Agreement, copil: Committee) -> None:
    """The next steering committee: planned, its agenda drawn from what is open, convened without sending anything."""
    day = territory.day + dt.timedelta(days=12)
    meeting = actions.plan(
        agreement=agreement, committee=copil, starts_at=_at(day), minutes=150, place=PLACES["copil"],
    )  # fmt: skip
    actions.add_proposals(meeting=meeting, proposals=proposals(agreement, copil, territory.day)[:8])
    actions.convene(meeting=meeting)


def _reviews(territory: Territory, agreement: Agreement) -> None:
    """Each year that is over is frozen; the last one is written around and approved by both."""
    review: Review | None = None
    for year in reversed(years_over(agreement, territory.day)):
        review = actions.freeze(agreement=agreement, school_year=year.year)
    if review is not None:
        for key, text in WORDS.items():
            actions.write_section(review=review, key=key, base=0, text=text, by=None)
        _agree(agreement, actions.submit_review(review=review), ["ville", "rectorat"])
