"""What incidents keep of people goes at its term; what falls due is told to whoever must act."""

import datetime as dt

import pytest
from django.utils import timezone

from lekol.directory.choices import Role
from lekol.maintenance import actions
from lekol.maintenance.deadlines import tickets
from lekol.maintenance.models import Stop, Ticket
from lekol.maintenance.queries import named_too_long
from tests.days import today
from tests.directory.factories import SchoolFactory, post
from tests.maintenance.factories import reported

pytestmark = pytest.mark.django_db


def test_names_and_words_of_a_ticket_closed_five_years_ago_go_and_its_delays_stay():
    school = SchoolFactory.create()
    teacher = post(Role.TEACHER, school).person
    old, fresh = reported(school, by=teacher, detail="Chez Paul"), reported(school, by=teacher)
    for ticket in (old, fresh):
        actions.withdraw(ticket=ticket, by=teacher)
    Ticket.objects.filter(pk=old.pk).update(closed_at=timezone.now() - dt.timedelta(days=6 * 365))
    assert (named_too_long(today()).count(), actions.forget_old_names(on=today()), named_too_long(today()).count()) == (
        1,
        1,
        0,
    )
    old.refresh_from_db()
    assert (old.reporter, "Paul" in old.detail, old.legs.count()) == (None, False, 1)
    assert [line.text for line in old.lines.all()] == ["(effacé à son terme)"] * 2
    assert Ticket.objects.get(pk=fresh.pk).reporter == teacher


def test_a_ticket_falls_due_for_the_party_that_acts_alone(django_assert_num_queries):
    school = SchoolFactory.create()
    ticket, agent = reported(school), post(Role.TECHNICIAN, school.commune).person
    with django_assert_num_queries(2):
        found = list(tickets(agent, today(), today() + dt.timedelta(days=60)))
    assert [row.ref for row in found] == [ticket.ref]
    assert list(tickets(post(Role.TEACHER, school).person, today(), today() + dt.timedelta(days=60))) == []


def test_the_word_left_in_a_school_goes_after_a_year_and_the_visit_stays():
    school = SchoolFactory.create()
    agent = post(Role.TECHNICIAN, school.commune).person
    old, fresh = (
        actions.plan_round(person=agent, day=today() - dt.timedelta(days=days), schools=[school])[0]
        for days in (366, 364)
    )
    for stop in (old, fresh):
        actions.leave_word(stop=stop, word="Voir M. Payet.")
    assert (actions.forget_words(on=today()), actions.forget_words(on=today())) == (1, 0)
    assert list(Stop.objects.order_by("day").values_list("word", flat=True)) == ["", "Voir M. Payet."]
