"""What falls due, for whom, and as a calendar."""

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from lekol.desks.queries.deadlines import due_for, feed_key
from lekol.directory.choices import Role
from lekol.directory.models import Post
from tests.access.world import POSTLESS, World, post, user
from tests.days import today


def end(role: str, world: World, days: int) -> Post:
    """The post of a reader now ends on a day from today, that day included."""
    held = world.person(role).posts.get()
    held.valid = DateRange(held.valid.lower, today() + dt.timedelta(days=days + 1))
    held.save()
    return held


def client_of(world: World, role: str) -> Client:
    client = Client()
    client.force_login(world.users[role])
    return client


def feed(world: World, role: str) -> str:
    return reverse("desks:feed", args=[world.person(role).ref, feed_key(world.users[role])])


def days(person, months: int) -> list[dt.date]:
    return [due.deadline.day for due in due_for(person, today(), months, "directory.posts")]


@pytest.mark.parametrize(
    ("ends", "seen"), [(-31, False), (-30, True), (-1, True), (0, True), (186, True), (187, False)]
)
def test_thirty_days_past_and_six_months_ahead_are_shown_both_days_included(world: World, ends, seen):
    reader = world.person(Role.PROJECT_LEAD)
    colleague = world.person(Role.TECHNICIAN)
    post(colleague, Role.PROJECT_LEAD, world.commune, dt.date(2020, 1, 1), today() + dt.timedelta(days=ends + 1))
    assert (today() + dt.timedelta(days=ends) in days(reader, 6)) is seen


def test_nobody_is_told_of_a_post_they_do_not_see(world: World):
    stranger = user("ailleurs", Role.TEACHER, world.gamma).person
    stranger.posts.update(valid=DateRange(dt.date(2024, 1, 1), today() + dt.timedelta(days=20)))
    assert days(world.person(Role.SCHOOL_HEAD), 6) == []
    assert len(days(world.person(Role.RECTOR), 6)) == 1


def test_the_page_reads_month_by_month_and_one_kind_at_a_time(world: World):
    end(Role.TEACHER, world, 10)
    client = client_of(world, Role.SCHOOL_HEAD)
    page = client.get(reverse("desks:deadlines")).content.decode()
    assert "Fin de poste" in page
    only = client.get(reverse("desks:deadlines"), {"quoi": "identity.tokens"}).content.decode()
    assert "Rien n’arrive à échéance" in only


def test_a_calendar_is_whole_days_that_keep_their_identifier(world: World):
    held = end(Role.TEACHER, world, 10)
    first = Calendar.from_ical(Client().get(feed(world, Role.SCHOOL_HEAD)).content)
    held.valid = DateRange(held.valid.lower, held.valid.upper + dt.timedelta(days=5))
    held.save()
    then = Calendar.from_ical(Client().get(feed(world, Role.SCHOOL_HEAD)).content)
    (before,), (after,) = first.walk("VEVENT"), then.walk("VEVENT")
    assert before["uid"] == after["uid"]
    assert after.decoded("dtstart") - before.decoded("dtstart") == dt.timedelta(days=5)


def test_the_address_of_a_calendar_is_a_key_that_dies_with_the_password_and_the_account(world: World):
    account, address = world.users[Role.SCHOOL_HEAD], feed(world, Role.SCHOOL_HEAD)
    assert Client().get(address).status_code == 200
    account.set_password("un autre mot de passe")
    account.save()
    assert Client().get(address).status_code == 404
    renewed = feed(world, Role.SCHOOL_HEAD)
    account.is_active = False
    account.save()
    assert Client().get(renewed).status_code == 404
    assert Client().get(reverse("desks:feed", args=["ABCDEFGH", "0" * 40])).status_code == 404


def test_who_holds_no_post_any_more_has_an_empty_calendar(world: World):
    found = Calendar.from_ical(Client().get(feed(world, POSTLESS)).content)
    assert found.walk("VEVENT") == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_whatever_falls_due(world: World, django_assert_num_queries, count):
    for number in range(count):
        post(user(f"part-{number}").person, Role.TEACHER, world.alpha, dt.date(2024, 1, 1), today())
    client = client_of(world, Role.SCHOOL_HEAD)
    address = reverse("desks:deadlines") + "?quoi=directory.posts"
    client.get(address)
    with django_assert_num_queries(5):
        client.get(address)
