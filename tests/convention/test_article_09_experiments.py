"""Article 9: experiments."""

from tests.convention.text import ACADEMY, CITY, TOGETHER, promises


def test_for_both_parties_it_is_about():
    assert promises("9", TOGETHER) == {
        "9.1": "Modèle standard pour les cahiers des charges",
        "9.2": "Expérimentations suivies selon le protocole",
        "9.3": "Types de connexion retenus",
    }
    assert promises("9", ACADEMY) == {}


def test_the_city_cares_to_support_them():
    assert promises("9", CITY) == {"9.4": "Expérimentations accompagnées par la Ville"}
