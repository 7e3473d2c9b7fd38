"""Article 6: digital resources."""

from tests.convention.text import ACADEMY, CITY, TOGETHER, promise, promises


def test_the_academy_provides_each_equipped_school():
    assert promises("6", ACADEMY) == {
        "6.1": "Logiciels éducatifs fournis",
        "6.2": "Suite bureautique sur chaque poste",
        "6.3": "Antivirus sur tous les postes",
    }
    assert {promise(clause).condition for clause in promises("6", ACADEMY)} == {"pour chaque école équipée"}


def test_they_define_together_how_it_is_installed_and_updated():
    assert promises("6", TOGETHER) == {
        "6.4": "Modalités d’installation et de mise à jour",
        "6.5": "Ressources en ligne de qualité",
    }
    assert promises("6", CITY) == {}
