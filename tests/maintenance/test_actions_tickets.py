"""One ticket, several administrations: clocks, transfers, supplier, closing."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from lekol.directory.choices import Role
from lekol.maintenance import access, actions, queries
from lekol.maintenance.actions import calendar
from lekol.maintenance.actions.clocks import current
from lekol.maintenance.choices import Answer, BreakKind, Desk, Nature, Side, Status
from lekol.maintenance.models import Article, Break, Leg, Satisfaction, Ticket
from tests.directory.factories import PersonFactory, SchoolFactory, post
from tests.maintenance.factories import reported

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def ticket():
    return reported(SchoolFactory.create())


@pytest.fixture
def agent(ticket):
    return post(Role.TECHNICIAN, ticket.school.commune).person


def at(text):
    return timezone.make_aware(dt.datetime.fromisoformat(text))


def opened(school, moment, **words):
    """A ticket whose clock began at a chosen moment."""
    made = reported(school, **words)
    Leg.objects.filter(ticket=made).update(began_at=moment)
    Ticket.objects.filter(pk=made.pk).update(opened_at=moment)
    calendar.move_clocks(school, since=dt.date(2000, 1, 1))
    made.refresh_from_db()
    return made


def test_a_question_to_the_school_stops_the_clock_and_its_answer_gives_the_time_back(ticket, agent):
    actions.ask_school(ticket=ticket, by=agent, text="Quelle salle ?")
    leg = ticket.legs.get()
    assert leg.paused_at is not None
    Leg.objects.filter(pk=leg.pk).update(paused_at=leg.paused_at - dt.timedelta(days=14))
    before = leg.due_at
    actions.answer(ticket=ticket, by=agent, text="La CP A")
    leg.refresh_from_db()
    ticket.refresh_from_db()
    assert (leg.paused_at, ticket.status) == (None, Status.TAKEN)
    assert leg.paused_minutes > 0
    assert leg.due_at > before
    assert ticket.due_at == leg.due_at


def test_a_cyclone_declared_in_one_act_moves_every_clock_it_covers_and_lifting_it_brings_them_back():
    here, elsewhere = SchoolFactory.create(), SchoolFactory.create()
    one, other = (opened(school, at("2027-02-01T10:00")) for school in (here, elsewhere))
    assert one.due_at == at("2027-02-04T10:00")
    day = dt.date(2027, 2, 2)
    closure, moved = actions.declare_closure(place=here, first=day, last=day, reason="Alerte rouge")
    one.refresh_from_db()
    other.refresh_from_db()
    assert (moved, one.due_at, other.due_at) == (1, at("2027-02-05T10:00"), at("2027-02-04T10:00"))
    assert one.legs.get().due_at == one.due_at
    actions.lift_closure(found=closure)
    one.refresh_from_db()
    assert one.due_at == at("2027-02-04T10:00")


def test_holidays_stop_days_of_school():
    school = SchoolFactory.create()
    academy = school.commune.academy
    Break.objects.create(
        academy=academy,
        kind=BreakKind.HOLIDAYS,
        name="Été",
        valid=DateRange(dt.date(2026, 12, 19), dt.date(2027, 1, 25)),
    )
    made = opened(school, at("2026-12-18T10:00"))
    assert made.due_at == at("2027-01-27T10:00")


def test_a_closure_ends_after_it_begins(ticket):
    with pytest.raises(ValidationError, match="vient avant"):
        actions.declare_closure(
            place=ticket.school, first=dt.date(2027, 2, 3), last=dt.date(2027, 2, 2), reason="Grève"
        )
    assert Break.objects.count() == 0


def test_a_transfer_asks_and_the_clock_of_the_asker_runs_until_it_is_accepted(ticket, agent):
    made = actions.ask_transfer(ticket=ticket, target=Desk.STATE, reason="C’est le filtrage", by=agent)
    assert current(ticket).desk == Desk.CITY
    assert queries.holder_of(ticket, [made]) == ("Rectorat", "accepter ou refuser le transfert")
    expert = post(Role.FILTER_EXPERT, ticket.school.commune.academy).person
    row = actions.accept_transfer(transfer=made, by=expert)
    assert (row.desk, row.assignee, row.status) == (Desk.STATE, expert, Status.TAKEN)
    assert [(leg.desk, leg.ended_at is None) for leg in ticket.legs.all()] == [("ville", False), ("rectorat", True)]


def test_a_refusal_comes_back_with_its_reason_and_nothing_moved(ticket, agent):
    made = actions.ask_transfer(ticket=ticket, target=Desk.STATE, reason="C’est à vous", by=agent)
    with pytest.raises(ValidationError, match="demande une raison"):
        actions.refuse_transfer(transfer=made, reason="  ", by=agent)
    actions.refuse_transfer(transfer=made, reason="Le commutateur est de la Ville", by=agent)
    made.refresh_from_db()
    ticket.refresh_from_db()
    assert (made.answer, ticket.desk) == (Answer.REFUSED, Desk.CITY)
    assert "Le commutateur est de la Ville" in ticket.lines.last().text
    with pytest.raises(ValidationError, match="déjà reçu une réponse"):
        actions.accept_transfer(transfer=made, by=agent)


def test_one_transfer_waits_at_a_time(ticket, agent):
    actions.ask_transfer(ticket=ticket, target=Desk.STATE, reason="À vous", by=agent)
    with pytest.raises(ValidationError, match="attend déjà une réponse"):
        actions.ask_transfer(ticket=ticket, target=Desk.STATE, reason="À vous", by=agent)


def test_each_party_reads_its_own_private_lines_and_no_other(ticket, agent):
    school = ticket.school
    head, expert = (
        post(Role.SCHOOL_HEAD, school).person,
        post(Role.FILTER_EXPERT, school.commune.academy).person,
    )
    actions.say(ticket=ticket, by=agent, text="Stock vide", side=Side.CITY)
    actions.say(ticket=ticket, by=expert, text="Liste noire", side=Side.STATE)
    actions.say(ticket=ticket, by=head, text="Classe agitée", side=Side.SCHOOL)
    actions.say(ticket=ticket, by=head, text="Merci")
    seen = {
        person: {line.text for line in access.lines_seen(person, ticket)} - {"Réseau coupé", "Merci"}
        for person in (agent, expert, head)
    }
    assert seen == {agent: {"Stock vide"}, expert: {"Liste noire"}, head: {"Classe agitée"}}


def test_one_repair_solves_an_outage_and_what_was_attached_to_it(agent, ticket):
    outage = reported(ticket.school, Nature.LINK, "École sans Internet")
    actions.attach(parent=outage, ticket=ticket, by=agent)
    actions.solve(ticket=outage, by=agent, solution="Fibre réparée")
    ticket.refresh_from_db()
    assert (ticket.status, ticket.parent) == (Status.SOLVED, outage)
    assert outage.ref in ticket.solution


def test_an_outage_is_not_attached_to_another(agent, ticket):
    one, two = reported(ticket.school), reported(ticket.school)
    actions.attach(parent=one, ticket=two, by=agent)
    two.refresh_from_db()
    for parent, child in ((two, ticket), (ticket, one), (ticket, ticket)):
        with pytest.raises(ValidationError):
            actions.attach(parent=parent, ticket=child, by=agent)


def test_a_supplier_follows_its_device_by_a_signed_link_alone(ticket, agent):
    made = actions.hand_off(ticket=ticket, supplier="Réparetout", loan="VSD-00007", by=agent)
    today = timezone.localdate()
    assert actions.handoff_of(made.token, today) == made
    assert actions.handoff_of(made.token[:-1] + "x", today) is None
    assert actions.handoff_of(made.token, made.expires_on + dt.timedelta(days=1)) is None
    actions.supplier_says(handoff=made, reference="RMA-7", sent_on=today, word="Dalle en commande")
    made.refresh_from_db()
    assert (made.reference, made.sent_on) == ("RMA-7", today)
    assert ticket.lines.get(side=Side.SUPPLIER).text == "Dalle en commande"
    actions.revoke_link(handoff=made, by=agent)
    assert actions.handoff_of(made.token, today) is None


def test_the_school_confirms_and_says_how_it_went(ticket, agent):
    actions.solve(ticket=ticket, by=agent, solution="Câble changé")
    row = actions.confirm(ticket=ticket, by=None, speed=4, result=3)
    assert (row.status, row.ending) == (Status.CLOSED, "confirmee")
    assert (Satisfaction.objects.get().speed, Satisfaction.objects.get().result) == (4, 3)
    assert row.legs.get().solved is True


def test_a_reopened_ticket_is_counted_and_its_party_has_a_new_clock(ticket, agent):
    actions.solve(ticket=ticket, by=agent, solution="Câble changé")
    row = actions.reopen(ticket=ticket, by=None, reason="Toujours coupé")
    assert (row.reopened, row.status, row.solved_at) == (1, Status.TAKEN, None)
    assert [(leg.solved, leg.ended_at is None) for leg in row.legs.all()] == [(True, False), (False, True)]


def test_silence_closes_a_solved_ticket_after_the_days_of_the_protocol_and_not_before(ticket, agent):
    actions.solve(ticket=ticket, by=agent, solution="Fait")
    solved = at("2027-02-01T10:00")
    Ticket.objects.filter(pk=ticket.pk).update(solved_at=solved, opened_at=solved - HOUR)
    Leg.objects.filter(ticket=ticket).update(began_at=solved - HOUR, ended_at=solved)
    assert actions.close_silent(now=at("2027-02-08T09:59")) == 0
    assert actions.close_silent(now=at("2027-02-08T10:00")) == 1
    ticket.refresh_from_db()
    assert (ticket.status, ticket.ending) == (Status.CLOSED, "office")
    assert actions.close_silent(now=at("2027-03-08T10:00")) == 0


def test_two_agents_do_not_solve_the_same_ticket_twice(ticket, agent):
    actions.solve(ticket=ticket, by=agent, solution="Fait")
    with pytest.raises(ValidationError, match="relisez la page"):
        actions.solve(ticket=ticket, by=PersonFactory.create(), solution="Fait aussi")


def test_a_known_answer_meets_what_is_typed(ticket, agent):
    proposed = actions.propose_article(
        ticket=ticket, title="Commutateur éteint", answer="Rebranchez la prise.", by=agent
    )
    assert queries.suggestions("le commutateur est éteint") == []
    words = {"title": proposed.title, "answer": proposed.answer, "nature": proposed.nature}
    actions.publish_article(article=proposed, by=agent, **words)
    assert queries.suggestions("nos commutateurs éteints") == [proposed]
    assert queries.suggestions("du chocolat") == []
    actions.helped(article=proposed)
    assert Article.objects.get().helped == 1


def test_a_ticket_is_found_by_its_number_or_by_the_beginning_of_its_words(ticket):
    reported(ticket.school, summary="Écran cassé")
    rows = Ticket.objects.all()
    assert list(queries.searched(rows, ticket.ref[:4].lower())) == [ticket]
    assert [row.summary for row in queries.searched(rows, "ecra cass")] == ["Écran cassé"]
    assert list(queries.searched(rows, "' | !& :*")) == list(rows)
