"""The text of documents people send: real files of every kind, and files meant to harm."""

import io
import zipfile

import docx
import odfdo
import pytest
import typst
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from lekol.kit.documents import LARGEST, Unreadable, text_of

SENTENCE = "La Ville s’engage à équiper l’école."


def word() -> bytes:
    document = docx.Document()
    document.add_heading("Article 1 : Matériel", 1)
    document.add_paragraph(SENTENCE)
    document.add_paragraph("fournir les postes ;", style="List Bullet")
    document.add_paragraph("les entretenir.", style="List Bullet")
    row = document.add_table(1, 2).rows[0]
    row.cells[0].text, row.cells[1].text = "École", "Tamarins"
    document.sections[0].header.paragraphs[0].text = "En-tête de page"
    return saved(document)


def saved(document) -> bytes:
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def opendocument() -> bytes:
    document = odfdo.Document("text")
    document.body.clear()
    document.body.append(odfdo.Header(1, "Article 1 : Matériel"))
    document.body.append(odfdo.Paragraph(SENTENCE))
    document.body.append(odfdo.List(["fournir les postes ;", "les entretenir."]))
    return saved(document)


def pdf(words: str = SENTENCE) -> bytes:
    return typst.compile(f'#set text(font: "Libertinus Serif")\n#set page(height: 8cm)\n{words}'.encode())


PROTECTED = b"""%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >> endobj
4 0 obj << /Filter /Standard /V 1 /R 2 /P -4
/O <0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20>
/U <2002030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f01> >> endobj
trailer << /Root 1 0 R /Encrypt 4 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] >>
"""  # its pass word is nobody’s


def archive(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, words in parts.items():
            opened.writestr(name, words)
    return held.getvalue()


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(Unreadable) as fault:
        text_of(content, name)
    return str(fault.value)


def answer(content: bytes, name: str) -> str:
    """« text », or the sentence of the refusal; anything else fails the test."""
    try:
        return "text" if isinstance(text_of(content, name), str) else "neither"
    except Unreadable as fault:
        return str(fault)


def test_a_word_document_gives_its_paragraphs_items_and_tables_in_order_without_its_page_heads():
    lines = [line for line in text_of(word(), "convention.docx").splitlines() if line]
    assert lines == [
        "Article 1 : Matériel",
        SENTENCE,
        "- fournir les postes ;",
        "- les entretenir.",
        "École ; Tamarins",
    ]


def test_the_automatic_numbers_of_a_word_document_are_written_out():
    document = docx.Document()
    for words in ("Objet", "Durée"):
        paragraph = document.add_paragraph(words)
        numbered(document, paragraph, "Article %1 :")
    assert [line for line in text_of(saved(document), "c.docx").splitlines() if line] == [
        "Article 1 : Objet",
        "Article 2 : Durée",
    ]


def numbered(document, paragraph, shape: str) -> None:
    """Give a paragraph an automatic number of that shape."""
    root = document.part.numbering_part.element
    level = next(iter(root.iter(qn("w:abstractNum")))).find(qn("w:lvl"))
    level.find(qn("w:numFmt")).set(qn("w:val"), "decimal")
    level.find(qn("w:lvlText")).set(qn("w:val"), shape)
    abstract = next(iter(root.iter(qn("w:abstractNum")))).get(qn("w:abstractNumId"))
    num_id = next(
        one.get(qn("w:numId"))
        for one in root.iter(qn("w:num"))
        if one.find(qn("w:abstractNumId")).get(qn("w:val")) == abstract
    )
    holder, asked, depth = paragraph._p.get_or_add_pPr(), OxmlElement("w:numPr"), OxmlElement("w:ilvl")
    depth.set(qn("w:val"), "0")
    number = OxmlElement("w:numId")
    number.set(qn("w:val"), num_id)
    asked.append(depth)
    asked.append(number)
    holder.append(asked)


def test_an_opendocument_text_gives_its_headings_paragraphs_and_items():
    lines = [line for line in text_of(opendocument(), "convention.odt").splitlines() if line]
    assert lines == ["Article 1 : Matériel", SENTENCE, "- fournir les postes ;", "- les entretenir."]


def test_a_pdf_with_a_text_layer_gives_its_text():
    assert SENTENCE in text_of(pdf(), "convention.pdf")


def test_two_hundred_pages_are_read():
    whole = text_of(pdf("\n\n#pagebreak()\n\n".join(f"Page {rank} : {SENTENCE}" for rank in range(200))), "long.pdf")
    assert whole.count(SENTENCE) == 200


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"])
def test_a_plain_text_is_read_in_the_encoding_it_was_saved_in(encoding):
    words = "Où en est l’école ? « À l’été », dit la Ville : ça avance, là-bas, dès la rentrée."
    assert text_of(words.encode(encoding), "convention.txt") == words


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "v.txt", "est vide"),
        (b"  \n\n ", "v.pdf", "est vide"),
        (b"a" * (LARGEST + 1), "v.txt", "dépasse 20 Mo"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "v.doc", "Word ancien"),
        (b"{\\rtf1 bonjour}", "v.rtf", "RTF"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "v.png", "une image"),
        (bytes(range(256)) * 40, "v.txt", "n’est pas un texte"),
        (b"PK\x03\x04" + b"\x00" * 100, "v.docx", "est abîmé"),
        (b"%PDF-1.7\nrien", "v.pdf", "est abîmé"),
        (b"Bonjour", "v.pdf", "c’est un fichier texte"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_french(content, name, said):
    assert said in refusal(content, name)


def test_a_file_that_is_not_what_its_ending_says_is_named_for_what_it_is():
    assert refusal(word(), "convention.pdf") == (
        "« convention.pdf » porte la fin d’un fichier PDF, mais c’est un fichier Word (.docx). "
        "Renommez-le ou envoyez le bon fichier, puis recommencez."
    )
    assert "mais c’est un fichier PDF" in refusal(pdf(), "convention.txt")


def test_a_scan_without_text_layer_is_told_from_a_text():
    assert "n’a pas de texte" in refusal(pdf("#rect(width: 100%, height: 3cm)"), "scan.pdf")


def test_a_protected_pdf_is_told():
    assert "mot de passe" in refusal(PROTECTED, "secret.pdf")


def test_a_spreadsheet_is_told_from_a_text():
    assert "archive ou un classeur" in refusal(archive({"xl/workbook.xml": b"<a/>"}), "v.xlsx")


def test_an_archive_that_swells_is_refused_before_it_is_opened():
    assert "trop de données" in refusal(archive({"word/document.xml": b"0" * 130_000_000}), "bombe.docx")


def test_an_entity_bomb_is_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><a>&b;</a>'
    assert "DTD ou entité" in refusal(archive({"word/document.xml": bomb}), "bombe.docx")
    odt = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": bomb}
    assert "DTD ou entité" in refusal(archive(odt), "bombe.odt")


@settings(max_examples=15, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.pdf", "a.docx", "a.odt", "", "a"]))
def test_any_bytes_give_a_text_or_a_french_sentence(content, name):
    assert answer(content, name) == "text" or answer(content, name).endswith(".")


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_a_damaged_document_never_harms(data):
    whole = bytearray(data.draw(st.sampled_from(WHOLE)))
    for place in data.draw(st.lists(st.integers(10, len(whole) - 1), min_size=1, max_size=20)):
        whole[place] ^= 0xFF
    assert answer(bytes(whole), "") == "text" or answer(bytes(whole), "").endswith(".")


WHOLE = (word(), opendocument(), pdf())
