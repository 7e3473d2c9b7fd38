"""Reporting on screen: with an account, from a label, without network twice."""

import uuid

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from lekol.directory.choices import Role
from lekol.equipment.choices import Kind, Origin
from lekol.equipment.models import Placement
from lekol.maintenance import actions
from lekol.maintenance.choices import Desk
from lekol.maintenance.models import Article, SchoolKey, Ticket
from tests.directory.factories import RoomFactory, SchoolFactory, reader
from tests.equipment.factories import placed
from tests.maintenance.factories import reported

pytestmark = pytest.mark.django_db
WHAT = {"nature": "appareil", "panne": "ecran", "arret": "poste"}


@pytest.fixture
def school():
    cache.clear()
    found = SchoolFactory.create()
    SchoolKey.objects.create(school=found, digits="123456")
    return found


@pytest.fixture
def teacher(client, school):
    client.force_login(reader(Role.TEACHER, school))
    return client


def where(school, **words):
    return reverse("maintenance:report", query={**WHAT, "ecole": school.uai, **words})


def test_who_will_act_is_said_before_anything_is_sent(teacher, school):
    asset = placed(school, origin=Origin.GIFT)
    page = teacher.get(where(school, appareil=asset.inventory_number)).content.decode()
    assert "Personne n’est tenu d’intervenir" in page
    assert "Faites établir un devis" in page
    assert Ticket.objects.count() == 0


def test_a_teacher_reports_and_reads_what_comes_next(teacher, school):
    response = teacher.post(where(school), {"phrase": "", "cle": uuid.uuid4()}, follow=True)
    ticket = Ticket.objects.get()
    assert (ticket.summary, ticket.desk, ticket.reporter.posts.get().school) == (
        "Écran cassé, appareil",
        "ville",
        school,
    )
    assert "C’est signalé" in response.content.decode()


def test_the_form_sent_twice_makes_one_ticket(teacher, school):
    key = uuid.uuid4()
    for _ in range(2):
        assert teacher.post(where(school), {"cle": key}).status_code == 302
    assert Ticket.objects.count() == 1


def test_a_fault_already_known_is_shown_before_sending(teacher, school):
    known = reported(school, "liaison", "Internet coupé")
    page = teacher.get(where(school, nature="liaison", panne="internet", arret="ecole")).content.decode()
    assert known.ref in page
    assert "me tenir informé" in page


def test_a_teacher_cannot_send_against_the_rule(teacher, school):
    teacher.post(where(school), {"cle": uuid.uuid4(), "desk": Desk.STATE, "desk_reason": "Pour voir"})
    assert Ticket.objects.get().desk == Desk.CITY


def test_an_agent_takes_a_call_and_may_send_elsewhere_with_a_reason(client, school):
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    words = {"cle": uuid.uuid4(), "appelant": "Mme Payet", "desk": Desk.STATE, "desk_reason": ""}
    assert "demande une raison" in client.post(where(school), words).content.decode()
    client.post(where(school), {**words, "desk_reason": "Convenu avec le Rectorat"})
    ticket = Ticket.objects.get()
    assert (ticket.channel, ticket.reporter_name, ticket.desk) == ("telephone", "Mme Payet", "rectorat")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"appareil": "VSD-99999"}, "Aucun matériel de ce numéro"),
        ({"nature": "licorne"}, "en panne"),
        ({"ecole": "9740001H"}, "École"),
    ],
)
def test_a_wrong_word_is_said_and_nothing_is_written(teacher, school, words, said):
    assert said in teacher.get(where(school, **words)).content.decode()
    assert Ticket.objects.count() == 0


def test_a_room_of_another_school_is_refused(teacher, school):
    other = RoomFactory.create()
    page = teacher.get(where(school, salle=other.pk)).content.decode()
    assert "Salle" in page
    assert "Qui va agir" not in page


def test_a_file_that_is_no_photo_is_refused_and_the_words_stay(teacher, school):
    photo = SimpleUploadedFile("photo.jpg", b"<html>", "image/jpeg")
    page = teacher.post(where(school), {"cle": uuid.uuid4(), "phrase": "Écran fendu", "photo": photo}).content.decode()
    assert "n’est pas une photo lisible" in page
    assert "Écran fendu" in page
    assert Ticket.objects.count() == 0


def test_a_signed_label_and_the_code_of_the_school_report_without_an_account(client, school):
    asset = placed(school)
    address = reverse("maintenance:report_signed", args=[actions.label_of(asset, school)])
    page = client.get(address).content.decode()
    assert asset.inventory_number not in page
    assert school.name not in page
    assert client.post(address, {"code": "123 456"}).status_code == 302
    assert asset.inventory_number in client.get(address).content.decode()
    words = {"panne": "allumage", "cle": uuid.uuid4()}
    assert "C’est signalé" in client.post(address, words, follow=True).content.decode()
    assert (Ticket.objects.get().asset, Ticket.objects.get().channel) == (asset, "etiquette")


def test_a_forged_label_is_refused_with_its_reason(client, school):
    token = actions.label_of(placed(school), school)
    for forged in (token[:-2], f"x{token}", "0", "a" * 5000):
        response = client.get(reverse("maintenance:report_signed", args=[forged]))
        assert response.status_code == 400
        assert "n’est pas valable" in response.content.decode()


def test_the_code_of_another_school_opens_nothing(client, school):
    SchoolKey.objects.create(school=SchoolFactory.create(), digits="654321")
    address = reverse("maintenance:report_signed", args=[actions.label_of(placed(school), school)])
    assert "n’ouvre rien" in client.post(address, {"code": "654321"}).content.decode()


def test_an_address_that_tries_codes_waits(client, school):
    address = reverse("maintenance:report_signed", args=[actions.label_of(placed(school), school)])
    answers = [client.post(address, {"code": f"{n:06d}"}).status_code for n in range(11)]
    assert answers == [200] * 10 + [429]
    assert client.post(address, {"code": "123456"}).status_code == 429


def test_an_inventory_number_alone_asks_where_one_stands(client, school):
    asset = placed(school)
    address = reverse("maintenance:report_scanned", args=[asset.inventory_number])
    assert school.name not in client.get(address).content.decode()
    client.post(address, {"code": "123456"})
    assert school.name in client.get(address).content.decode()


def test_a_teacher_scans_and_needs_no_code(teacher, school):
    address = reverse("maintenance:report_scanned", args=[placed(school).inventory_number])
    assert "Que se passe-t-il" in teacher.get(address).content.decode()


def test_a_device_that_left_the_school_is_said(teacher, school):
    assert teacher.get(reverse("maintenance:report_scanned", args=["VSD-00000"])).status_code == 200
    token = actions.label_of(placed(SchoolFactory.create()), school)
    assert teacher.get(reverse("maintenance:report_signed", args=[token])).status_code == 404


def test_one_label_serves_a_whole_trolley(teacher, school):
    trolley = placed(school, Kind.TROLLEY)
    tablets = [placed(school, Kind.TABLET) for _ in range(3)]
    Placement.objects.filter(asset__in=tablets).update(container=trolley)
    reported(school, "appareil", "Vitre fendue", asset=tablets[0])
    address = reverse("maintenance:report_scanned", args=[trolley.inventory_number])
    page = teacher.get(address)
    assert [(rank, known) for _, rank, known in page.context["inside"]] == [(1, True), (2, False), (3, False)]
    words = {"appareil": tablets[1].inventory_number, "panne": "ecran", "cle": uuid.uuid4()}
    assert teacher.post(address, words).status_code == 302
    assert Ticket.objects.first().asset == tablets[1]
    gone = {**words, "appareil": "VSD-99999", "cle": uuid.uuid4()}
    assert "n’est plus dans cette mallette" in teacher.post(address, gone).content.decode()


def test_known_answers_are_a_piece_of_page_while_typing_and_a_step_of_the_page_without_script(teacher, school):
    Article.objects.create(title="Écran noir", answer="<b>Rallumez</b>", nature="appareil", published_at=timezone.now())
    piece = teacher.get(reverse("maintenance:suggest"), {"q": "écrans<script>", "nature": "appareil"}).content.decode()
    assert "Écran noir" in piece
    assert "&lt;b&gt;Rallumez" in piece
    assert "<html" not in piece
    assert "Écran noir" not in teacher.get(reverse("maintenance:suggest"), {"q": "câble"}).content.decode()
    step = teacher.get(where(school, panne="autre", phrase="L’écran reste noir")).content.decode()
    assert "À essayer d’abord" in step
    assert 'value="L’écran reste noir"' in step
