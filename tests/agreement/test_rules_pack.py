"""A faulty pack gives every fault, each at its line, in French; a good one gives frozen words."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from lekol.agreement.rules.faults import PackErrors
from lekol.agreement.rules.pack import LARGEST, decode, read
from lekol.agreement.rules.schema import LEVELS
from lekol.pact.scopes import Level, Scope
from tests.agreement.packs import SMALL

SHEETS = Path(__file__).parents[2].parent / "shared" / "data" / "conventions"


def faults(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(PackErrors) as refused:
        read(text)
    return [(fault.line, fault.place, fault.sentence) for fault in refused.value.faults]


def changed(before: str, after: str, text: str = SMALL) -> str:
    assert before in text
    return text.replace(before, after, 1)


def line_of(words: str, text: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_a_good_pack_gives_its_words():
    pack = read(SMALL)
    cabling, talks = pack.commitments
    assert (pack.slug, pack.scope, pack.signed_on) == ("essai", Scope(Level.COMMUNE, "97411"), dt.date(2025, 2, 3))
    assert (cabling.clause, cabling.article, cabling.debtors, cabling.collaborators) == (
        "3.1",
        "3",
        ("ville",),
        ("rectorat",),
    )
    assert (cabling.indicator, cabling.declared, cabling.joint) == ("network.classrooms_cabled", False, False)
    assert (cabling.target_ratio, cabling.target_on, cabling.target_at_term) == (1, dt.date(2027, 8, 9), False)
    assert (talks.declared, talks.joint, talks.target_number, talks.target_unit) == (True, True, 2, "réunions")
    assert (talks.target_on, talks.target_at_term) == (None, True)
    assert [(row.desk, row.warranty) for row in pack.routing] == [("fournisseur", True), ("ville", None)]
    assert [party.key for party in pack.parties if party.signing] == ["ville", "rectorat"]


def test_what_later_chapters_read_is_ready_for_json():
    data = read(SMALL).data
    assert json.loads(json.dumps(data)) == data
    assert data["amendments"] == [{"number": 1, "on": "2026-03-12", "title": "Échéances"}]
    assert data["at_term"] == ["3.2"]


M_AND_D = 'declared = true\nmeasures = ["a.b"]'
SEAT = "committees[copil].members[n° 1]"
WRONG = {
    "unknown key": ('letter = "V"', 'leter = "V"', "parties[ville].leter", "« leter ».* « letter »"),
    "unknown section": ("[notice]", "[notices]", "notices", "clé inconnue « notices ».* « notice »"),
    "missing key": ('title = "Convention d’essai"\n', "", "agreement.title", "la clé « title » manque"),
    "wrong type": ("days = 15", 'days = "15"', "notice.days", "nombre entier"),
    "a flag in quotes": ("declared = true", 'declared = "oui"', "commitments[3.2].declared", "true ou false"),
    "a number out of bounds": ("years = 4", "years = 400", "term.years", "entre 1 et 99"),
    "unknown party": ('debtors = ["ville"]', 'debtors = ["vile"]', "commitments[3.1].debtors", "« vile » .*« ville »"),
    "unknown collaborator": ('with = ["rectorat"]', 'with = ["dsden"]', "commitments[3.1].with", "« dsden »"),
    "nobody owes": ('debtors = ["ville"]', "debtors = []", "commitments[3.1].debtors", "nommez au moins une partie"),
    "a debtor twice": ('debtors = ["ville"]', 'debtors = ["ville", "ville"]', "commitments[3.1].debtors", "répété"),
    "duplicated clause": ('clause = "3.2"', 'clause = "3.01"', "commitments[3.01].clause", "déjà pris ligne"),
    "broken clause": ('clause = "3.1"', 'clause = "3-1"', "commitments[3-1].clause", "numéro de clause"),
    "no such article": ('clause = "3.2"', 'clause = "4.2"', "commitments[4.2].clause", "aucun \\[\\[articles\\]\\]"),
    "wrong article": ('clause = "3.2"', 'article = "5"\nclause = "3.2"', "commitments[3.2].article", "article 3, pas"),
    "bad SIREN": ("219740115", "219740116", "parties[ville].siren", "SIREN"),
    "bad date": ("2027-08-09", '"été 2027"', "commitments[3.1].target.on", "date sans guillemets"),
    "a time for a date": ("2025-02-03", "2025-02-03T10:00:00", "agreement.signed_on", "ni heure"),
    "an unlikely year": ("2025-02-03", "0025-02-03", "agreement.signed_on", "vraisemblable"),
    "measured and declared": ("declared = true", M_AND_D, "commitments[3.2].declared", "s’excluent"),
    "neither of them": ("declared = true\n", "", "commitments[3.2].declared", "dites ce qui le compte"),
    "broken measure": ("network.classrooms_cabled", "classrooms", "commitments[3.1].measures", "forme d’une mesure"),
    "unknown level": ('level = "commune"', 'level = "comune"', "parties[ville].level", "« commune »"),
    "unknown nature": ('with = ["rectorat"]', 'nature = "voeu"', "commitments[3.1].nature", "moyens, resultat"),
    "unknown objective": ('objectives = ["coherence"]', 'objectives = ["x"]', "commitments[3.1].objectives", "« x »"),
    "a table for many": ("[[aims]]", "[aims]", "aims", "table répétée"),
    "a target of nothing": ("target = { ratio = 1, ", "target = { ", "commitments[3.1].target", "« ratio »"),
    "a number without unit": ('unit = "réunions", ', "", "commitments[3.2].target", "vont ensemble"),
    "a share above one": ("ratio = 1,", "ratio = 95,", "commitments[3.1].target.ratio", "0.95 pour 95 %"),
    "due before signing": ("2027-08-09", "2024-08-09", "commitments[3.1].target.on", "précède la signature"),
    "an avenant too early": ("2026-03-12", "2024-03-12", "amendments[n° 1].on", "précède la signature"),
    "an avenant unsigned": ("signed_on = 2025-02-03\n", "", "amendments[n° 1].on", "suppose une convention signée"),
    "joint alone": ('debtors = ["ville"]', 'debtors = ["ville"]\njoint = true', "commitments[3.1].joint", "moins deux"),
    "one party": ('level = "rectorat"', 'level = "rectorat"\nsigning = false', "parties", "au moins deux"),
    "no letter": ('letter = "R"\n', "", "parties[rectorat].letter", "a besoin de « letter »"),
    "a letter twice": ('letter = "R"', 'letter = "V"', "parties[rectorat].letter", "autre partie"),
    "a useless term key": ("years = 4", "years = 4\nuntil = 2030-01-01", "term.until", "ne sert pas"),
    "a term key lacking": ("years = 4\n", "", "term.years", "demande la clé"),
    "unknown scope": ("commune:97411", "ville:97411", "agreement.scope", "périmètre"),
    "its own predecessor": ("signed_on", 'predecessor = "essai"\nsigned_on', "agreement.predecessor", "elle-même"),
    "half a frequency": ("minimum = 1\n", "", "committees[copil]", "vont ensemble"),
    "a stranger on a seat": ('party = "rectorat"\nf', 'party = "x"\nf', f"{SEAT}.party", "« x »"),
    "a seat without function": ('function = "IEN"\n', "", f"{SEAT}.function", "manque"),
    "a kit of no clause": ("[trolley]\nclause = \"3.1\"", "[trolley]\nclause = \"9.9\"", "trolley.clause", "9.9"),
    "nobody repairs": ('g]]\ndesk', 'g]]\nnatures = ["cable"]\ndesk', "routing", "aucune ligne"),
    "a dead row": ('natures = ["appareil"]\nwarranty = true\n', "", "routing[3.1]", "ne décide jamais"),
    "a control character": ("Concertation", "Concer\\u0000tation", "commitments[3.2].title", "caractère de contrôle"),
    "an empty text": ('"Concertation"', '" "', "commitments[3.2].title", "vide"),
    "a text too long": ('"Concertation"', f'"{"a" * 161}"', "commitments[3.2].title", "161 signes"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_fault_names_its_line_its_place_and_what_to_do(name):
    before, after, place, sentence = WRONG[name]
    text = changed(before, after)
    found = [(line, told) for line, where, told in faults(text) if where == place]
    assert len(found) == 1
    line, told = found[0]
    assert re.search(sentence, told)
    assert line == 0 or 1 <= line <= text.count("\n") + 1


def test_a_fault_stands_at_the_line_of_its_key():
    text = changed('debtors = ["ville", "rectorat"]', 'debtors = ["ville", "rectorta"]')
    assert [line for line, _, _ in faults(text)] == [line_of('"rectorta"', text)]


def test_a_pack_without_promises_is_refused():
    text = SMALL[: SMALL.index("[[commitments]]")]
    assert [told for _, place, told in faults(text) if place == "commitments"] == [
        "la section [[commitments]] manque. Les engagements : une promesse chacun."
    ]


def test_every_fault_is_told_at_once_in_the_order_of_the_file():
    text = changed(
        "219740115",
        "219740116",
        changed(
            "days = 15",
            "days = 0",
            changed('clause = "3.2"\ntitle', 'clause = "8.2"\ntitle', changed('clause = "3.2"\nmin', "min")),
        ),
    )
    places = [place for _, place, _ in faults(text)]
    assert places == ["notice.days", "parties[ville].siren", "commitments[8.2].clause"]


SYNTAX = {
    "a text left open": ('title = "Convention d’essai"', 'title = "Convention d’essai', 3, "il manque des guillemets"),
    "no equals sign": ("years = 4", "years 4", 9, "il manque le signe ="),
    "a key twice": ("years = 4", "years = 4\nyears = 5", 10, "écrite deux fois"),
    "a section twice": ("[notice]", "[agreement]", 12, "écrite deux fois"),
    "a date that never was": ("2025-02-03", "2025-02-30", 6, "n’existe pas"),
    "words without quotes": ('short_title = "Essai"', "short_title = Essai", 4, "va entre guillemets"),
    "a list left open": ('debtors = ["ville"]', 'debtors = ["ville"', 69, "n’est pas fermée"),
    "a bracket lacking": ("[term]", "[term", 8, "crochet fermant"),
}


@pytest.mark.parametrize("name", SYNTAX)
def test_a_text_that_is_not_toml_is_told_in_french_at_its_line(name):
    before, after, line, sentence = SYNTAX[name]
    found = faults(changed(before, after))
    assert len(found) == 1
    assert found[0][0] in {line, line + 1}
    assert sentence in found[0][2]


@pytest.mark.parametrize(
    "bomb", ["a = " + "[" * 100_000, "x = " + "{a=" * 50_000, "k" + ".k" * 300_000 + " = 1", "n = " + "9" * 9_000]
)
def test_a_text_made_to_exhaust_the_reader_is_refused(bomb):
    assert len(faults(bomb)) == 1


def test_an_empty_text_names_what_is_missing():
    assert [place for _, place, _ in faults("")] == ["agreement", "articles", "commitments", "parties", "term"]


def test_a_file_too_large_is_refused():
    with pytest.raises(PackErrors, match="1000 ko"):
        decode(b"a" * (LARGEST + 1))


def test_a_file_that_is_not_utf_8_is_refused_at_its_line():
    with pytest.raises(PackErrors, match=r"ligne 2 : .*UTF-8"):
        decode('slug = 1\ntitle = "été"'.encode("latin-1"))


def test_a_mark_of_the_windows_notepad_is_passed_over():
    assert read(decode(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())).slug == "essai"


TERMS = {
    "years from a day": 'years = 3\nfrom = 2024-09-01',
    "fixed dates": 'rule = "dates"\nfrom = 2016-09-01\nuntil = 2017-07-08',
    "school years": 'rule = "annees_scolaires"\nschool_years = ["2016-2017"]',
    "an event": 'rule = "evenement"\nfrom = "signature"\nevent = "fin du marché de l’espace numérique de travail"',
    "no end": 'rule = "indeterminee"\nfrom = "signature"\nrenewal = "tacite"',
}  # fmt: skip


@pytest.mark.parametrize("name", TERMS)
def test_other_terms_can_be_written(name):
    assert read(changed('years = 4\nfrom = "signature"', TERMS[name])).term.rule


def test_a_third_party_a_company_and_a_parent_agreement_can_be_written():
    third = """[[parties]]
key = "editeur"
name = "L’éditeur"
short_name = "Éditeur"
level = "entreprise"
letter = "E"
legal_form = "société par actions simplifiée"
registration = "RCS Saint-Denis"
entity = "Éditeur réel"

[[aims]]"""
    head = 'parent = "convention-mere"\nschools = ["9740001H"]\nsigned_on'
    pack = read(changed("signed_on", head, changed("[[aims]]", third)))
    assert [party.key for party in pack.parties if party.signing] == ["ville", "rectorat", "editeur"]
    assert (pack.parent, pack.schools) == ("convention-mere", ("9740001H",))


LEVEL_OF = {
    "EPLE": "etablissement",
    "école/EPLE": "ecole",
    "commune/EPCI": "epci",
    "État": "etat",
    "département": "departement",
}


@pytest.mark.skipif(not SHEETS.is_dir(), reason="les fiches de conventions ne sont pas à côté du dépôt")
@pytest.mark.parametrize("sheet", sorted(SHEETS.glob("*.json")), ids=lambda path: path.stem)
def test_the_parties_of_every_convention_seen_can_be_written(sheet):
    rows = json.loads(sheet.read_text(encoding="utf-8"))["parties"]
    levels = [LEVEL_OF.get(row["niveau"], row["niveau"].lower()) for row in rows]
    assert set(levels) <= set(LEVELS)
    parties = "".join(
        f'[[parties]]\nkey = "p{rank}"\nname = "{row["nom"]}"\nshort_name = "{row["nom"]}"\nlevel = "{level}"\n'
        f'letter = "{rank}"\nsignatory_function = "{row["signataire"]}"\n'
        for rank, (row, level) in enumerate(zip(rows, levels, strict=True))
    )
    head, rest = SMALL.split("[[parties]]", 1)
    body = rest[rest.index("[[aims]]") : rest.index("[[committees]]")]
    body = body.replace('"ville"', '"p0"').replace('"rectorat"', '"p1"')
    assert len(read(head + parties + body).parties) == len(rows)
