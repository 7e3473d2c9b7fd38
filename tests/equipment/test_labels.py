"""Labels at their exact place, and what the codes on them open."""

import pypdfium2
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from lekol.directory.choices import Role
from lekol.equipment.rules.labels import FORMATS, PAGE, READ_A_MINUTE, places
from lekol.kit.printing import code128, qr
from tests.directory.factories import CommuneFactory, SchoolFactory
from tests.directory.test_imports import reader
from tests.equipment.factories import placed

MM = 72 / 25.4


@given(st.sampled_from(list(FORMATS.values())), st.integers(1, 200), st.integers(1, 65))
def test_labels_never_overlap_nor_leave_the_paper(form, count, start):
    width, height = form.page
    found = list(places(form, count, start))
    assert len(set(found)) == len(found) == count
    for _, left, top in found:
        assert left >= 0
        assert top >= 0
        assert left + form.width <= width + 0.01
        assert top + form.height <= height + 0.01


def test_a_started_sheet_goes_on_at_its_first_free_place():
    first = next(iter(places(FORMATS["a4-24"], 1, 5)))
    assert first == (0, pytest.approx(7.25 + 66.0), pytest.approx(12.9 + 33.9))


def test_a_number_that_has_no_bar_code_has_a_qr_code_still():
    assert code128("VSD-00412").startswith("<svg")
    assert code128("école n° 4") == ""
    assert qr("école n° 4").startswith("<svg")


def pdf(client, school, **words):
    response = client.get(
        reverse("equipment:labels", args=[school.uai]), {"what": "materiels", "format": "a4-24", **words}
    )
    assert response["Content-Type"] == "application/pdf"
    return pypdfium2.PdfDocument(response.content)


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMATS.values(), ids=lambda form: form.key)
def test_every_format_prints_at_its_exact_size(client, form):
    school = SchoolFactory.create()
    for rank in range(3):
        placed(school, inventory_number=f"VSD-{rank}")
    client.force_login(reader(Role.CITY_IT_HEAD, school.commune))
    document = pdf(client, school, format=form.key, start="2")
    assert len(document) == (3 if form.tape else 1)
    size = PAGE if not form.tape else (form.width, form.height)
    assert document[0].get_size() == pytest.approx([side * MM for side in size], abs=0.6)
    words = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert [number for number in ("VSD-0", "VSD-1", "VSD-2") if number not in words] == []


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMATS.values(), ids=lambda form: form.key)
def test_a_long_number_and_its_school_stay_whole_within_their_label(client, form):
    school = SchoolFactory.create(name="Les Filaos de la Cour")
    placed(school, inventory_number="VSD-2026-001234")
    client.force_login(reader(Role.CITY_IT_HEAD, school.commune))
    page = pdf(client, school, format=form.key)[0]
    text = page.get_textpage()
    said = text.get_text_range()
    start = said.index("VSD-2026-001234")
    boxes = [text.get_charbox(rank) for rank in range(start, start + len("VSD-2026-001234"))]
    _, left, top = next(iter(places(form, 1)))
    lowest, highest = page.get_height() - (top + form.height) * MM, page.get_height() - top * MM
    assert min(box[0] for box in boxes) > left * MM
    assert max(box[2] for box in boxes) < (left + form.width) * MM
    assert lowest < min(box[1] for box in boxes) < max(box[3] for box in boxes) < highest
    assert "de la Cour" in " ".join(said.split())


@pytest.mark.django_db
def test_a_started_sheet_leaves_its_used_places_blank(client):
    school = SchoolFactory.create()
    placed(school, inventory_number="VSD-7")
    client.force_login(reader(Role.CITY_IT_HEAD, school.commune))
    page = pdf(client, school, start="24")[0]
    text = page.get_textpage()
    found = text.search("VSD-7").get_next()
    left, _, _, top = text.get_charbox(found[0])
    assert left / MM > 7.25 + 2 * 66.0
    assert top / MM < 297 - (12.9 + 7 * 33.9)


@pytest.mark.django_db
def test_a_stranger_sees_the_school_and_how_to_report_and_nothing_of_the_device(client):
    school = SchoolFactory.create(name="Les Badamiers")
    asset = placed(school, inventory_number="VSD-412", serial="SECRET99")
    page = client.get(asset.get_absolute_url()).content.decode()
    assert "Les Badamiers" in page
    report = reverse("maintenance:report_scanned", args=["VSD-412"])
    assert f'href="{report}"' in page
    page = page.replace(report, "")  # the address says what the label itself shows
    assert [word for word in ("SECRET99", str(asset.model), "VSD-412", "Garantie") if word in page] == []


@pytest.mark.django_db
def test_a_number_of_two_communes_tells_a_stranger_no_school_unless_the_code_says_which(client):
    first = SchoolFactory.create(name="Les Badamiers")
    second = SchoolFactory.create(name="Les Filaos", commune=CommuneFactory.create(insee="97415", name="Saint-Paul"))
    for school in (first, second):
        placed(school, inventory_number="VSD-1")
    address = reverse("equipment:device", args=["VSD-1"])
    assert "Les Filaos" not in client.get(address).content.decode()
    assert "Les Filaos" in client.get(address, {"c": second.commune.insee}).content.decode()
    assert client.get(reverse("equipment:device", args=["VSD-404"])).status_code == 404


@pytest.mark.django_db
def test_whoever_draws_numbers_without_an_account_is_stopped_and_readers_are_not(client):
    school = SchoolFactory.create()
    placed(school, inventory_number="VSD-412")
    codes = {client.get("/equipements/VSD-412/").status_code for _ in range(READ_A_MINUTE)}
    answer = client.get("/equipements/VSD-413/")
    assert (codes, answer.status_code, answer["Retry-After"]) == ({200}, 429, "60")
    assert client.get("/equipements/VSD-412/verifier/").status_code == 429
    client.force_login(reader(Role.SCHOOL_HEAD, school))
    assert client.get("/equipements/VSD-412/").status_code == 200


SECRETS = ("HP", "SN-SECRET-1", "Poste de Mme Hoarau", "Salle 12", ">don<", "garanti", "VSD-412</h1>", "modifier")


@pytest.mark.django_db
def test_a_stranger_reads_nothing_of_the_device_by_any_of_its_addresses(client):
    school = SchoolFactory.create(name="Les Badamiers")
    asset = placed(school, inventory_number="VSD-412", serial="SN-SECRET-1", name="Poste de Mme Hoarau", origin="don")
    page = client.get(asset.get_absolute_url()).content.decode()
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    assert [word for word in SECRETS if word in main] == []
    assert "Signaler une panne" in main
    assert "Les Badamiers" in main
    for verb in ("modifier", "placer", "systeme", "achat", "document", "photo", "compteurs", "remettre"):
        answer = client.get(f"{asset.get_absolute_url()}{verb}/")
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/comptes/connexion/")
