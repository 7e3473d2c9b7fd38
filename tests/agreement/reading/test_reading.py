"""Reading a text, stage by stage: what the printer added goes, what is not said stays empty, nothing harms."""

import json
import time

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
        ("La maintenance des postes est confiée à la Commune.", ["commune"]),
        ("Un référent sera désigné par l’Académie.", ["rectorat"]),
        ("Les données doivent avoir été effacées par la Commune.", ["commune"]),
        ("Toute publicité est interdite à la Commune.", ["commune"]),
        ("Nous publions un bilan chaque année.", ["commune", "rectorat"]),
        ("Achat des écrans ; Commune ; rentrée 2026", ["commune"]),
        ("Formation des maîtres | Commune et Académie | en continu", ["commune", "rectorat"]),
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
        "La Commune n’intervient pas dans les dépenses.",
        "La Commune ne perçoit aucune rémunération.",
        "La Commune se réserve le droit de visiter les salles.",
        "La Commune équipe ses écoles depuis 2015.",
        "La convention peut être dénoncée par la Commune.",
        "La présidence est assurée par le Maire.",
        "Désignation ; Quantité ; Numéro de série",
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


@pytest.mark.parametrize(
    ("second", "debtors"),
    [
        ("Les frais en seront supportés par elle.", ["commune"]),
        ("Les écrans sont posés par ses soins.", ["commune"]),
        ("L’Académie est informée ; à ce titre, elle tient un registre.", ["rectorat"]),
    ],
)
def test_a_pronoun_after_the_verb_or_in_the_sentence_stands_for_its_own_party(second, debtors):
    found = said(f"Article 2 : Équipement\n\nLa Commune équipe les classes. {second}\n")
    assert [row[1] for row in found][1:] == [debtors]


def test_celle_ci_stands_for_the_party_named_last():
    found = said(
        "Article 2 : Matériel\n\nLe matériel reste la propriété de la Commune. Celle-ci en assure l’entretien.\n"
    )
    assert found == [("2", ["commune"], "Celle-ci en assure l’entretien.")]


@pytest.mark.parametrize("dash", ["-", "–", "—", "•", "✔"])
def test_a_list_is_a_list_whatever_its_dash(dash):
    found = said(
        f"Article 2 : Matériel\n\nLa Commune s’engage à :\n{dash} câbler les classes ;\n{dash} les entretenir.\n"
    )
    assert [words for _, _, words in found] == ["câbler les classes", "les entretenir."]


def test_the_item_after_a_list_within_a_list_is_its_own():
    body = "Article 2 : Travaux\n\n1° La Commune réalise les travaux suivants :\n   - câblage des salles ;\n   - pose des prises.\n2° L’Académie prévient les directeurs.\n"
    assert [(debtors, words) for _, debtors, words in said(body)] == [
        (["commune"], "câblage des salles"), (["commune"], "pose des prises."),
        (["rectorat"], "L’Académie prévient les directeurs."),
    ]  # fmt: skip


def test_parties_side_by_side_or_named_after_who_signs_are_parties():
    beside = "ENTRE :\n\nLa Ville de Sel                 Le Rectorat de Lyon\nreprésentée par Mme Anne Roy    représenté par M. Paul Bel, Recteur\n\nArticle 1. La Ville câble les classes.\n"
    first = "Les soussignés :\nMme Anne Roy, maire de Sel, agissant au nom de la commune, ci-après « la Commune »,\nM. Paul Bel, président de l’association Arc, ci-après « l’Association »,\nont convenu ce qui suit.\n\nArticle 1 : Objet\n"
    assert [row["key"] for row in as_json(read(beside))["parties"]] == ["ville", "rectorat"]
    assert [(row["key"], row["signatory_name"]) for row in as_json(read(first))["parties"]] == [
        ("commune", "Anne Roy"), ("association", "Paul Bel"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["a" * 400_000, "La Ville de " * 40_000, "mot " * 100_000, "La Commune, " * 30_000])
def test_a_text_made_to_last_is_read_in_a_few_seconds(text):
    start = time.process_time()
    read(HEAD + text)
    assert time.process_time() - start < 10


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
