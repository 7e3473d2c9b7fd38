"""Alerts told by mail: to whoever each stage concerns, one message for all their tickets, never twice."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from lekol.directory.choices import Role
from lekol.maintenance import actions
from tests.directory.factories import SchoolFactory, post
from tests.maintenance.factories import reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return SchoolFactory.create()


def someone(role, place):
    person = post(role, place).person
    person.email = f"{role}@ville.example.org"
    person.save()
    return person


def pass_at(moment):
    actions.raise_alerts(now=moment)
    return actions.send_digests(now=moment)


def test_several_late_tickets_are_one_message_to_the_head_of_the_service_that_acts(school):
    head = someone(Role.CITY_IT_HEAD, school.commune)
    someone(Role.ACADEMY_IT_HEAD, school.commune.academy)
    tickets = [reported(school) for _ in range(3)]
    late = max(ticket.due_at for ticket in tickets) + dt.timedelta(minutes=5)
    assert (pass_at(late), pass_at(late)) == (1, 0)
    sent = mail.outbox[0]
    assert (len(mail.outbox), head.email in sent.to[0]) == (1, True)
    assert [ticket.ref in sent.body for ticket in tickets] == [True, True, True]
    assert "3 pannes" in sent.subject


def test_before_the_delay_runs_out_whoever_took_the_ticket_is_warned(school):
    agent, ticket = someone(Role.TECHNICIAN, school.commune), reported(school)
    actions.take(ticket=ticket, by=agent)
    ticket.refresh_from_db()
    assert pass_at(ticket.due_at - dt.timedelta(minutes=5)) == 1
    assert ("il reste" in mail.outbox[-1].body, agent.email in mail.outbox[-1].to[0]) == (True, True)


def test_what_hangs_on_a_general_outage_is_told_with_it_once(school):
    head = someone(Role.CITY_IT_HEAD, school.commune)
    wide, child = reported(school), reported(school)
    actions.attach(parent=wide, ticket=child, by=head)
    assert pass_at(wide.due_at + dt.timedelta(minutes=5)) == 1
    assert (wide.ref in mail.outbox[0].body, child.ref in mail.outbox[0].body) == (True, False)


def test_a_reporter_of_several_tickets_of_one_outage_reads_once_that_it_is_solved(school):
    agent, teacher = someone(Role.TECHNICIAN, school.commune), someone(Role.TEACHER, school)
    wide, *children = (reported(school, by=teacher) for _ in range(3))
    for child in children:
        actions.attach(parent=wide, ticket=child, by=agent)
    actions.deliver()
    mail.outbox.clear()
    actions.solve(ticket=wide, by=agent, solution="Routeur remplacé.")
    assert (actions.deliver(), len(mail.outbox)) == (1, 1)


def test_a_digest_costs_three_queries_whatever_its_length(school, django_assert_num_queries):
    someone(Role.CITY_IT_HEAD, school.commune)
    late = max(reported(school).due_at for _ in range(3)) + dt.timedelta(minutes=5)
    actions.raise_alerts(now=late)
    with django_assert_num_queries(3):
        actions.send_digests(now=timezone.now())
