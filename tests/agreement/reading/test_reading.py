"""Reading a text, stage by stage: what the printer added goes, what is not said stays empty, nothing harms."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lekol.agreement.rules.reading import as_json, read
from lekol.agreement.rules.reading.folding import arabic, fold, number
from lekol.agreement.rules.reading.life import day

HEAD = """CONVENTION D’ESSAI
Entre la commune de Salazie, représentée par son maire, Mme Anne Payet, ci-après « la Commune »,
et l’Académie de La Réunion, représentée par le recteur, M. Paul Robert, ci-après « l’Académie »,
il a été convenu ce qui suit :

"""


def said(body: str) -> list[tuple[str, list[str], str]]:
    """(article, debtors, wording) of each commitment found under our two parties."""
    return [(row["article"], row["debtors"], row["wording"]) for row in as_json(read(HEAD + body))["commitments"]]


@pytest.mark.parametrize(
    ("sentence", "debtors"),
    [
        ("La Commune s’engage à câbler les classes.", ["commune"]),
        ("L’Académie assure la formation des maîtres.", ["rectorat"]),
        ("La Commune prendra en charge les abonnements.", ["commune"]),
        ("La Commune et l’Académie évaluent ensemble les usages.", ["commune", "rectorat"]),
        ("Les parties se concertent chaque année.", ["commune", "rectorat"]),
        ("La maintenance est assurée par les services de la Commune.", ["commune"]),
        ("Les réparations sont à la charge de la Commune.", ["commune"]),
        ("Le filtrage incombe à l’Académie.", ["rectorat"]),
        ("Il appartient à l’Académie de définir les règles.", ["rectorat"]),
        ("La Commune ne peut céder le matériel.", ["commune"]),
        ("Sous réserve des crédits votés, la Commune renouvelle les postes.", ["commune"]),
        ("Chacune des parties désigne un correspondant.", ["commune", "rectorat"]),
    ],
)
def test_a_sentence_binds_whom_it_names(sentence, debtors):
    assert said(f"Article 3 : Matériel\n\n{sentence}\n") == [("3", debtors, sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "La Commune peut confier ces missions à un prestataire.",
        "La Commune souhaite réduire la fracture numérique.",
        "Le comité de pilotage prépare le programme.",
        "Les parties s’accordent sur les objectifs suivants : la réussite et l’équité.",
        "La Commune est propriétaire des postes.",
        "La présente convention définit les engagements de la Commune.",
        "Les élèves respectent la charte.",
    ],
)
def test_a_right_a_wish_a_fact_or_a_committee_s_duty_binds_nobody(sentence):
    assert said(f"Article 3 : Matériel\n\n{sentence}\n") == []


def test_the_items_under_a_lead_are_promises_and_their_details_are_not():
    body = "Article 2 : Équipement\n\nLa Commune s’engage à :\n- équiper la direction :\n  - un poste,\n  - un téléphone,\n- entretenir le parc.\n"
    assert said(body) == [("2", ["commune"], "équiper la direction"), ("2", ["commune"], "entretenir le parc.")]


def test_a_pronoun_stands_for_the_party_named_before_it():
    found = said("Article 2 : Équipement\n\nLa Commune équipe les classes. Elle en assure l’entretien.\n")
    assert [debtors for _, debtors, _ in found] == [["commune"], ["commune"]]


def test_a_heading_that_names_a_party_binds_it_to_its_list():
    found = said("Article 4 : Engagements de l’Académie\n\n- former les maîtres ;\n- héberger les sites.\n")
    assert [(debtors, words) for _, debtors, words in found] == [
        (["rectorat"], "former les maîtres"), (["rectorat"], "héberger les sites."),
    ]  # fmt: skip


def test_page_heads_stamps_and_hyphens_leave_the_sentences_whole():
    body = "Article 3 : Matériel\n\nLa Commune s’engage à entre-\ntenir\nEnvoyé en préfecture le 20/07/2018\nles postes des écoles.\n\n3/12\n"
    assert said(body) == [("3", ["commune"], "La Commune s’engage à entretenir les postes des écoles.")]


def test_a_passage_is_the_very_words_of_the_text_with_its_lead():
    found = as_json(
        read(f"{HEAD}Article 1 : Objet\n\nLa Commune s’engage à :\n- câbler les classes ;\n- les entretenir.\n")
    )
    assert found["commitments"][0]["passage"] == "La Commune s’engage à : […] câbler les classes ;"


def test_what_the_text_does_not_say_stays_empty_and_is_listed():
    found = as_json(read(f"{HEAD}Article 1 : Matériel\n\nLa Commune câble les classes.\n"))
    assert (found["term"], found["notice"], found["committees"], found["signed_on"]) == (None, None, [], None)
    assert {"la durée", "la date de signature", "les comités"} <= set(found["missing"])


@pytest.mark.parametrize("text", ["", "   \n\n", "Bonjour.", "123 456", "\x00\x01", "Article 1"])
def test_what_is_no_agreement_gives_nothing_and_says_so(text):
    found = as_json(read(text))
    assert found["commitments"] == []
    assert "les engagements" in found["missing"]


@pytest.mark.parametrize(
    ("sentence", "term"),
    [
        (
            "La convention est conclue pour quatre ans à compter de sa signature.",
            {"rule": "annees", "years": 4, "from": "signature"},
        ),
        (
            "Elle est conclue pour une durée de dix-huit (18) mois à compter de sa notification.",
            {"rule": "mois", "months": 18, "from": "notification"},
        ),
        (
            "La convention est valable pour l’année scolaire 2026-2027.",
            {"rule": "annees_scolaires", "school_years": ["2026-2027"]},
        ),
        ("La convention est conclue pour une durée indéterminée.", {"rule": "indeterminee"}),
        ("La convention s’applique du 1er octobre 2026 au 3 juillet 2027.", {"rule": "dates", "until": "2027-07-03"}),
    ],
)
def test_the_term_is_read_in_the_words_of_a_pack(sentence, term):
    found = as_json(read(f"{HEAD}Article 9 : Durée\n\n{sentence}\n"))["term"]
    assert {key: found[key] for key in term} == term


def test_dates_numbers_and_ranks_are_read_as_people_write_them():
    assert [day("1er janvier 2026"), day("03/07/2026"), day("le 31 février 2026 ?")] == [
        "2026-01-01",
        "2026-07-03",
        "2026-02-31",
    ]
    assert [number("quinze"), number("15"), number("beaucoup")] == [15, 15, 0]
    assert [arabic("premier"), arabic("IV"), arabic("ix"), arabic("08")] == ["1", "4", "9", "8"]


def test_folding_keeps_every_place():
    text = "Équipée « d’œuvres » — ÇA ŒIL naïf İ"
    assert len(fold(text)) == len(text)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("LaVile s’engàt:;.-\n()«»1IXéœ\t"), max_size=1500))
def test_any_text_is_read_and_every_passage_lies_in_it(text):
    reading = read(HEAD + text)
    passages = [row.passage for row in (*reading.parties, *reading.visas, *reading.articles, *reading.commitments)]
    assert all(0 <= start <= end <= len(reading.text) for start, end in passages)
    json.dumps(as_json(reading))


def test_the_same_text_always_gives_the_same_answer():
    text = HEAD + "Article 1 : Matériel\n\nLa Commune câble les classes.\n"
    assert as_json(read(text)) == as_json(read(text))
