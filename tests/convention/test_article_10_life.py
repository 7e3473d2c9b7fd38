"""Article 10: term, avenants, notice and termination."""

import datetime as dt

from tests.convention.text import PACK, TOGETHER, promises


def test_both_parties_owe_the_life_of_the_agreement():
    assert promises("10", TOGETHER) == {
        "10.1": "Durée de quatre ans tenue à jour",
        "10.2": "Modifications négociées, par avenant",
        "10.3": "Mise en demeure avant résiliation",
    }


def test_it_runs_four_years_from_the_day_of_its_signature():
    assert PACK.term_when(dt.date(2018, 1, 15)).ends_on == dt.date(2022, 1, 14)


def test_until_it_is_signed_its_term_is_unknown():
    assert PACK.term_when(PACK.signed_on) is None


def test_a_change_is_an_avenant_for_the_residual_term():
    assert PACK.data["amendment"]["lasts"] == "duree_residuelle"


def test_a_breach_is_noticed_by_registered_letter_and_ends_it_after_fifteen_days():
    notice = PACK.data["notice"]
    assert (notice["days"], notice["from"]) == (15, "envoi")
    assert notice["form"] == "lettre recommandée avec accusé de réception valant mise en demeure"
