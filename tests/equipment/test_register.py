"""Duties, contracts, papers, counters, stores and hand-overs: what the verbs keep and what they refuse."""

import datetime as dt
import io

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from lekol.directory.choices import Role
from lekol.equipment import actions
from lekol.equipment.choices import Kind, Origin
from lekol.equipment.models import StockItem
from lekol.equipment.rules import counters, endings, fields, papers, signatures
from lekol.journal.models import Entry
from tests.days import today
from tests.directory.factories import CommuneFactory, SchoolFactory, reader
from tests.equipment.factories import AssetFactory, placed

pytestmark = pytest.mark.django_db
YEAR = dt.timedelta(days=365)


@pytest.fixture
def asset():
    return placed(SchoolFactory.create(), kind=Kind.LAPTOP)


def words(duty="depositaire", **more):
    return {"duty": duty, "holder": "ecole", "name": "La direction", **more}


def test_a_duty_passes_from_hand_to_hand_and_funders_share(asset):
    actions.entrust(asset=asset, on=today() - YEAR, words=words())
    actions.entrust(asset=asset, on=today(), words=words(name="Le secrétariat"))
    held = [(row.name, row.valid.lower, row.valid.upper) for row in asset.responsibilities.order_by("pk")]
    assert held == [("La direction", today() - YEAR, today()), ("Le secrétariat", today(), None)]
    for name in ("Ville", "Région"):
        actions.entrust(asset=asset, on=today(), words=words("financeur", name=name, share=50))
    assert asset.responsibilities.filter(duty="financeur", valid__contains=today()).count() == 2
    with pytest.raises(ValidationError, match="déjà inscrit"):
        actions.entrust(asset=asset, on=today(), words=words("financeur", name="Ville", share=10))


def contract(asset, reference="G-1", last=None, **more):
    supplier = actions.know_supplier(commune=asset.commune, words={"name": f"Fournisseur {reference}"})
    kept = {"kind": "garantie", "supplier": supplier, "reference": reference, **more}
    return actions.sign_contract(commune=asset.commune, since=today() - YEAR, until=last or today() + YEAR, words=kept)


def test_the_warranty_of_a_device_is_the_longest_that_covers_it(asset):
    long, short = contract(asset, "L", today() + 2 * YEAR), contract(asset, "S", today() + YEAR)
    for row in (short, long):
        actions.cover(contract=row, assets=[asset])
    asset.refresh_from_db()
    assert asset.warranty_until == today() + 2 * YEAR
    actions.uncover(coverage=asset.coverages.get(contract=long))
    asset.refresh_from_db()
    assert asset.warranty_until == today() + YEAR


def test_a_contract_of_another_commune_covers_nothing_here(asset):
    other = AssetFactory.create(commune=CommuneFactory.create(insee="97415", name="Saint-Paul"))
    with pytest.raises(ValidationError, match="commune de ce contrat"):
        actions.cover(contract=contract(other), assets=[asset])


@pytest.mark.parametrize(
    ("left", "word"), [(-1, "fini"), (0, "30"), (30, "30"), (31, "60"), (90, "90"), (91, "180"), (181, "")]
)
def test_an_end_is_told_by_steps(left, word):
    assert endings.nearness(today() + dt.timedelta(days=left), today()) == word


def picture(**more):
    kept = io.BytesIO()
    image = Image.new("RGB", (3000, 2000), "teal")
    exif = image.getexif()
    exif[0x0112], exif[0x010F] = 6, "Appareil de Camille"
    image.save(kept, "JPEG", exif=exif, **more)
    return kept.getvalue()


def test_a_photograph_is_drawn_again_upright_small_and_says_nothing_of_the_camera(asset):
    row = actions.keep_photo(asset=asset, content=picture(), caption="Écran cassé")
    with row.file.open() as file:
        kept = Image.open(io.BytesIO(file.read()))
    assert (kept.size, dict(kept.getexif()), "exif" in kept.info) == ((1067, 1600), {}, False)


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\xff\xd8\xff\xe0 coup\xc3\xa9", picture()[:500]])
def test_what_is_not_a_photograph_is_refused_with_a_sentence(asset, content):
    with pytest.raises(ValidationError, match="photo"):
        actions.keep_photo(asset=asset, content=content, caption="")
    assert asset.photos.count() == 0


@pytest.mark.parametrize("content", [b"", b"<html>", b"MZ\x90", b"PK\x03\x04 rien de bureautique"])
def test_a_document_is_known_by_its_bytes_whatever_its_name(asset, content):
    with pytest.raises(ValidationError):
        actions.keep_document(thing=asset, content=content, name="facture.pdf", words={"title": "", "kind": "autre"})


def test_the_same_document_is_kept_once_and_its_name_never_holds_a_path(asset):
    kept = {"title": "", "kind": "facture"}
    row = actions.keep_document(thing=asset, content=b"%PDF-1.7", name="../../etc/<passwd>.exe", words=kept)
    assert row.name == "passwd.pdf"
    with pytest.raises(ValidationError, match="déjà joint"):
        actions.keep_document(thing=asset, content=b"%PDF-1.7", name="autre.pdf", words=kept)
    assert papers.name_of("C:\\bureau\\é .PDF", "pdf") == "é.pdf"


def test_counters_never_go_down_unless_they_were_put_back_to_nothing():
    asset = placed(SchoolFactory.create(), kind=Kind.COPIER)
    actions.read_counters(asset=asset, on=today() - YEAR, mono=1_000, colour=10)
    with pytest.raises(ValidationError, match="ne recule pas"):
        actions.read_counters(asset=asset, on=today(), mono=900, colour=10)
    actions.read_counters(asset=asset, on=today(), mono=50, colour=0, restart=True)
    with pytest.raises(ValidationError, match="moins de pages"):
        actions.read_counters(asset=asset, on=today() - YEAR - YEAR, mono=2_000, colour=0)


def test_only_copiers_and_printers_have_counters(asset):
    with pytest.raises(ValidationError, match="copieur"):
        actions.read_counters(asset=asset, on=today(), mono=1)


def test_the_pages_of_a_contract_year_are_shared_by_the_day():
    start = dt.date(2026, 1, 1)
    known = [
        counters.Counter(start - dt.timedelta(days=50), 0, 0),
        counters.Counter(start + dt.timedelta(days=50), 1000, 10),
    ]
    assert counters.printed(known, start, dt.date(2027, 1, 1)) == (500, 5)
    use = counters.use(500, 3_000, (start, dt.date(2027, 1, 1)), known[-1].on)
    assert (use.expected, use.over) == (3_650, 650)
    assert counters.contract_year(dt.date(2024, 2, 29), dt.date(2026, 3, 1)) == (
        dt.date(2026, 2, 28),
        dt.date(2027, 2, 28),
    )


def test_a_store_never_gives_more_than_it_has():
    item = StockItem.objects.create(commune=CommuneFactory.create(), name="Toner", threshold=2)
    actions.move_stock(item=item, change=3, reason="Livraison")
    with pytest.raises(ValidationError, match="Il en reste 3"):
        actions.move_stock(item=item, change=-4)
    actions.move_stock(item=item, change=-1)
    item.refresh_from_db()
    assert (item.quantity, item.is_low, item.movements.count()) == (2, True, 2)


def loan(asset, **more):
    on = today()
    kept = {"kind": "pret", "name": "Anne Hoarau", "on": on, "due_on": on + YEAR, "school": asset.school, **more}
    return actions.hand_over(commune=asset.commune, assets=[asset], words=kept)


def test_a_device_is_in_one_pair_of_hands_and_comes_back_signed(asset):
    slip = loan(asset)
    with pytest.raises(ValidationError, match="déjà remis"):
        loan(asset)
    actions.sign(row=slip, name="Anne Hoarau", strokes=[[[0, 0], [5, 5]]])
    with pytest.raises(ValidationError, match="déjà signée"):
        actions.sign(row=slip, name="Anne Hoarau", strokes=[])
    actions.give_back(row=slip, on=today(), condition="bon", name="Le technicien", strokes=[])
    assert Entry.objects.about(asset)[0].summary == f"Rendu par Anne Hoarau ({slip.ref})."
    assert loan(asset, on=today() + dt.timedelta(days=1)).lines.count() == 1


def test_a_loan_has_a_day_of_return(asset):
    with pytest.raises(ValidationError, match="date de retour"):
        loan(asset, due_on=None)


@pytest.mark.parametrize(
    "text", ["{}", "[[1]]", "[[[1,2,3]]]", '[[["a",1]]]', "[[[true,1]]]", "[" * 5_000, "non", "[[[1.5,2]]]"]
)
def test_what_is_not_a_drawing_is_not_a_signature(text):
    with pytest.raises(ValueError, match="signature"):
        signatures.read(text)


def test_a_signature_stays_in_its_box_and_a_dot_is_nothing():
    assert signatures.read("[[[-5,10],[900,250]],[[1,1]]]") == [[[0, 10], [600, 200]]]
    assert signatures.path([[[0, 10], [600, 200]]]) == "M0 10 L600 200"


SCHEMA = [
    {"key": "a", "label": "Antivol", "type": "oui_non", "options": [], "required": False},
    {"key": "n", "label": "Prises", "type": "nombre", "options": [], "required": True},
    {"key": "d", "label": "Posé le", "type": "date", "options": [], "required": False},
    {"key": "c", "label": "Image", "type": "choix", "options": ["École", "Direction"], "required": False},
]


def test_custom_values_are_kept_by_their_nature():
    given = {"a": "Oui", "n": "1 200,5", "d": "31/12/2026", "c": "école"}
    assert fields.checked(SCHEMA, given) == ({"a": True, "n": 1200.5, "d": "2026-12-31", "c": "École"}, {})


def test_each_custom_fault_is_said_on_its_field():
    kept, faults = fields.checked(SCHEMA, {"a": "peut-être", "d": "31/02/2026", "c": "Autre", "x": "1"})
    assert (kept, set(faults)) == ({}, {"a", "n", "d", "c", "x"})


def test_a_value_of_a_field_no_longer_asked_is_kept(asset):
    row = actions.declare_field(commune=asset.commune, words={"label": "Antivol", "type": "oui_non"})
    actions.edit(asset=asset, words={}, extra={"antivol": "oui"})
    actions.declare_field(commune=asset.commune, field=row, words={"retired": True})
    actions.edit(asset=asset, words={"name": "PC-1"}, extra={})
    asset.refresh_from_db()
    assert (asset.name, asset.extra) == ("PC-1", {"antivol": True})


def test_the_journal_says_before_and_after_in_french(asset):
    actions.edit(asset=asset, words={"origin": Origin.GIFT, "name": "PC-1"})
    assert Entry.objects.about(asset)[0].changes == {"origine": ["Ville", "don"], "nom": [None, "PC-1"]}
    assert Entry.objects.about(asset).count() == 1
    actions.edit(asset=asset, words={"name": "PC-1"})
    assert Entry.objects.about(asset).count() == 1


def test_an_end_is_mailed_on_its_steps_only_and_to_the_city_that_holds_the_contract(asset, mailoutbox):
    head = reader(Role.CITY_IT_HEAD, asset.commune).person
    reader(Role.CITY_IT_HEAD, CommuneFactory.create(insee="97415", name="Saint-Paul"))
    contract(asset, "G-30", today() + dt.timedelta(days=30))
    contract(asset, "G-31", today() + dt.timedelta(days=31))
    actions.tell_endings(today())
    assert [(mail.to, "G-30" in mail.body, "G-31" in mail.body) for mail in mailoutbox] == [([head.email], True, False)]


def test_the_night_says_again_where_devices_stand(asset):
    other = SchoolFactory.create(commune=asset.commune)
    tomorrow = today() + dt.timedelta(days=1)
    actions.move(asset=asset, school=other, room=None, on=tomorrow)
    asset.refresh_from_db()
    assert asset.school != other
    actions.settle_places(tomorrow)
    asset.refresh_from_db()
    assert asset.school == other


def test_the_reference_of_a_contract_keeps_its_capitals_wherever_it_is_read(asset, client):
    made = contract(asset, "G3-Océan", last=today() + dt.timedelta(days=9))
    actions.cover(contract=made, assets=[asset])
    client.force_login(reader(Role.CITY_IT_HEAD, asset.commune))
    listed = f"/parc/?contrat={made.pk}"
    assert (
        "Les matériels en service de la commune de Saint-Denis sous garantie G3-Océan."
        in client.get(listed).content.decode()
    )
    for address in (asset.get_absolute_url(), "/parc/contrats/", made.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "Garantie G3-Océan" in page
        assert "g3-océan" not in page
    asset.refresh_from_db()
    client.force_login(reader(Role.SCHOOL_HEAD, asset.school))
    page = client.get(listed).content.decode()
    assert "sous ce contrat." in page
    assert "G3-Océan" not in page
