"""The register of acts: entered, corrected, completed by a receipt, attached, exported."""

import csv
import datetime as dt
import io
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from lekol.agreement import actions
from lekol.agreement.choices import ActNature
from lekol.agreement.models import Act
from lekol.agreement.queries.acts import SCDL, siret
from lekol.agreement.rules.receipt import read_xml
from lekol.directory.choices import Role
from lekol.journal.models import Entry
from tests.access import things
from tests.access.world import World, build
from tests.agreement.test_rules_acts import PRINTED, XML

RECEIPT = XML.format(encoding="UTF-8").encode()


@pytest.fixture
def world(db: None) -> World:
    made = build()
    made.commune.siren = "219740115"
    made.commune.save()
    return made


def client(world: World, role: str = Role.PROJECT_LEAD) -> Client:
    found = Client()
    found.force_login(world.users[role])
    return found


def resolution(world: World, **words) -> Act:
    named = {
        "nature": ActNature.RESOLUTION,
        "number": "17/7-004",
        "subject": "Convention numérique",
        "commune": world.commune,
    }
    return actions.record_act(act=Act(**{**named, **words}), by=world.person(Role.PROJECT_LEAD))


def test_an_act_is_entered_from_its_page_with_its_clauses(world):
    agreement = things.agreement(world)
    clause = agreement.commitments.get(clause="3.1")
    answer = client(world).post(
        "/convention/actes/nouveau/",
        {"body_of": f"commune:{world.commune.pk}", "nature": "deliberation", "number": "26-01", "subject": "Avenant",
         "decided_on": "2026-03-02", "visas": "Vu le code\nVu la loi", "agreement": agreement.pk,
         "clauses": [clause.pk]},
    )  # fmt: skip
    act = Act.objects.get()
    assert answer.url == act.get_absolute_url()
    assert (act.visas, act.commune, list(act.clauses.all())) == (["Vu le code", "Vu la loi"], world.commune, [clause])
    assert Entry.objects.filter(verb="act.recorded").count() == 1


def test_days_out_of_order_are_refused_on_the_form(world):
    page = client(world).post(
        "/convention/actes/nouveau/",
        {"body_of": f"commune:{world.commune.pk}", "nature": "deliberation", "number": "1", "subject": "x",
         "decided_on": "2026-03-02", "published_on": "2026-03-01"},
    )  # fmt: skip
    assert "La publication précède la décision." in page.content.decode()
    assert Act.objects.count() == 0


def test_the_page_says_what_lacks_then_that_it_is_in_force(world):
    act = resolution(world, decided_on=dt.date(2017, 11, 25), transmitted_on=dt.date(2017, 11, 30))
    page = client(world).get(act.get_absolute_url()).content.decode()
    assert "Il manque la publication." in page
    assert "transmission au représentant" not in page
    act.published_on = dt.date(2017, 12, 4)
    act.save()
    assert "Depuis le 4 décembre 2017." in client(world).get(act.get_absolute_url()).content.decode()


def test_a_receipt_completes_the_register(world):
    act = resolution(world)
    client(world).post(f"{act.get_absolute_url()}accuse/", {"receipt": SimpleUploadedFile("ar.xml", RECEIPT)})
    act.refresh_from_db()
    assert (act.receipt.upper(), act.decided_on, act.received_on, act.matter) == (
        PRINTED.upper(), dt.date(2017, 11, 25), dt.date(2017, 11, 30), "8.1",
    )  # fmt: skip


def test_a_receipt_that_disagrees_writes_nothing_and_says_where(world):
    act = resolution(world, decided_on=dt.date(2017, 11, 24))
    with pytest.raises(ValidationError, match="Le jour de la décision"):
        actions.take_receipt(act=act, receipt=read_xml(RECEIPT), by=None)
    assert Act.objects.get().received_on is None


def test_a_receipt_of_another_commune_is_refused(world):
    with pytest.raises(ValidationError, match="SIREN"):
        resolution(world, receipt="974-219740123-20171125-1-DE")


def test_a_correction_keeps_what_was_and_why(world):
    act = resolution(world)
    actions.correct_act(act=act, words={"subject": "Autre objet"}, reason="faute de frappe", by=None)
    entry = Entry.objects.get(verb="act.corrected")
    assert entry.changes == {"objet": ["Convention numérique", "Autre objet"]}
    assert "faute de frappe" in entry.summary


def test_a_file_is_given_back_as_it_was_and_not_once_altered(world):
    act = resolution(world)
    kept = actions.attach(act=act, content=b"%PDF-1.7 acte", name="acte.pdf", by=None)
    address = f"{act.get_absolute_url()}pieces/{kept.pk}/"
    assert client(world).get(address).content == b"%PDF-1.7 acte"
    with kept.file.storage.open(kept.file.name, "wb") as opened:
        opened.write(b"%PDF-1.7 autre")
    answer = client(world).get(address)
    assert (answer.status_code, "son empreinte a changé" in answer.content.decode()) == (409, True)


@pytest.mark.parametrize(
    ("content", "said"), [(b"bonjour", "n’est pas un PDF"), (b"%PDF-" + b"0" * 20_000_000, "20 Mo")]
)
def test_only_a_pdf_of_a_reasonable_size_is_kept(world, content, said):
    with pytest.raises(ValidationError, match=said):
        actions.attach(act=resolution(world), content=content, name="a.pdf", by=None)


def test_the_same_file_is_not_kept_twice(world):
    act = resolution(world)
    actions.attach(act=act, content=b"%PDF-1", name="a.pdf", by=None)
    with pytest.raises(ValidationError, match="déjà joint"):
        actions.attach(act=act, content=b"%PDF-1", name="b.pdf", by=None)


def test_deliberations_leave_in_the_columns_of_scdl(world, tmp_path):
    resolution(world, decided_on=dt.date(2017, 11, 25), matter="8.1", receipt=PRINTED, voting=50, votes_for=50,
               received_on=dt.date(2017, 11, 30))  # fmt: skip
    resolution(world, number="sans matière", decided_on=dt.date(2018, 1, 1))
    page = client(world).get("/convention/actes/scdl.csv").content.decode()
    rows = list(csv.DictReader(io.StringIO(page)))
    assert tuple(rows[0]) == SCDL
    columns = ("DELIB_ID", "COLL_SIRET", "PREF_ID", "VOTE_POUR", "DELIB_MATIERE_NOM")
    assert [tuple(row[column] for column in columns) for row in rows] == [
        ("17/7-004", siret("219740115"), "PREF974", "50", "domaines de compétences par thèmes/enseignement"),
    ]
    call_command("convention_acts", scdl=tmp_path / "d.csv", stdout=io.StringIO())
    assert (tmp_path / "d.csv").read_text(encoding="utf-8").count("\n") == 2


def test_the_siret_of_a_commune_passes_luhn():
    digits = [int(char) for char in reversed(siret("219740115"))]
    assert sum(sum(divmod(digit * (1 + rank % 2), 10)) for rank, digit in enumerate(digits)) % 10 == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_costs_the_same_whatever_its_length(world, django_assert_num_queries, count):
    for rank in range(count):
        resolution(world, number=str(rank))
    reader = client(world)
    reader.get("/convention/actes/")
    with django_assert_num_queries(6):
        reader.get("/convention/actes/")


def test_the_commands_read_a_receipt_and_list_the_register(world, tmp_path):
    out = io.StringIO()
    call_command("convention_receipt", PRINTED, json=True, stdout=out)
    assert '"siren": "219740115"' in out.getvalue()
    (tmp_path / "ar.xml").write_bytes(RECEIPT)
    out = io.StringIO()
    call_command("convention_receipt", str(tmp_path / "ar.xml"), stdout=out)
    assert "Reçu en préfecture le 2017-11-30" in out.getvalue()
    resolution(world)
    out = io.StringIO()
    call_command("convention_acts", json=True, stdout=out)
    assert [row["missing"] for row in json.loads(out.getvalue())] == [["decided", "transmitted", "published"]]
