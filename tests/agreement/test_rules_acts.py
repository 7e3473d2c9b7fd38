"""What an act lacks to be in force, and the receipt of the prefecture, part by part."""

import datetime as dt
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lekol.agreement.rules.acts import ActFacts, appeal_until, in_force_on, missing, order_faults, vote_fault
from lekol.agreement.rules.matters import department_of, matter_name, prefecture
from lekol.agreement.rules.receipt import NATURES, Identifier, NotReceipt, parse, read_xml

PRINTED = "974-219740115-20171125-177004b-DE"
SHARED = next((up / "shared" for up in Path(__file__).parents if (up / "shared" / "data").is_dir()), Path("absent"))
DAYS = ("decided_on", "signed_on", "transmitted_on", "received_on", "published_on", "notified_on")
DAY = dt.date(2026, 3, 2)


@pytest.mark.parametrize("nature", ["deliberation", "arrete", "individuel", "convention", "avenant"])
def test_an_act_is_in_force_when_decided_or_signed_sent_and_shown_whatever_else_is_known(nature):
    for known in product([None, DAY], repeat=len(DAYS)):
        facts = ActFacts(nature, **dict(zip(DAYS, known, strict=True)))
        done = facts.decided_on if nature == "deliberation" else facts.signed_on
        shown = facts.notified_on if nature == "individuel" else facts.published_on
        sent = facts.transmitted_on or facts.received_on
        assert (in_force_on(facts) == DAY) == bool(done and shown and sent)
        assert (missing(facts) == []) == bool(done and shown and sent)


def test_an_act_of_the_state_is_not_sent_to_the_prefect():
    facts = ActFacts("arrete", local=False, signed_on=DAY, published_on=DAY)
    assert [need.key for need in missing(facts)] == []


def test_it_is_in_force_from_the_last_of_the_days_it_needed():
    facts = ActFacts(
        "deliberation", decided_on=DAY, transmitted_on=DAY + dt.timedelta(3), published_on=DAY + dt.timedelta(9)
    )
    assert in_force_on(facts) == DAY + dt.timedelta(9)
    assert appeal_until(facts) == dt.date(2026, 5, 11)


def test_what_lacks_is_said_in_the_order_of_the_law_with_its_source():
    assert [(need.key, need.source) for need in missing(ActFacts("deliberation"))] == [
        ("decided", "CGCT, L. 2121-20"), ("transmitted", "CGCT, L. 2131-1"), ("published", "CGCT, L. 2131-1"),
    ]  # fmt: skip


def test_days_that_cannot_follow_one_another_are_named():
    before = DAY - dt.timedelta(1)
    facts = ActFacts("arrete", decided_on=DAY, signed_on=before, transmitted_on=before, published_on=before)
    assert order_faults(facts) == [
        "La signature précède la décision.", "La transmission précède la décision.",
        "La publication précède la décision.",
    ]  # fmt: skip


def test_more_votes_than_voters_is_a_fault():
    assert vote_fault(10, 8, 2, 1) == "11 votes pour 10 votants : vérifiez le vote."
    assert vote_fault(10, 8, 2, None) == vote_fault(None, 99, 0, 0) == ""


@pytest.mark.parametrize(
    "text",
    [
        PRINTED,
        PRINTED.lower(),
        PRINTED.replace("-", "_"),
        f"  {PRINTED} ",
        "974 - 219740115 - 20171125 - 177004b - DE",
        PRINTED.replace("-", "–"),
        f"AR {PRINTED}",
        f"Accusé de réception : {PRINTED}".replace("Accusé de réception", "ID"),
        f"{PRINTED}.",
        "974-219 740 115-20171125-177004b-DE",
    ],
)
def test_an_identifier_is_read_whatever_its_case_and_its_hyphens(text):
    found = parse(text)
    assert (found.department, found.siren, found.decided_on, found.number.lower(), found.nature) == (
        "974", "219740115", dt.date(2017, 11, 25), "177004b", "DE",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "n’a pas la forme"),
        ("974-219740115-20171125-DE", "n’a pas la forme"),
        ("999-219740115-20171125-177004b-DE", "département « 999 »"),
        ("974-219740116-20171125-177004b-DE", "n’est pas un numéro SIREN"),
        ("974-219740115-20171345-177004b-DE", "n’est pas une date"),
        ("974-219740115-18171125-177004b-DE", "1817 n’est pas vraisemblable"),
        ("974-219740115-20171125-1234567890123456-DE", "quinze"),
        ("974-219740115-20171125-177004b-XX", "nature « XX »"),
    ],
)
def test_each_wrong_part_of_an_identifier_is_named(text, said):
    with pytest.raises(NotReceipt, match=said):
        parse(text)


@given(
    st.sampled_from(["001", "02A", "013", "095", "971", "974", "976"]),
    st.dates(dt.date(1982, 3, 2), dt.date(2100, 1, 1)),
    st.from_regex(r"[A-Z0-9_]{1,15}", fullmatch=True),
    st.sampled_from(sorted(NATURES)),
)
def test_what_is_written_is_read_back(department, day, number, nature):
    identifier = Identifier(department, "219740115", day, number, nature)
    assert parse(identifier.text) == identifier


XML = """<?xml version="1.0" encoding="{encoding}"?>
<actes:ARActe xmlns:actes="http://www.interieur.gouv.fr/ACTES#v1.1-20040216"
  actes:IDActe="974-219740115-20171125-177004B-DE" actes:DateReception="2017-11-30">
  <actes:ActeRecu actes:Date="2017-11-25"><actes:CodeMatiere1 actes:CodeMatiere="8"/>
  <actes:CodeMatiere2 actes:CodeMatiere="1"/><actes:Objet>Délibération de l'école</actes:Objet></actes:ActeRecu>
</actes:ARActe>"""


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-1", "windows-1252", "UTF-16"])
def test_a_receipt_is_read_in_the_encoding_it_declares(encoding):
    found = read_xml(XML.format(encoding=encoding).encode(encoding))
    assert (found.received_on, found.subject, found.matter) == (dt.date(2017, 11, 30), "Délibération de l'école", "8.1")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "lisible"),
        (b"<a/>", "ARActe"),
        (b"\x00\xff\x00", "lisible"),
        (b"x" * 1_000_001, "mégaoctet"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "DTD ou entité"),
        (XML.format(encoding="UTF-8").replace("2017-11-30", "hier").encode(), "date de réception"),
    ],
)  # fmt: skip
def test_what_is_no_receipt_is_said_plainly(content, said):
    with pytest.raises(NotReceipt, match=said):
        read_xml(content)


@pytest.mark.skipif(not SHARED.exists(), reason="les accusés réels ne sont pas sur cette machine")
def test_real_receipts_are_read():
    found = read_xml((SHARED / "data" / "acts" / "aractes_deliberation.xml").read_bytes())
    assert (found.identifier.department, found.received_on) == ("034", dt.date(2017, 12, 27))
    sample = read_xml((SHARED / "reference" / "samples" / "aractes_exemple.xml").read_bytes())
    assert sample.identifier.text.upper() == PRINTED.upper()


def test_matters_and_prefectures_are_written_as_the_norm_asks():
    assert matter_name("8.1") == "domaines de compétences par thèmes/enseignement"
    assert matter_name("7.10") == "finances locales/divers"
    assert (matter_name("8.12"), matter_name("x")) == ("domaines de compétences par thèmes", "")
    assert [prefecture(department_of(insee)) for insee in ("38185", "97411", "2A004", "01053")] == [
        "PREF038", "PREF974", "PREF02A", "PREF001",
    ]  # fmt: skip
