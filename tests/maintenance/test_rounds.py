"""The technician’s queue and rounds."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lekol.directory.choices import Role
from lekol.maintenance import actions
from lekol.maintenance.choices import Status
from lekol.maintenance.models import Effort, Stop
from lekol.maintenance.rules.rounds import kilometres, minutes, order
from tests.directory.factories import PersonFactory, SchoolFactory, reader
from tests.maintenance.factories import reported

DENIS, PAUL = (-20.879, 55.448), (-21.009, 55.270)
points = st.lists(st.one_of(st.none(), st.tuples(st.floats(-21.3, -20.9), st.floats(55.2, 55.8))), max_size=12)


def test_two_towns_are_as_far_as_the_map_says():
    assert round(kilometres(DENIS, PAUL)) == 23
    assert kilometres(DENIS, DENIS) == 0
    assert minutes(DENIS, None) == 10


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(points)
def test_a_round_visits_every_school_once_and_starts_where_it_was_told(places):
    found = order(places)
    assert sorted(found) == list(range(len(places)))
    known = [rank for rank, place in enumerate(places) if place]
    assert not known or found[0] == known[0]


@pytest.fixture
def technician(client, db):
    user = reader(Role.TECHNICIAN, SchoolFactory.create().commune)
    client.force_login(user)
    return user.person


def test_the_queue_holds_what_is_mine_or_nobody_s_the_first_due_first(client, technician):
    school = SchoolFactory.create()
    slow, fast = reported(school, "appareil"), reported(school, "liaison", impact="ecole")
    actions.take(ticket=reported(school), by=PersonFactory.create())
    reported(school, "messagerie")
    page = client.get(reverse("maintenance:queue"))
    assert [row[0].value for row in page.context["table"]] == [fast.ref, slow.ref]


@pytest.mark.parametrize("count", [1, 3])
def test_a_round_costs_the_same_whatever_its_length(client, technician, count, django_assert_num_queries):
    schools = [SchoolFactory.create() for _ in range(count)]
    for school in schools:
        reported(school)
    actions.plan_round(person=technician, day=timezone.localdate(), schools=schools)
    client.get(reverse("maintenance:round"))
    with django_assert_num_queries(7):
        page = client.get(reverse("maintenance:round"))
    assert len(page.context["steps"]) == count


def test_a_proposed_round_goes_where_faults_are_due_and_is_put_in_order_by_hand(client, technician):
    schools = [SchoolFactory.create(latitude=-20.9 - rank / 50) for rank in range(3)]
    for school in schools:
        reported(school)
    client.post(reverse("maintenance:plan"), {"jour": "2026-11-24"})
    rows = Stop.objects.filter(person=technician, day=dt.date(2026, 11, 24))
    assert [row.school for row in rows] == schools
    client.post(reverse("maintenance:move_stop", args=[rows[2].pk, "avant"]))
    assert [row.school for row in rows.all()] == [schools[0], schools[2], schools[1]]
    client.post(reverse("maintenance:plan"), {"jour": "2026-11-24"})
    assert rows.count() == 3


def test_the_end_of_a_visit_solves_what_was_ticked_and_nothing_else(client, technician):
    school = SchoolFactory.create()
    one, two, foreign = reported(school), reported(school), reported(SchoolFactory.create())
    stop = actions.plan_round(person=technician, day=timezone.localdate(), schools=[school])[0]
    words = {"panne": [one.ref, foreign.ref], "solution": "Câble changé"}
    client.post(reverse("maintenance:end_stop", args=[stop.pk]), words)
    states = []
    for row in (one, two, foreign):
        row.refresh_from_db()
        states.append(row.status)
    assert states == [Status.SOLVED, Status.NEW, Status.NEW]
    stop.refresh_from_db()
    assert stop.done_at is not None


def test_time_and_parts_are_kept_with_the_solution(client, technician):
    ticket = reported(SchoolFactory.create())
    words = {"solution": "Alimentation changée", "minutes": 40, "parts": "1 bloc 65 W"}
    assert client.post(reverse("maintenance:solve", args=[ticket.ref]), words).status_code == 302
    effort = Effort.objects.get()
    assert (effort.minutes, effort.parts, effort.person) == (40, "1 bloc 65 W", technician)
