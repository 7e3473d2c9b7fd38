"""Questions compiled once: the rows the ORM would find, for any value, through one prepared statement."""

import datetime as dt

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone

from lekol.directory.choices import Role
from lekol.directory.models import Commune, Person, Post, School
from lekol.kit.addresses import address
from lekol.kit.compiled import compiled, prepared
from tests.access.world import World, build


@pytest.fixture
def world(db: None) -> World:
    return build()


@compiled(int, dt.date)
def held(person: int, day: dt.date) -> QuerySet[Post]:
    return Post.objects.on(day).filter(person=person).select_related("school__commune", "academy").order_by("pk")


def test_rows_are_those_of_the_orm_for_each_value_with_what_stands_around_them(world, django_assert_num_queries):
    day = timezone.localdate()
    for person in Person.objects.all():
        with django_assert_num_queries(1):
            found = held(person.pk, day)
            around = [post.school and post.school.commune.name for post in found]
        expected = list(Post.objects.on(day).filter(person=person).select_related("school__commune").order_by("pk"))
        assert found == expected
        assert around == [post.school and post.school.commune.name for post in expected]
        assert [post.valid for post in found] == [post.valid for post in expected]


def test_a_question_of_values_alone_answers_tuples(world):
    @compiled(str)
    def named(insee: str) -> QuerySet[Commune]:
        return Commune.objects.filter(insee=insee).values_list("name", "pk")

    commune = Commune.objects.order_by("pk")[0]
    assert named(commune.insee) == [(commune.name, commune.pk)]
    assert named("99999") == []
    assert named.first("99999") is None


def test_a_value_hidden_inside_a_pattern_is_refused_at_once(world):
    @compiled(str)
    def like(name: str) -> QuerySet[School]:
        return School.objects.filter(name__contains=name)

    with pytest.raises(ValueError, match="alone"):
        like("Tamarins")


def test_a_query_written_anew_is_planned_once_and_says_the_same_rows(world, django_assert_num_queries):
    rows = School.objects.order_by("sort_key", "pk")
    named = rows.values_list("uai", "commune__name", named=True)
    with django_assert_num_queries(2):
        schools, again = prepared(rows), prepared(named)
    assert schools == list(rows)
    assert again == list(named)
    assert [row.commune__name for row in again] == [row.commune__name for row in named]
    with django_assert_num_queries(0):
        assert prepared(rows.none()) == []


def test_words_never_become_sql(world):
    @compiled(str)
    def named(name: str) -> QuerySet[School]:
        return School.objects.filter(name=name)

    assert named("' OR '1'='1") == []
    assert named("%s %(a)s") == []


def test_the_log_of_queries_tells_the_whole_statement(world, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        held(12_345_678, timezone.localdate())
    assert '"person_id" = ' in asked[0]["sql"]


def test_a_connection_the_server_ended_is_opened_again_at_the_next_request(transactional_db):
    connection.ensure_connection()
    assert connection.is_usable()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    other.close()
    assert not connection.is_usable()
    connection.close()


def test_an_address_is_found_once_and_stays_that_of_its_name(world):
    school = School.objects.order_by("pk")[0]
    assert address("directory:school", school.uai) == reverse("directory:school", args=[school.uai])
    page = Template("{% url 'directory:school' uai %}{% url 'directory:schools' as all %}{{ all }}")
    found = page.render(Context({"uai": school.uai}))
    assert found == reverse("directory:school", args=[school.uai]) + reverse("directory:schools")


def test_what_is_kept_of_a_page_is_kept_for_its_words_only(client, world):
    pages = {}
    for role in (Role.CITY_IT_HEAD, Role.TEACHER):
        client.force_login(world.users[role])
        pages[role] = client.get("/").content.decode()
    for role, page in pages.items():
        others = [world.person(other).short_name for other in pages if other != role]
        assert world.person(role).short_name in page
        assert not any(name in page for name in others)
