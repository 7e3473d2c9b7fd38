"""Article 5: digital services, the ENT, the CNIL."""

from tests.convention.text import ACADEMY, CITY, TOGETHER, promises


def test_they_promise_together():
    assert promises("5", TOGETHER) == {
        "5.1": "Espace numérique de travail ouvert",
        "5.2": "Information et échanges entre tous les acteurs",
        "5.3": "Usages créatifs et mutualisation de ressources",
        "5.4": "Respect des recommandations de la CNIL",
    }
    assert promises("5", CITY) == {}


def test_the_choice_of_the_ent_follows_the_academy():
    assert promises("5", ACADEMY) == {"5.5": "Choix de l’espace numérique selon l’académie"}
