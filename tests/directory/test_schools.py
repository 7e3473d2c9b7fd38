"""Schools: the list, the page, what changes them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from lekol.directory import actions
from lekol.directory.choices import Role, SchoolKind
from lekol.directory.models import School, SchoolCode
from lekol.journal.models import Entry
from lekol.pact.uai import complete
from tests.directory.factories import (
    ClassGroupFactory,
    CommuneFactory,
    HeadcountFactory,
    RoomFactory,
    SchoolFactory,
    post,
    reader,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 9, 1)
NEW = complete("9741234")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_schools_costs_the_same_whatever_its_length(client, count, django_assert_num_queries):
    for _ in range(count):
        school = SchoolFactory.create()
        HeadcountFactory.create(school=school)
        post(Role.SCHOOL_HEAD, school)
    client.force_login(reader(Role.PROJECT_LEAD, school.commune))
    client.get(reverse("directory:schools"))
    with django_assert_num_queries(7):
        page = client.get(reverse("directory:schools"))
    assert len(page.context["table"]) == count


def test_schools_sort_without_regard_for_accents_and_case(client):
    for name in ("Zoé", "eau", "École", "Ecole", "Éa"):
        school = SchoolFactory.create(name=name)
    client.force_login(reader(Role.PROJECT_LEAD, school.commune))
    page = client.get(reverse("directory:schools"))
    assert [row[0].value for row in page.context["table"]] == ["Éa", "eau", "Ecole", "École", "Zoé"]


def test_schools_are_filtered_by_name_kind_priority_and_state(client):
    here = SchoolFactory.create(name="Les Badamiers", priority_education="REP+")
    SchoolFactory.create(name="Les Filaos", kind=SchoolKind.NURSERY)
    SchoolFactory.create(name="Les Songes", closed_on=dt.date(2020, 1, 1))
    client.force_login(reader(Role.PROJECT_LEAD, here.commune))

    def found(**words):
        return [row[0].value for row in client.get(reverse("directory:schools"), words).context["table"]]

    assert found() == ["Les Badamiers", "Les Filaos"]
    assert found(q="badamiérs") == ["Les Badamiers"]
    assert found(q=here.uai.lower()) == ["Les Badamiers"]
    assert found(type="maternelle") == ["Les Filaos"]
    assert found(rep="REP+") == ["Les Badamiers"]
    assert found(rep="hors") == ["Les Filaos"]
    assert found(etat="fermees") == ["Les Songes"]


def test_a_school_page_costs_the_same_whatever_it_holds(client, django_assert_num_queries):
    school = SchoolFactory.create()
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    costs = []
    for _ in range(2):
        for _ in range(3):
            RoomFactory.create(school=school)
            ClassGroupFactory.create(school=school)
            post(Role.TEACHER, school)
        client.get(school.get_absolute_url())
        with django_assert_num_queries(23, exact=False) as counted:
            client.get(school.get_absolute_url())
        costs.append(len(counted))
    assert costs[0] == costs[1]


def test_a_former_code_leads_to_the_school_for_good(client):
    school = SchoolFactory.create()
    former = school.uai
    actions.change_code(school=school, uai=NEW, since=DAY)
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    response = client.get(f"/ecoles/{former}/")
    assert response.status_code == 301
    assert response["Location"] == f"/ecoles/{NEW}/"


def test_a_code_never_designates_two_schools_at_once():
    first, second = SchoolFactory.create(), SchoolFactory.create()
    with pytest.raises(ValidationError, match="déjà une autre école"):
        actions.change_code(school=second, uai=first.uai, since=DAY)
    second.refresh_from_db()
    assert second.uai != first.uai


def test_a_code_given_back_by_a_school_may_serve_another():
    first, second = SchoolFactory.create(), SchoolFactory.create()
    code = first.uai
    actions.change_code(school=first, uai=NEW, since=DAY)
    actions.change_code(school=second, uai=code, since=dt.date(2026, 10, 1))
    assert School.objects.get(uai=code) == second


def test_a_wrong_check_letter_is_refused_with_the_right_one():
    school = SchoolFactory.create()
    with pytest.raises(ValidationError, match="devrait être H"):
        actions.change_code(school=school, uai="9740001A", since=DAY)
    assert SchoolCode.objects.filter(school=school).count() == 1


def test_a_merger_closes_the_former_school_and_links_both_ways(client):
    nursery, primary = SchoolFactory.create(), SchoolFactory.create(kind=SchoolKind.PRIMARY)
    actions.replace_school(former=nursery, successor=primary, on=DAY, reason="fusion")
    nursery.refresh_from_db()
    assert nursery.closed_on == DAY
    client.force_login(reader(Role.PROJECT_LEAD, nursery.commune))
    assert primary.get_absolute_url() in client.get(nursery.get_absolute_url()).content.decode()
    assert nursery.get_absolute_url() in client.get(primary.get_absolute_url()).content.decode()


def test_a_school_closes_from_a_day_on_from_its_page_and_only_once(client):
    school = SchoolFactory.create(name="Les Songes")
    client.force_login(reader(Role.PROJECT_LEAD, school.commune))
    address = reverse("directory:close_school", args=[school.uai])
    assert address in client.get(school.get_absolute_url()).content.decode()
    assert client.post(address, {"on": "2026-09-01"}).status_code == 302
    school.refresh_from_db()
    assert school.closed_on == DAY
    assert address not in client.get(school.get_absolute_url()).content.decode()
    again = client.post(address, {"on": "2026-10-01"}).content.decode()
    assert "Cette école est déjà fermée depuis le 01/09/2026." in again
    assert [entry.verb for entry in Entry.objects.about(school)] == ["school.closed"]


def test_a_school_does_not_close_before_it_opened(client):
    school = SchoolFactory.create(opened_on=DAY)
    client.force_login(reader(Role.PROJECT_LEAD, school.commune))
    page = client.post(reverse("directory:close_school", args=[school.uai]), {"on": "2020-01-01"})
    assert "Une école ne peut pas fermer avant d’avoir ouvert" in page.content.decode()
    school.refresh_from_db()
    assert school.closed_on is None


def test_a_change_of_the_card_is_journaled_field_by_field():
    school = SchoolFactory.create(name="Les Songes")
    changes = actions.edit_school(school=school, name="Les Vacoas")
    assert changes == {"nom": ["Les Songes", "Les Vacoas"]}
    assert Entry.objects.about(school).get().changes == {"nom": ["Les Songes", "Les Vacoas"]}


def test_a_change_that_changes_nothing_writes_nothing():
    school = SchoolFactory.create()
    assert actions.edit_school(school=school, name=school.name) == {}
    assert not Entry.objects.about(school).exists()


def test_a_head_edits_the_school_on_screen_and_the_journal_shows_it(client):
    school = SchoolFactory.create(name="Les Songes")
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    words = {"name": "Les Vacoas", "kind": "elementaire", "district": school.district_id, "priority_education": ""}
    words |= {"latitude": "-20.89", "longitude": "55.45", "opened_on": "2015-08-20"}
    assert client.post(reverse("directory:edit_school", args=[school.uai]), words).status_code == 302
    page = client.get(school.get_absolute_url()).content.decode()
    assert "nom : Les Songes → Les Vacoas" in page


def test_a_teacher_reads_and_does_not_edit(client):
    school = SchoolFactory.create()
    client.force_login(reader(Role.TEACHER, school))
    assert client.get(school.get_absolute_url()).status_code == 200
    assert client.get(reverse("directory:edit_school", args=[school.uai])).status_code == 403


@pytest.mark.parametrize("foreign", [True, False])
def test_a_stranger_sees_neither_the_school_nor_its_forms(client, foreign):
    school = SchoolFactory.create()
    commune = CommuneFactory.create(insee="97415", name="Saint-Paul") if foreign else school.commune
    client.force_login(reader(Role.SCHOOL_HEAD, SchoolFactory.create(commune=commune)))
    assert client.get(school.get_absolute_url()).status_code == 404
    assert client.get(reverse("directory:edit_school", args=[school.uai])).status_code == 404


def test_the_database_itself_refuses_a_badly_formed_code():
    school = SchoolFactory.create()
    with pytest.raises(ValidationError, match="sept chiffres et une lettre"):
        SchoolCode(school=school, uai="12", valid=DateRange(None, dt.date(2000, 1, 1))).full_clean()
