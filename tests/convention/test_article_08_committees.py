"""Article 8: the steering committee and the technical committee."""

from collections import Counter
from typing import Any

from tests.convention.text import ACADEMY, CITY, PACK, TOGETHER, promises


def committee(key: str) -> dict[str, Any]:
    return next(row for row in PACK.data["committees"] if row["key"] == key)


def test_everything_here_is_owed_by_both():
    assert promises("8", TOGETHER) == {
        "8.1": "Comité de pilotage réuni chaque année",
        "8.2": "Programme annuel préparé et validé",
        "8.3": "Bilan et évaluation de l’année écoulée",
        "8.4": "Projet d’équipement et projet pédagogique en phase",
        "8.5": "Référents nommés au comité technique",
        "8.6": "Indicateurs définis par le comité de pilotage",
        "8.7": "Orientations de l’année scolaire à venir",
        "8.8": "Transversalité et bonne communication",
    }
    assert promises("8", CITY) == promises("8", ACADEMY) == {}


def test_the_steering_committee_is_co_chaired_by_the_mayor_and_the_academic_director_or_their_representatives():
    chairs = [(row["party"], row["function"], row["substitute"]) for row in committee("copil")["chairs"]]
    assert chairs == [("ville", "Maire de Saint-Denis", True), ("rectorat", "IA-DAASEN", True)]


def test_five_members_sit_for_the_city_and_nine_for_the_academy():
    members = committee("copil")["members"]
    assert Counter(row["party"] for row in members) == {"ville": 5, "rectorat": 9}
    assert [row["function"] for row in members if row.get("substitute") and row["function"].startswith("IEN")] == [
        "IEN de la circonscription de Saint-Denis 2",
        "IEN de la circonscription de Saint-Denis 3",
        "IEN de la circonscription de Saint-Denis 5",
        "IEN de la circonscription de Sainte-Marie",
    ]


def test_it_meets_at_least_once_a_year_and_may_meet_more():
    found = committee("copil")
    assert (found["minimum"], found["per"], found["extraordinary"]) == (1, "annee", True)


def test_the_technical_committee_is_named_by_the_steering_committee_and_meets_as_needed():
    found = committee("cotech")
    assert (found["named_by"], "minimum" in found) == ("copil", False)


def test_what_it_asks_of_the_whole_convention_is_counted_once_and_the_rest_declared():
    counted = {row.clause: row.measures for row in PACK.commitments if row.clause.startswith("8.")}
    assert counted == {
        "8.1": ("governance.committees_met",),
        "8.2": ("governance.programmes_validated",),
        "8.3": ("governance.reviews_delivered",),
        "8.4": ("governance.in_phase",),
        "8.5": ("governance.referents_named",),
        "8.6": ("governance.indicators_defined",),
        "8.7": (),
        "8.8": (),
    }
