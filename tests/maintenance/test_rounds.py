"""The technician’s queue and rounds."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lekol.directory.choices import Role
from lekol.maintenance import access, actions
from lekol.maintenance.choices import Channel, Status
from lekol.maintenance.models import Effort, Stop
from lekol.maintenance.rules.rounds import kilometres, minutes, order, road
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
    with django_assert_num_queries(10):
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


def test_a_visit_sent_twice_counts_once_and_what_was_not_repaired_is_said_to_colleagues(client, technician):
    school = SchoolFactory.create()
    done, left = reported(school), reported(school)
    stop = actions.plan_round(person=technician, day=timezone.localdate(), schools=[school])[0]
    words = {"panne": [done.ref], f"mot-{done.ref}": "Prise refaite", f"minutes-{done.ref}": "25",
             f"mot-{left.ref}": "Pièce attendue"}  # fmt: skip
    for _ in range(2):
        client.post(reverse("maintenance:end_stop", args=[stop.pk]), words)
    done.refresh_from_db()
    assert (done.solution, done.efforts.get().minutes) == ("Prise refaite", 25)
    line = left.lines.get(text__contains="Pièce attendue")
    assert line.side == "ville"


def test_a_round_is_put_in_the_shortest_order_and_a_finger_may_change_it(client, technician):
    day = timezone.localdate()
    north, south, middle = (SchoolFactory.create(latitude=-20.9 - step) for step in (0, 0.2, 0.1))
    for school in (north, south, middle):
        actions.plan_round(person=technician, day=day, schools=[school])
    client.post(reverse("maintenance:group_roads"), {"jour": day.isoformat()})
    rows = Stop.objects.filter(person=technician)
    assert [row.school for row in rows] == [north, middle, south]
    client.post(reverse("maintenance:rank_stop", args=[rows[2].pk]), {"rang": "1"})
    assert [row.school for row in rows.all()] == [south, north, middle]


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.floats(-21.3, -20.9), st.floats(55.2, 55.8)), min_size=1, max_size=9, unique=True))
def test_grouped_roads_are_never_longer_than_going_to_the_nearest(places):
    nearest, left = [0], set(range(1, len(places)))
    while left:
        nearest.append(min(left, key=lambda rank: (minutes(places[nearest[-1]], places[rank]), rank)))
        left.remove(nearest[-1])
    assert road(order(places), places) <= road(nearest, places) + 1e-6


def test_an_agent_who_wrote_down_a_call_does_not_confirm_for_the_school(technician):
    ticket = reported(SchoolFactory.create(), by=technician, channel=Channel.PHONE, name="Mme Payet")
    assert not access.may_confirm(technician, ticket)


def test_time_and_parts_are_kept_with_the_solution(client, technician):
    ticket = reported(SchoolFactory.create())
    words = {"solution": "Alimentation changée", "minutes": 40, "parts": "1 bloc 65 W"}
    assert client.post(reverse("maintenance:solve", args=[ticket.ref]), words).status_code == 302
    effort = Effort.objects.get()
    assert (effort.minutes, effort.parts, effort.person) == (40, "1 bloc 65 W", technician)
