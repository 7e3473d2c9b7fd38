"""The page « qui répare quoi »."""

import pytest
from django.urls import reverse

from lekol.agreement import actions
from lekol.directory.choices import Role
from tests.agreement.packs import SHIPPED, shipped
from tests.directory.factories import SchoolFactory, reader

pytestmark = pytest.mark.django_db
CASE = {"nature": "appareil", "origine": "don", "arret": "poste", "jour": "2026-11-24"}


@pytest.fixture
def head(client):
    school = SchoolFactory.create()
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    return client


def test_the_page_shows_every_row_of_the_convention_loaded(head):
    for name in SHIPPED:
        actions.load(text=shipped(name))
    page = head.get(reverse("maintenance:rules"))
    assert len(page.context["rows"]) == 20
    assert "À trancher par le comité technique" in page.content.decode()


def test_a_case_says_who_acts_before_anything_is_sent(head):
    page = head.get(reverse("maintenance:rules"), CASE).content.decode()
    assert "les services municipaux n’interviennent pas" in page
    assert "Faites établir un devis" in page


def test_a_wrong_day_is_said_on_its_field(head):
    page = head.get(reverse("maintenance:rules"), {**CASE, "jour": "2026-13-01"})
    assert page.context["decision"] is None
    assert page.context["form"].errors["jour"]
