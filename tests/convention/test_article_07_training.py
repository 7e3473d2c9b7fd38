"""Article 7: training and support."""

from tests.convention.text import ACADEMY, CITY, TOGETHER, promise, promises


def test_the_academy_trains_teachers_the_city_trains_the_erun():
    assert promises("7", ACADEMY) == {"7.1": "Enseignants formés au et par le numérique"}
    assert promises("7", CITY) == {"7.2": "ERUN formés à chaque équipement"}
    assert (promise("7.1").beneficiaries, promise("7.2").beneficiaries) == (("enseignants",), ("erun",))


def test_parents_are_encouraged_by_both():
    assert promises("7", TOGETHER) == {"7.3": "Parents encouragés et accompagnés"}
