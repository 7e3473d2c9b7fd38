"""Regular visits enter the rounds by themselves, on days of school."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lekol.directory.choices import Role
from lekol.maintenance import actions
from lekol.maintenance.models import Checklist, Stop, VisitPlan
from lekol.maintenance.rules.visits import later, on_a_school_day
from lekol.pact.opening import Calendar, Span
from tests.directory.factories import SchoolFactory, reader

HOLIDAYS = Calendar(breaks=(Span(dt.date(2026, 12, 19), dt.date(2027, 1, 25)),))


def test_a_visit_falls_on_the_first_day_of_school():
    assert on_a_school_day(dt.date(2026, 12, 18), HOLIDAYS) == dt.date(2026, 12, 18)
    assert on_a_school_day(dt.date(2026, 12, 19), HOLIDAYS) == dt.date(2027, 1, 26)


def test_months_end_where_they_end():
    assert later(dt.date(2026, 1, 31), 1, "mois") == dt.date(2026, 2, 28)
    assert later(dt.date(2026, 11, 30), 3, "mois") == dt.date(2027, 2, 28)
    assert later(dt.date(2026, 11, 30), 2, "semaines") == dt.date(2026, 12, 14)


@given(st.dates(dt.date(2020, 1, 1), dt.date(2060, 1, 1)), st.integers(1, 52), st.sampled_from(["mois", "semaines"]))
def test_a_visit_always_comes_back_later(day, every, pace):
    assert later(day, every, pace) > day


@pytest.mark.django_db
def test_a_plan_fills_the_rounds_three_weeks_ahead_once_with_its_checklist(client):
    school, today = SchoolFactory.create(), timezone.localdate()
    user = reader(Role.TECHNICIAN, school.commune)
    client.force_login(user)
    checks = Checklist.objects.create(commune=school.commune, name="Visite", lines=["Prises", "Mises à jour"])
    client.post(
        reverse("maintenance:add_plan"),
        {"school": school.pk, "person": user.person.pk, "name": "Préventive", "every": "1", "pace": "semaines",
         "next_on": (today + dt.timedelta(days=2)).isoformat(), "checklist": checks.pk},
    )  # fmt: skip
    stops = Stop.objects.filter(person=user.person, school=school)
    assert stops.count() == 3
    assert all(stop.day.weekday() < 5 and stop.checks.count() == 2 for stop in stops)
    assert actions.bring_visits(today=today) == 0
    plan = VisitPlan.objects.get()
    assert plan.next_on > today + dt.timedelta(days=21)
    actions.end_plan(plan=plan, by=user.person)
    assert actions.bring_visits(today=plan.next_on) == 0
