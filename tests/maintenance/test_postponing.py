"""A fault put off to another day, and the word a visit leaves: both read by the school."""

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from lekol.directory.choices import Role
from lekol.maintenance import actions
from lekol.maintenance.choices import LineKind, Side, Status
from lekol.maintenance.models import Stop
from tests.directory.factories import SchoolFactory, post, reader
from tests.maintenance.factories import reported

pytestmark = pytest.mark.django_db


def in_days(count):
    return timezone.localdate() + dt.timedelta(days=count)


@pytest.fixture
def school():
    return SchoolFactory.create()


@pytest.fixture
def technician(client, school):
    user = reader(Role.TECHNICIAN, school.commune)
    client.force_login(user)
    return user.person


def test_the_school_reads_the_day_and_the_reason_and_the_delay_goes_on(school, technician):
    head = post(Role.SCHOOL_HEAD, school).person
    ticket = reported(school, by=head)
    actions.put_off(ticket=ticket, by=technician, to=in_days(9), reason="La pièce est commandée")
    due = ticket.due_at
    ticket.refresh_from_db()
    line = ticket.lines.get(kind=LineKind.PUT_OFF)
    assert (ticket.put_off_to, ticket.status, ticket.assignee, ticket.due_at) == (
        in_days(9), Status.TAKEN, technician, due,
    )  # fmt: skip
    assert line.side == Side.ALL
    assert line.text.endswith("La pièce est commandée. Le délai continue de courir.")
    actions.deliver()
    assert [(message.to, "La pièce est commandée" in message.body) for message in mail.outbox] == [([head.email], True)]


def test_a_day_the_school_itself_asked_for_gives_the_time_back(school, technician):
    ticket = reported(school)
    before = ticket.due_at
    actions.put_off(ticket=ticket, by=technician, to=in_days(60), reason="Classe de mer.", wanted=True)
    ticket.refresh_from_db()
    leg = ticket.legs.get()
    assert ticket.due_at > before
    assert (leg.due_at, leg.paused_at) == (ticket.due_at, None)
    assert timezone.localdate(ticket.due_at) > in_days(60)


@pytest.mark.parametrize(("days", "reason"), [(0, "Pièce"), (-3, "Pièce"), (400, "Pièce"), (3, "  ")])
def test_a_past_day_one_too_far_or_no_reason_is_refused(school, technician, days, reason):
    ticket = reported(school)
    with pytest.raises(ValidationError):
        actions.put_off(ticket=ticket, by=technician, to=in_days(days), reason=reason)
    ticket.refresh_from_db()
    assert (ticket.put_off_to, ticket.status) == (None, Status.NEW)


def test_what_is_solved_is_not_put_off(school, technician):
    ticket = actions.solve(ticket=reported(school), by=technician, solution="Prise refaite")
    with pytest.raises(ValidationError):
        actions.put_off(ticket=ticket, by=technician, to=in_days(3), reason="Pièce")


def test_a_ticket_put_off_waits_for_its_day_in_the_rounds(client, school, technician):
    ticket = reported(school)
    words = {"to": in_days(7).isoformat(), "reason": "Pièce commandée", "visit": "on"}
    page = client.post(reverse("maintenance:put_off", args=[ticket.ref]), words, follow=True)
    assert "Reportée au" in page.content.decode()
    actions.plan_round(person=technician, day=timezone.localdate(), schools=[school])
    found = [
        [row.ref for step in client.get(reverse("maintenance:round"), {"jour": day}).context["steps"]
         for row in step.tickets]
        for day in (timezone.localdate().isoformat(), words["to"])
    ]  # fmt: skip
    assert found == [[], [ticket.ref]]
    client.post(reverse("maintenance:plan"), {"jour": in_days(3).isoformat()})
    assert not Stop.objects.filter(day=in_days(3)).exists()


def test_a_visit_puts_off_what_it_did_not_repair(client, school, technician):
    one, two = reported(school), reported(school)
    stop = actions.plan_round(person=technician, day=timezone.localdate(), schools=[school])[0]
    words = {f"report-{one.ref}": in_days(7).isoformat(), f"mot-{one.ref}": "Pièce commandée",
             f"report-{two.ref}": "2026-02-31"}  # fmt: skip
    page = client.post(reverse("maintenance:end_stop", args=[stop.pk]), words, follow=True)
    for row in (one, two):
        row.refresh_from_db()
    assert (one.put_off_to, two.put_off_to) == (in_days(7), None)
    assert Stop.objects.filter(day=in_days(7), school=school, person=technician).exists()
    assert [row.ref for row in page.context["steps"][0].touched] == [one.ref]


def test_a_word_is_left_when_a_visit_ends_or_after_it_and_its_school_reads_it(client, school, technician):
    stop = actions.plan_round(person=technician, day=timezone.localdate(), schools=[school])[0]
    client.post(reverse("maintenance:end_stop", args=[stop.pk]), {"mot": "La baie est fermée à clé."})
    stop.refresh_from_db()
    assert stop.word == "La baie est fermée à clé."
    client.post(reverse("maintenance:leave_word", args=[stop.pk]), {"mot": "La clé est au secrétariat."})
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    assert "La clé est au secrétariat." in client.get(school.get_absolute_url()).content.decode()


def test_a_word_too_long_is_refused_and_the_old_one_stays(client, school, technician):
    stop = actions.plan_round(person=technician, day=timezone.localdate(), schools=[school])[0]
    actions.leave_word(stop=stop, word="Tout marche.")
    page = client.post(reverse("maintenance:leave_word", args=[stop.pk]), {"mot": "a" * 401}, follow=True)
    stop.refresh_from_db()
    assert stop.word == "Tout marche."
    assert "400" in page.content.decode()
