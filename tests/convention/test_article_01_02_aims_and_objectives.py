"""Articles 1 and 2: three aims, seven shared objectives."""

from tests.convention.text import PACK, TOGETHER, promises


def test_the_agreement_has_three_aims():
    assert [row.key for row in PACK.aims] == ["gouvernance", "generalisation", "responsabilites"]


def test_the_two_parties_share_seven_objectives():
    assert [row.key for row in PACK.objectives] == [
        "usages-responsables",
        "culture",
        "formation",
        "ressources",
        "parents",
        "coherence",
        "ent",
    ]


def test_both_parties_owe_them():
    assert promises("2", TOGETHER) == {"2.1": "Actions rattachées aux objectifs partagés"}


def test_every_promise_between_them_serves_an_objective_or_the_life_of_the_text():
    alone = [row.clause for row in PACK.commitments if not row.objectives]
    assert alone == ["D.1", "8.5", "10.1", "10.2", "10.3"]
