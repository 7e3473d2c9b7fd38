"""Faults of the sections that other agreements need: each at its line, in French, saying what to do."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lekol.agreement.rules.pack import read
from tests.agreement.test_rules_pack import faults
from tests.agreement.test_rules_pack_spoilt import spoilt, told

FOLDER = Path(__file__).parent / "packs_of_others"
TEXTS = {path.stem.split("_", 1)[0] + ("M" if "mere" in path.stem else ""): path.read_text(encoding="utf-8")
         for path in FOLDER.glob("*.toml")}  # fmt: skip

WRONG = {
    "a successor without a day": (
        "C13", "successors = [{ from = 2014-06-01, debtors", "successors = [{ debtors",
        "commitments[5.1].successors[n° 1]", "dites depuis quand",
    ),
    "a successor of no party": (
        "C13", 'debtors = ["metropole"] }]', 'debtors = ["metropol"] }]',
        "commitments[5.1].successors[n° 1].debtors", "« metropole »",
    ),
    "an horizon nobody describes": (
        "C11", 'horizon = "archives"', 'horizon = "archive"', "commitments[1.3].horizon", "« archives »",
    ),
    "a group without members": (
        "C02", 'key = "tutelles"', 'key = "autorites"', "groups[autorites]", "aucune partie n’est de ce groupe",
    ),
    "a request whose effect has no rule": (
        "C13", 'leaves = { from = "demande", then = "fin_exercice_suivant" }\n', "",
        "parties[bourg].asked_to_leave_on", "« leaves » de \\[membership\\]",
    ),
    "an unknown boundary": (
        "C13", 'then = "fin_exercice_suivant"', 'then = "fin_exercise"', "membership.leaves.then", "« fin_exercice »",
    ),
    "days counted without days": (
        "C14", 'days = 2, counted = "ouvres"', 'counted = "ouvres"', "term.takes_effect.counted", "ajoutez « days »",
    ),
    "two starts": (
        "C14", 'rule = "indeterminee"', 'rule = "indeterminee"\nfrom = 2018-01-01', "term.takes_effect", "s’excluent",
    ),
    "a renewal that is not told": (
        "C02", 'renewal = "tacite"\n', "", "term.renewal_years", "dites « renewal »",
    ),
    "an amount in quotes": (
        "C01", "amount = 2.35", 'amount = "2,35 €"', "amounts[abonnement].amount",
        "sans guillemets",
    ),
    "an amount too fine": (
        "C01", "amount = 2.35", "amount = 2.123456",
        "amounts[abonnement].amount", "quatre décimales",
    ),
    "an amount that is free": ("C11", "free = true", "free = true\namount = 3", "amounts[hebergement]", "ou bien"),
    "a share of a lump sum": (
        "C13", 'basis = "cout_reel"', 'basis = "par_agent"', "amounts[frais].basis", "« cout_reel »",
    ),
    "a cap below the floor": ("C05", "cap = 90000", "cap = 9000", "amounts[programme].cap", "plus bas"),
    "an unknown currency": ("C14", '"XPF"', '"FCF"', "amounts[mission].currency", "n’est pas une monnaie"),
    "one who pays itself": (
        "C14", 'payee = "commune"', 'payee = "agglomeration"', "amounts[mission].payee", "même partie",
    ),
    "a link that is none": ("C01", "https://eduscol.example.org/sdet", "eduscol", "documents[sdet].url", "une adresse"),
    "a receipt that is wrong": (
        "C14", "DEL2018_105-DE", "DEL2018_105-ZZ", "acts[DEL105].receipt", "nature « ZZ »",
    ),
    "an act published before it is decided": (
        "C02", "published_on = 2015-04-10", "published_on = 2015-03-10", "acts[CP-114]", "précède la décision",
    ),
    "a blank filled with another kind": (
        "C03", "number = 96", 'text = "96"', "instances[edelweiss].filled[n° 3]", "« number »",
    ),
    "a blank nobody asks for": (
        "C03", 'blank = "tablettes"', 'blank = "tablette"', "instances[edelweiss].filled[n° 3].blank", "« tablettes »",
    ),
    "a template that is signed": (
        "C03", "template = true", "template = true\nsigned_on = 2016-01-01", "agreement.signed_on", "ne se signe pas",
    ),
    "instances without a template": ("C17", "template = true\n", "", "instances", "template = true"),
    "an option nobody describes": (
        "C17", 'options = ["formation"]', 'options = ["formations"]',
        "instances[editions-phare].options", "« formation »",
    ),
    "an annex of no owner": ("C13", 'owner = "ville"\nplace', 'owner = "vile"\nplace', "annexes[1].owner", "« ville »"),
    "a UAI of an annex that is wrong": ("C01", "0060992W", "0060992X", "annexes[A].schools", "lettre de contrôle"),
    "a party that leaves before it joins": (
        "C13", "asked_to_join_on = 2014-01-31", "asked_to_join_on = 2014-01-31\nleft_on = 2013-12-31",
        "parties[anse].left_on", "précède le premier",
    ),
    "a clause that is no promise": ("C19", 'clause = "2.2"\n\n[membership]', 'clause = "9.9"\n\n[membership]',
                                    "horizons[effacement].clause", "n’est pas celle d’un engagement"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_fault_names_its_line_its_place_and_what_to_do(name):
    sheet, before, after, place, sentence = WRONG[name]
    assert before in TEXTS[sheet]
    text = TEXTS[sheet].replace(before, after, 1)
    found = [(line, told) for line, where, told in faults(text) if where == place]
    assert len(found) == 1, faults(text)
    line, words = found[0]
    assert re.search(sentence, words), words
    assert 1 <= line <= text.count("\n") + 1


AMENDED = """
[[amendments]]
number = 1
on = 2019-03-01
title = "Maintenance"
effective_on = 2019-04-01
"""
CHANGES = {
    "neither clause nor article": ({"does": "remplace"}, "une clause, ou bien un article"),
    "a clause nobody knows": ({"does": "abroge", "clause": "9.9"}, "9.9 n’est pas celle"),
    "nothing new": ({"does": "remplace", "clause": "1.1"}, "dites ce qui remplace"),
    "a text for what is abrogated": ({"does": "abroge", "clause": "1.1", "wording": "x"}, "n’a pas de nouveau texte"),
    "an addition without debtors": (
        {"does": "ajoute", "clause": "1.7", "title": "x", "wording": "y"}, "besoin de « debtors »",
    ),
    "an addition that exists": (
        {"does": "ajoute", "clause": "1.1", "title": "x", "wording": "y", "debtors": ["ville"]}, "existe déjà",
    ),
    "an addition under no article": (
        {"does": "ajoute", "clause": "9.1", "title": "x", "wording": "y", "debtors": ["ville"]}, "l’article 9",
    ),
    "an unknown article abrogated": ({"does": "abroge", "article": "Z"}, "ne décrit l’article Z"),
    "a text for an abrogated article": ({"does": "abroge", "article": "1", "wording": "x"}, "n’a pas de nouveau texte"),
    "an article added twice": ({"does": "ajoute", "article": "1", "title": "x", "wording": "y"}, "existe déjà"),
    "an article added without its text": ({"does": "ajoute", "article": "9", "title": "x"}, "« wording »"),
    "a number no article has": ({"does": "ajoute", "article": "9a", "title": "x", "wording": "y"}, "numéro d’article"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_an_avenant_that_does_not_hold_is_told(name):
    change, sentence = CHANGES[name]
    rows = "".join(f"{key} = {value!r}\n" for key, value in change.items()).replace("'", '"')
    found = [told for _, place, told in faults(f"{TEXTS['C00']}{AMENDED}[[amendments.changes]]\n{rows}")]
    assert any(sentence in told for told in found), found


@pytest.mark.parametrize("sheet", sorted(TEXTS))
def test_it_is_read_the_same_whatever_its_line_ends(sheet):
    assert read(TEXTS[sheet].replace("\n", "\r\n")) == read(TEXTS[sheet])


@pytest.mark.parametrize("sheet", ["C02", "C13", "C17"])
def test_once_spoilt_it_gives_a_pack_or_its_faults(sheet):
    @settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(spoilt(TEXTS[sheet]))
    def try_it(text: str) -> None:
        told(text)

    try_it()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 400), st.integers(0, 400), st.sampled_from(["C13", "C19"]))
def test_any_order_of_its_tables_is_understood_or_refused(one, other, sheet):
    blocks = re.split(r"\n(?=\[)", TEXTS[sheet])
    one, other = one % len(blocks), other % len(blocks)
    blocks[one], blocks[other] = blocks[other], blocks[one]
    told("\n".join(blocks))
