"""What each measure of incidents counts as due and as met, at any level, on any day, in one query."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from lekol.directory.choices import Role
from lekol.equipment.choices import Origin
from lekol.maintenance import actions
from lekol.maintenance.choices import Desk, Nature, Status
from lekol.maintenance.models import Leg, Ticket
from lekol.pact.measures import SchoolReading, announced
from lekol.pact.scopes import FRANCE, Level, Scope
from tests.directory.factories import PersonFactory, SchoolFactory, post, reader
from tests.equipment.factories import placed
from tests.maintenance.factories import reported

pytestmark = pytest.mark.django_db
KEYS = [key for key in announced() if key.startswith("maintenance.")]
HOUR = dt.timedelta(hours=1)


def read(key, scope=FRANCE, on=None):
    return announced()[f"maintenance.{key}"].read(scope, on or timezone.localdate())


def held(ticket, began, due, ended=None, solved=False):
    """Rewrite the clock of a ticket: days before now."""
    now = timezone.now()
    days = {"began_at": began, "due_at": due, "ended_at": ended}
    when = {name: now - dt.timedelta(days=back) for name, back in days.items() if back is not None}
    Leg.objects.filter(ticket=ticket).update(solved=solved, **when)
    Ticket.objects.filter(pk=ticket.pk).update(due_at=when["due_at"], opened_at=when["began_at"])


@pytest.mark.parametrize(
    ("nature", "key"),
    [("commutateur", "network_in_time"), ("liaison", "routers_in_time"), ("appareil", "devices_in_time")],
)
def test_a_fault_of_the_city_is_met_when_solved_before_its_delay_ran_out(nature, key):
    school = SchoolFactory.create()
    held(reported(school, nature), 10, 5, 6, solved=True)
    held(reported(school, nature), 10, 5, 4, solved=True)
    held(reported(school, nature), 10, 5)
    held(reported(school, nature), 10, -5)
    assert read(key) == [SchoolReading(school.pk, 3, 1)]


def test_what_was_passed_on_in_time_is_not_judged_on_the_one_who_passed_it():
    ticket = reported(SchoolFactory.create())
    agent = PersonFactory.create()
    made = actions.ask_transfer(ticket=ticket, target=Desk.STATE, reason="À vous", by=agent)
    actions.accept_transfer(transfer=made, by=agent)
    assert read("network_in_time", on=timezone.localdate() + dt.timedelta(days=30)) == []


def test_a_paused_clock_is_never_late():
    ticket = reported(SchoolFactory.create())
    actions.ask_school(ticket=ticket, by=PersonFactory.create(), text="Quelle salle ?")
    held(ticket, 30, 20)
    assert read("network_in_time") == []


def test_the_filter_experts_of_the_academy_have_their_own_figure():
    school = SchoolFactory.create()
    held(reported(school, Nature.FILTER, expert=True), 9, 7, 8, solved=True)
    held(reported(school, Nature.FILTER), 9, 7)
    assert read("filter_experts_in_time") == [SchoolReading(school.pk, 1, 1)]


def test_a_report_is_followed_when_taken_within_its_time():
    school, now = SchoolFactory.create(), timezone.now()
    for taken in (now - 3 * HOUR, now - HOUR, None):
        ticket = reported(school)
        Ticket.objects.filter(pk=ticket.pk).update(respond_by=now - 2 * HOUR, opened_at=now - 4 * HOUR, taken_at=taken)
    assert read("followed") == [SchoolReading(school.pk, 3, 1)]


def test_a_gift_is_answered_when_the_school_has_filed_its_reason():
    school = SchoolFactory.create()
    asset = placed(school, origin=Origin.GIFT)
    one, _ = (reported(school, Nature.DEVICE, asset=asset) for _ in range(2))
    assert read("gifts_answered") == [SchoolReading(school.pk, 2, 0)]
    actions.keep_at_school(ticket=one, by=PersonFactory.create())
    assert read("gifts_answered") == [SchoolReading(school.pk, 2, 1)]


def test_a_gift_whose_school_was_answered_all_it_asked_is_answered_though_not_filed():
    school = SchoolFactory.create()
    ticket = reported(school, Nature.DEVICE, asset=placed(school, origin=Origin.GIFT))
    head, agent = PersonFactory.create(), PersonFactory.create()
    wishes = [actions.ask_wish(ticket=ticket, kind=kind, text="Que faire ?", by=head) for kind in ("conseil", "don")]
    found = []
    for wish in wishes:
        found += read("gifts_answered")
        actions.answer_wish(wish=wish, text="Voici.", by=agent)
    assert [*found, *read("gifts_answered")] == [
        SchoolReading(school.pk, 1, 0), SchoolReading(school.pk, 1, 0), SchoolReading(school.pk, 1, 1),
    ]  # fmt: skip


def test_what_is_sent_against_the_rule_is_counted():
    school = SchoolFactory.create()
    reported(school)
    reported(school, desk=Desk.STATE, desk_reason="Vu ensemble")
    assert read("routed") == [SchoolReading(school.pk, 2, 1)]


def test_the_backlog_of_a_past_day_is_that_of_that_day():
    ticket = reported(SchoolFactory.create())
    held(ticket, 20, 10)
    Ticket.objects.filter(pk=ticket.pk).update(solved_at=timezone.now() - dt.timedelta(days=5), status=Status.SOLVED)
    today = timezone.localdate()
    assert read("backlog") == []
    assert read("backlog", on=today - dt.timedelta(days=7)) == [SchoolReading(ticket.school_id, 1, 0)]
    assert read("backlog", on=today - dt.timedelta(days=15)) == [SchoolReading(ticket.school_id, 1, 1)]
    assert read("backlog", on=today - dt.timedelta(days=25)) == []


@pytest.mark.parametrize("key", KEYS)
def test_a_measure_is_one_query_whatever_the_scope(key, django_assert_num_queries):
    school = SchoolFactory.create()
    for scope in (FRANCE, Scope(Level.COMMUNE, school.commune.insee), Scope(Level.SCHOOL, school.uai)):
        with django_assert_num_queries(1):
            announced()[key].read(scope, timezone.localdate())


@pytest.mark.parametrize("key", KEYS)
def test_the_list_behind_a_figure_holds_exactly_what_is_missing(key, client):
    school = SchoolFactory.create()
    for nature, words in (
        ("commutateur", {}), ("liaison", {}), ("appareil", {}), ("filtrage", {"expert": True}),
        ("commutateur", {"desk": Desk.STATE, "desk_reason": "Vu"}),
    ):  # fmt: skip
        held(reported(school, nature, **words), 10, 5)
    reported(school, Nature.DEVICE, asset=placed(school, origin=Origin.GIFT))
    held(reported(school, Nature.DEVICE, asset=placed(school, warranty_until=timezone.localdate())), 10, 5)
    Ticket.objects.update(respond_by=timezone.now() - HOUR)
    client.force_login(reader(Role.CITY_IT_HEAD, school.commune))
    total = announced()[key].read(FRANCE, timezone.localdate())
    missing = sum(row.due - row.met for row in total)
    page = client.get(reverse(announced()[key].drill))
    assert missing > 0
    assert page.context["count"] == missing


def test_an_alert_is_told_once_for_each_stage_on_the_side_that_acts():
    ticket = reported(SchoolFactory.create())
    post(Role.TECHNICIAN, ticket.school.commune)
    leg = ticket.legs.get()
    now = leg.due_at + dt.timedelta(minutes=1)
    Leg.objects.filter(pk=leg.pk).update(began_at=leg.began_at)
    assert actions.raise_alerts(now=leg.began_at) == 0
    assert actions.raise_alerts(now=now) == 1
    assert actions.raise_alerts(now=now) == 0
    line = ticket.lines.last()
    assert (line.side, "en retard" in line.text) == (Desk.CITY, True)
