"""Persons and their posts: who may open and end them, and what that opens."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from lekol.directory import actions
from lekol.directory.access import may_manage_post, roles_managed, schools_of
from lekol.directory.choices import Role
from lekol.directory.models import Person, Post
from lekol.directory.rules import OFFICES
from lekol.pact.scopes import Level
from tests.directory.factories import (
    AcademyFactory,
    CommuneFactory,
    DistrictFactory,
    PersonFactory,
    SchoolFactory,
    post,
    reader,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 9, 1)


def place_for(role, school):
    places = {Level.ACADEMY: school.commune.academy, Level.COMMUNE: school.commune, Level.DISTRICT: school.district}
    return places.get(OFFICES[role].level, school)


@pytest.mark.parametrize("role", Role.values)
def test_every_function_of_the_text_opens_the_schools_of_its_place(role):
    school = SchoolFactory.create()
    SchoolFactory.create(
        commune=CommuneFactory.create(insee="2A004", academy=AcademyFactory.create(code="27"), name="Ajaccio")
    )
    holder = post(role, place_for(role, school)).person
    assert list(schools_of(holder)) == [school]


@pytest.mark.parametrize("role", Role.values)
def test_every_function_has_its_office_and_its_side(role):
    assert OFFICES[role].side in {"ville", "etat"}


def test_a_function_exercised_in_the_wrong_place_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(
            person=PersonFactory.create(), role=Role.MAYOR, school=SchoolFactory.create(), valid=DateRange(DAY, None)
        )


def test_nobody_holds_the_same_post_twice_at_once():
    school = SchoolFactory.create()
    person = post(Role.TEACHER, school).person
    with pytest.raises(ValidationError, match="exerce déjà cette fonction"):
        actions.open_post(person=person, role=Role.TEACHER, place=school, since=DAY)


def test_an_ended_post_opens_nothing_from_that_day_and_stays_in_the_history():
    school = SchoolFactory.create()
    held = post(Role.SCHOOL_HEAD, school)
    actions.close_post(post=held, on=DAY)
    assert list(schools_of(held.person, DAY)) == []
    assert list(schools_of(Person.objects.get(pk=held.person_id), DAY - dt.timedelta(days=1))) == [school]
    assert held.person.posts.count() == 1


def test_a_post_cannot_end_before_it_begins():
    held = post(Role.TEACHER, SchoolFactory.create(), since=DAY)
    with pytest.raises(ValidationError, match="sa fin doit venir après"):
        actions.close_post(post=held, on=DAY)


def test_each_side_gives_its_own_functions_only():
    school = SchoolFactory.create()
    city = reader(Role.PROJECT_LEAD, school.commune).person
    state = reader(Role.DIGITAL_ADVISER, school.commune.academy).person
    head = reader(Role.SCHOOL_HEAD, school).person
    assert {OFFICES[role].side for role in roles_managed(city)} == {"ville"}
    assert {OFFICES[role].side for role in roles_managed(state)} == {"etat"}
    assert roles_managed(head) == [Role.TEACHER]
    assert roles_managed(reader(Role.TEACHER, school).person) == []


def test_nobody_gives_a_post_above_their_own_territory():
    school = SchoolFactory.create()
    other = SchoolFactory.create()
    head = reader(Role.SCHOOL_HEAD, school).person
    assert may_manage_post(head, Role.TEACHER, school)
    assert not may_manage_post(head, Role.TEACHER, other)
    assert not may_manage_post(head, Role.SCHOOL_HEAD, school)


def test_a_project_lead_inscribes_a_technician_from_name_to_post(client):
    school = SchoolFactory.create()
    client.force_login(reader(Role.PROJECT_LEAD, school.commune))
    response = client.post(reverse("directory:add_person"), {"first_name": "Rudy", "last_name": "Séry"})
    made = Person.objects.get(last_name="Séry")
    assert response["Location"] == reverse("directory:open_post", args=[made.ref])
    words = {"role": "technicien", "place": "commune:97411", "since": "2026-11-02"}
    assert client.post(response["Location"], words).status_code == 302
    assert [str(row) for row in made.posts.all()] == ["technicien informatique de la Ville, Saint-Denis"]


def test_a_function_and_a_place_that_do_not_go_together_are_said(client):
    school = SchoolFactory.create()
    client.force_login(reader(Role.DIGITAL_ADVISER, school.commune.academy))
    person = post(Role.TEACHER, school).person
    words = {"role": "ien", "place": f"ecole:{school.uai}", "since": "2026-11-02"}
    page = client.post(reverse("directory:open_post", args=[person.ref]), words)
    assert "s’exerce ailleurs" in page.content.decode()
    assert person.posts.count() == 1


def test_nobody_opens_a_post_for_themselves(client):
    school = SchoolFactory.create()
    account = reader(Role.PROJECT_LEAD, school.commune)
    client.force_login(account)
    words = {"role": "maire", "place": "commune:97411", "since": "2026-11-02"}
    page = client.post(reverse("directory:open_post", args=[account.person.ref]), words)
    assert "On ne s’ouvre pas un poste à soi-même" in page.content.decode()
    assert account.person.posts.count() == 1


def test_a_place_outside_one_s_territory_is_not_even_offered(client):
    school = SchoolFactory.create()
    foreign = SchoolFactory.create(commune=CommuneFactory.create(insee="97415", name="Saint-Paul"))
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    person = post(Role.TEACHER, school).person
    words = {"role": "enseignant", "place": f"ecole:{foreign.uai}", "since": "2026-11-02"}
    client.post(reverse("directory:open_post", args=[person.ref]), words)
    assert list(person.posts.values_list("school", flat=True)) == [school.pk]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_persons_costs_the_same_whatever_its_length(client, count, django_assert_num_queries):
    school = SchoolFactory.create()
    for _ in range(count - 1):
        post(Role.TEACHER, school)
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    client.get(reverse("directory:people"))
    with django_assert_num_queries(6):
        page = client.get(reverse("directory:people"))
    assert len(page.context["table"]) == count


def test_a_colleague_is_seen_a_stranger_is_not(client):
    school = SchoolFactory.create()
    colleague = post(Role.TEACHER, school).person
    inspector = post(Role.INSPECTOR, school.district).person
    stranger = post(Role.INSPECTOR, DistrictFactory.create()).person
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    seen = [client.get(who.get_absolute_url()).status_code for who in (colleague, inspector, stranger)]
    assert seen == [200, 200, 404]


def test_a_teacher_cannot_end_a_post(client):
    school = SchoolFactory.create()
    held = post(Role.TEACHER, school)
    client.force_login(reader(Role.TEACHER, school))
    assert client.get(reverse("directory:close_post", args=[held.person.ref, held.pk])).status_code == 403
