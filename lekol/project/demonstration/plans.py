"""Indicators the steering committee follows, and the programmes of two years: one being carried out, one prepared."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from lekol.agreement.models import Agreement
from lekol.directory.choices import Role
from lekol.directory.models import Post, School
from lekol.governance import actions
from lekol.governance.models import Accord, Decision, Programme, Voice
from lekol.governance.queries.duty import year_start
from lekol.pact.calendars import bounds, school_year_of
from lekol.project.demonstration.territory import Territory

# Title, what it evaluates, clause, measures, the rest.
INDICATORS: tuple[tuple[str, str, str, list[str], dict[str, Any]], ...] = (
    ("Salles de classe en réseau", "Le câblage suit-il le plan ?", "3.1", ["network.classrooms_cabled"],
     {"target": 95, "party": "ville"}),
    ("Très haut débit en éducation prioritaire", "Les écoles REP ne sont pas les dernières raccordées.", "3.5",
     ["network.schools_very_high_speed"], {"target": 90, "priority": "ep", "party": "ville", "frequency": "trimestre"}),
    ("Postes encore à mettre à jour", "Ce qui reste à faire avant la rentrée.", "3.13", ["equipment.os_supported"],
     {"formula": "manque", "unit": "postes", "direction": "baisse", "target": 60, "party": "ville"}),
    ("Postes à jour par salle câblée", "Le parc suit-il le câblage ?", "", ["equipment.os_supported"],
     {"formula": "rapport", "base": ["network.classrooms_cabled"], "unit": "poste par salle câblée"}),
)  # fmt: skip
# Title, project, party, first and last month after August, schools, euros, clause, measure, expected.
OPERATIONS: tuple[tuple[str, str, str, int, int, str, dict[str, int], str, str, int], ...] = (
    ("Câbler les dernières salles", "equipement", "ville", 1, 6, "elementaire", {"ville": 84_000}, "3.1",
     "network.classrooms_cabled", 858),
    ("Livrer les mallettes de la tranche", "equipement", "ville", 3, 5, "elementaire", {"ville": 62_000}, "R.2", "", 0),
    ("Former aux usages de la tablette", "formation", "rectorat", 3, 8, "elementaire", {"rectorat": 9_500}, "7.1",
     "", 0),
    ("Raccorder les maternelles", "equipement", "ville", 2, 9, "maternelle", {"ville": 41_000, "rectorat": 4_000},
     "3.5", "network.schools_very_high_speed", 60),
    ("Installer les réunions techniques mensuelles", "pilotage", "rectorat", 0, 11, "", {}, "8.2", "", 0),
)  # fmt: skip
Step = tuple[int, str, str, int, dict[str, int]]
STEPS: tuple[Step, ...] = ((0, "Deux lots sur trois sont reçus.", "en_cours", 65, {"ville": 51_300}),
         (2, "Trois sessions tenues.", "en_cours", 40, {"rectorat": 3_200}),
         (4, "Calendrier publié.", "faite", 100, {}))  # fmt: skip
ORIENTATIONS = (
    "Le très haut débit et le câblage d’abord ; chaque mallette livrée l’est dans une école dont l’équipe est formée."
)


def build(territory: Territory) -> None:
    """Indicators, then the programme in force and the next one; nothing when no agreement is in force."""
    agreement = Agreement.objects.in_force_on(territory.day).prefetch_related("parties").get()
    decision = Decision.objects.filter(agreement=agreement, committee="copil").order_by("year", "rank").first()
    if decision is None:
        return
    _indicators(agreement, decision)
    start = year_start(agreement)
    this = school_year_of(territory.day, start)
    before = _programme(agreement, this - 1, start)
    _sign(before, bounds(this - 1, start)[0] + dt.timedelta(days=20))
    current = _programme(agreement, this, start)
    _sign(current, bounds(this, start)[0] + dt.timedelta(days=30))
    _follow(current)
    _prepare(agreement, this + 1, start, territory.day)


def _indicators(agreement: Agreement, decision: Decision) -> None:
    for rank, (title, question, clause, measures, words) in enumerate(INDICATORS):
        made = actions.define(
            agreement=agreement, title=title, question=question, clause=clause, measures=measures, **words
        )
        if rank < len(INDICATORS) - 1:
            actions.retain(indicator=made, decision=decision)


def _programme(agreement: Agreement, year: int, start: Any) -> Programme:
    made = actions.open_programme(agreement=agreement, school_year=year)
    actions.write_intro(programme=made, base=0, text=ORIENTATIONS, by=None)
    first, last = bounds(year, start)
    for title, strand, party, begins, ends, kind, euros, clause, measure, expected in OPERATIONS:
        schools = School.objects.filter(kind=kind) if kind else School.objects.none()
        actions.add_operation(
            programme=made, title=title, strand=strand, party=party, clause=clause, schools=list(schools),
            starts_on=first + dt.timedelta(days=30 * begins), ends_on=min(last, first + dt.timedelta(days=30 * ends)),
            budget={key: Decimal(amount) for key, amount in euros.items()}, measure=measure,
            expected=expected if measure else None,
        )  # fmt: skip
    return made


def _sign(programme: Programme, on: dt.date) -> None:
    """Both parties signed on a day of the past: their voices are dated as they were given."""
    accord = actions.submit_programme(programme=programme)
    voice(accord, on)


def voice(accord: Accord, on: dt.date) -> None:
    """Both parties agree, at noon of a day."""
    roles = {"ville": Role.MAYOR, "rectorat": Role.ACADEMIC_DIRECTOR}
    at = timezone.make_aware(dt.datetime.combine(on, dt.time(12)))
    for party in accord.parties.all():
        post = Post.objects.filter(role=roles[party.key], valid__contains=on).select_related("person").first()
        if post is not None:
            Voice.objects.create(accord=accord, party=party, by=post.person, at=at, agrees=True)


def _follow(programme: Programme) -> None:
    rows = list(programme.operations.order_by("rank"))
    for rank, text, state, percent, spent in STEPS:
        amounts = {party: Decimal(amount) for party, amount in spent.items()}
        actions.advance(operation=rows[rank], text=text, state=state, percent=percent, spent=amounts)


def _prepare(agreement: Agreement, year: int, start: Any, today: dt.date) -> None:
    """The next programme, in consultation, when the agreement still covers its year."""
    if agreement.ends_on and bounds(year, start)[0] > agreement.ends_on:
        return
    made = _programme(agreement, year, start)
    made = actions.open_consultation(programme=made, until=today + dt.timedelta(days=20))
    post = Post.objects.filter(role=Role.INSPECTOR, valid__contains=today).select_related("person").first()
    if post is not None:
        text = "Les maternelles demandent une formation avant leur raccordement."
        actions.give_opinion(programme=made, text=text, by=post.person)


def freeze(territory: Territory) -> None:
    """Once the measures are taken: the periods of the indicators that are over."""
    actions.freeze_due(today=territory.day)
