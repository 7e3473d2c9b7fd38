"""Nobody is bound to repair: advice, quotation and gift each lead to someone who answers (clause 4.3)."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from lekol.directory.choices import Role
from lekol.equipment.choices import Origin
from lekol.maintenance.models import Wish
from tests.directory.factories import SchoolFactory, post, reader
from tests.equipment.factories import placed
from tests.maintenance.factories import reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(client):
    school = SchoolFactory.create()
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    return reported(school, "appareil", "Écran cassé", asset=placed(school, origin=Origin.GIFT))


def url(name, ticket, *args):
    return reverse(f"maintenance:{name}", args=[ticket.ref, *args])


def supplier_link(text):
    """The link in a page or a mail: it is signed with the second it is written at, no two are the same."""
    return re.search(r"/fournisseur/[\w:-]+/", text)[0]


def test_advice_is_asked_once_and_answered_in_the_timeline(client, ticket):
    page = client.get(ticket.get_absolute_url()).content.decode()
    assert all(url("wish", ticket, kind) in page for kind in ("conseil", "devis", "don"))
    assert "Demander un conseil, un devis" in page
    for _ in range(2):
        answer = client.post(url("wish", ticket, "conseil"), {"text": "Vaut-il une réparation ?"})
    assert "déjà demandé" in answer.content.decode()
    wish = Wish.objects.get()
    client.force_login(reader(Role.DIGITAL_MENTOR, ticket.school.district))
    assert ticket.summary in client.get(reverse("maintenance:wishes")).content.decode()
    client.post(url("answer_wish", ticket, wish.pk), {"text": "Non, plus de pièces."})
    assert ticket.lines.filter(text__contains="plus de pièces").exists()
    assert ticket.summary not in client.get(reverse("maintenance:wishes")).content.decode()


def test_a_quotation_is_a_signed_link_for_the_repairer_of_the_school(
    client, ticket, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("wish", ticket, "devis"), {"repairer": "Réparetout", "email": "atelier@example.org"})
    page = client.get(ticket.get_absolute_url()).content.decode()
    shown, link = (supplier_link(text) for text in (page, mail.outbox[0].body))
    client.logout()
    assert client.get(shown).status_code == 200
    client.post(link, {"reference": "D-12", "word": "Devis : 90 €"})
    assert ticket.lines.get(text="Devis : 90 €").side == ""
    assert Wish.objects.get().answered_at is not None


def test_a_gift_is_answered_by_the_city_alone_and_its_paper_describes_the_device(client, ticket):
    client.post(url("wish", ticket, "don"), {"text": "Don de la coopérative"})
    assert ticket.asset.inventory_number in client.get(url("gift_file", ticket)).content.decode()
    wish = Wish.objects.get()
    client.force_login(reader(Role.DIGITAL_MENTOR, ticket.school.district))
    assert client.get(url("answer_wish", ticket, wish.pk)).status_code == 403
    client.force_login(reader(Role.PROJECT_LEAD, ticket.school.commune))
    assert client.post(url("answer_wish", ticket, wish.pk), {"text": "Acceptée."}).status_code == 302


def test_what_an_administration_repairs_asks_for_nothing(client, ticket):
    bound = reported(ticket.school)
    post(Role.TEACHER, ticket.school)
    assert client.get(url("wish", bound, "conseil")).status_code == 403
