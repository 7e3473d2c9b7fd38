"""Article 4: who maintains what."""

import pytest

from lekol.pact.routing import NATURES, deciding_row, every_breakdown
from tests.convention.text import CITY, PACK, TOGETHER, promises, takes_charge


def test_the_city_promises():
    assert promises("4", CITY) == {
        "4.1": "Réparations hors garantie",
        "4.2": "Prises, câbles et commutateurs",
        "4.3": "Matériels municipaux seulement ; réponse aux dons",
        "4.4": "Protocole de signalement et de suivi des incidents",
        "4.6": "Routeurs maintenus",
    }


def test_the_whole_of_what_is_offered_is_covered_by_both():
    assert promises("4", TOGETHER) == {"4.5": "Maintenance de tout ce qui est proposé"}


def test_equipment_of_the_city_goes_to_the_supplier_while_under_warranty_then_to_the_city():
    assert takes_charge("appareil", warranty=True) == ("fournisseur", "4.1")
    assert takes_charge("appareil", warranty=False) == ("ville", "4.1")


@pytest.mark.parametrize("origin", ["don", "fonds_propres"])
def test_gifts_and_own_funds_are_not_the_city_s(origin):
    assert takes_charge("appareil", origin=origin) == ("ecole", "4.3")
    assert takes_charge("appareil", origin=origin, warranty=True) == ("ecole", "4.3")


@pytest.mark.parametrize(
    ("nature", "clause"), [("prise", "4.2"), ("cable", "4.2"), ("commutateur", "4.2"), ("routeur", "4.6")]
)
def test_the_network_is_the_city_s(nature, clause):
    assert takes_charge(nature) == ("ville", clause)


def test_the_filter_is_the_city_s_but_its_expert_level_the_academy_s():
    assert takes_charge("filtrage") == ("ville", "3.6")
    assert takes_charge("filtrage", expert=True) == ("rectorat", "3.9")


def test_services_of_the_academy_are_the_academy_s():
    natures = ("messagerie", "site", "identite", "ent", "logiciel")
    assert {takes_charge(nature)[0] for nature in natures} == {"rectorat"}


def test_no_kind_of_object_is_without_a_maintainer():
    decided = {deciding_row(PACK.routing, fault) for fault in every_breakdown()}
    assert decided == set(range(len(PACK.routing)))
    assert {fault.nature for fault in every_breakdown()} == set(NATURES)
